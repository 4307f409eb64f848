//! Projects of a new world: their products, people and money (ER 12).

use super::{
    access::{Credential, Holder},
    creation::FixtureBuilder,
};
use crate::{
    money::{Confirmation, Micros},
    programs::prepaid::{
        Account, ProjectId, SubproviderId,
        cardholder::KycData,
        commands::{
            DefineProduct, OpenProject, OpenSubprovider, OrderCard, PayIn, RegisterUser,
            SubmitHolder,
        },
        product::{Network, Pricing, ProductRef},
    },
};

impl FixtureBuilder<'_> {
    /// One project with products and money, without people.
    pub(super) fn one_project(&mut self) {
        self.products();
        let main = self.project("main", true);
        self.fund(main, MASTER_BALANCE);
    }

    /// Three projects, and the people of the first.
    pub(super) fn projects(&mut self) {
        self.products();
        let main = self.project("main", true);
        self.project("poor", true);
        self.project("locked", false);
        // The cost of the fixture's card is paid in on top.
        self.fund(main, MASTER_BALANCE + 261_550_000);
        for name in ["ext-ada", "ext-new", "ext-kyc"] {
            let external_user_id = name.to_owned();
            self.run(&RegisterUser { project: Some(main), external_user_id });
        }
        self.holder(main, "ext-ada", "Ada", "Approved");
        self.holder(main, "ext-kyc", "Kay", "Pending");
        self.settle();
        self.run(&OrderCard {
            project: Some(main),
            user: "ext-ada".to_owned(),
            product: ProductRef { code: Some("VUSD-STD".to_owned()), id: None },
            initial: Some(25_000),
            label: None,
            key: None,
            doomed: false,
        });
        self.settle();
    }

    fn project(&mut self, label: &str, access: bool) -> ProjectId {
        let id = self.run(&OpenProject { label: label.to_owned(), access });
        let definition = &self.world.definition;
        let credential = Credential::derived(
            &definition.id,
            &definition.seed,
            Holder::Project(id),
            label,
            self.now,
        );
        self.world.access.credentials.push(credential);
        id
    }

    fn fund(&mut self, project: ProjectId, amount: Micros) {
        self.run(&PayIn {
            to: Account::Master(project),
            amount,
            asset: "USDT".to_owned(),
            confirm: Confirmation::Now,
        });
    }

    fn holder(&mut self, project: ProjectId, user: &str, first_name: &str, last_name: &str) {
        let text = |text: &str| Some(text.to_owned());
        self.run(&SubmitHolder {
            project: Some(project),
            user: user.to_owned(),
            subprovider_code: text("alpha"),
            subprovider_id: None,
            data: Some(KycData {
                first_name: text(first_name),
                last_name: text(last_name),
                birth_date: text("1990-01-31"),
                email: text("person@people.sandbox.test"),
                phone_number_full: text("+15550100"),
                country_iso: text("US"),
            }),
        });
    }

    fn products(&mut self) {
        let alpha = self.run(&OpenSubprovider { code: "alpha".to_owned() });
        let beta = self.run(&OpenSubprovider { code: "beta".to_owned() });
        for product in default_products(alpha, beta) {
            self.run(&product);
        }
    }
}

/// Balance of a project's master wallet, in millionths of a dollar.
const MASTER_BALANCE: Micros = 10_000_000_000;

/// Products that every project can order.
fn default_products(alpha: SubproviderId, beta: SubproviderId) -> [DefineProduct; 5] {
    let product = |code: &str, name: &str, subprovider, bin: &str, pricing| DefineProduct {
        project: None,
        code: code.to_owned(),
        subprovider,
        name: name.to_owned(),
        network: if bin.starts_with('4') { Network::Visa } else { Network::Mastercard },
        bin: bin.to_owned(),
        pricing,
        free_issue: false,
        active: true,
    };
    let pricing = |issue_fee, percent, fixed, limits: (i64, i64), min_initial| Pricing {
        issue_fee,
        percent,
        fixed,
        min_topup: limits.0,
        max_topup: limits.1,
        min_initial,
    };
    let old = pricing(800, Some(200), Some(0), (1_000, 500_000), 1_000);
    let pro = pricing(1_200, Some(125), Some(0), (2_000, 2_500_000), 5_000);
    let free = pricing(0, Some(375), Some(50), (500, 100_000), 0);
    let odd = pricing(0, None, None, (500, 100_000), 0);
    let standard = pricing(500, Some(250), Some(30), (1_000, 2_000_000), 1_000);
    [
        DefineProduct {
            active: false,
            ..product("MUSD-OLD", "Mastercard USD (retired)", beta, "520066", old)
        },
        product("MUSD-PRO", "Mastercard USD Pro", beta, "520055", pro),
        DefineProduct {
            free_issue: true,
            ..product("VUSD-FREE", "Visa USD Free", alpha, "400066", free)
        },
        DefineProduct {
            free_issue: true,
            ..product("VUSD-ODD", "Visa USD Broken Pricing", alpha, "400077", odd)
        },
        product("VUSD-STD", "Visa USD Standard", alpha, "400055", standard),
    ]
}
