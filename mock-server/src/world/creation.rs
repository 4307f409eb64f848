//! Creation of a world: rules, readings, deviations, then the objects of its fixture.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    Access, Changes, CommandContext, Credential, Definition, Deviations, Dice, Faults, Outbox,
    Timeline, World, access, act::Act, clock, commands::WorldCommandError,
};
use crate::{
    collections::List,
    issuer::Issuer,
    money::Confirmation,
    people::PostalAddress,
    programs::collateral::{
        ApplicationId, ApplicationStatus, CardId, CardType, CompanyId, PartnerId,
        application::Answers,
        card::CardAction,
        commands::{
            Apply, Cancel, CreateOrganization, Freeze, IssueCard, MakeCompany, MakeDeposit,
            MakePartner, MakePerson,
        },
        person::{Kyc, Outcome, ProfileChange},
        personas,
        plastic::{Shipping, ShippingMethod},
    },
};

/// Fixtures that a world can start with; the first one of a name is its newest version.
pub const FIXTURES: [&str; 2] = ["standard@1", "empty@1"];

/// Reason why a world was not made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CreationError {
    /// The fixture is unknown.
    #[error("there is no fixture {0:?}")]
    Fixture(String),
    /// World time would start before 2000 or after 2100.
    #[error("world time stays between 2000 and 2100")]
    Clock,
    /// A rule, reading or deviation cannot be set.
    #[error(transparent)]
    WorldCommand(#[from] WorldCommandError),
}

impl World {
    /// Makes a world. The objects of its fixture follow from its seed alone, whatever the rules.
    pub fn create(definition: Definition) -> Result<Self, CreationError> {
        let now = definition.born_at;
        if !clock::in_range(now) {
            return Err(CreationError::Clock);
        }
        let mut world = Self {
            issuer: Issuer::default(),
            rules: Arc::default(),
            changed: Changes::default(),
            deviations: Deviations::default(),
            clock: definition.clock,
            dice: Dice::new(definition.seed.clone()),
            timeline: Timeline::default(),
            access: Access::default(),
            faults: Faults::default(),
            outbox: Outbox::default(),
            events: List::default(),
            definition,
        };
        match world.definition.fixture.as_str() {
            "standard@1" => FixtureBuilder { world: &mut world, now }.standard(),
            "empty@1" => FixtureBuilder { world: &mut world, now }.empty(),
            other => return Err(CreationError::Fixture(other.to_owned())),
        }
        world.apply_definition_settings()?;
        Ok(world)
    }
}

/// Builds the objects of a fixture in a new world.
pub(super) struct FixtureBuilder<'a> {
    pub(super) world: &'a mut World,
    pub(super) now: Timestamp,
}

impl FixtureBuilder<'_> {
    fn empty(&mut self) {
        let acme = self.partner("acme");
        self.credential(acme, "primary");
        self.company(acme, "acme-north");
        self.one_project();
    }

    fn standard(&mut self) {
        let acme = self.partner("acme");
        let globex = self.partner("globex");
        self.credential(acme, "primary");
        self.credential(acme, "revoked").revoked = true;
        let now = self.now;
        self.credential(acme, "expired").expires_at = Some(now);
        self.credential(globex, "primary");
        let north = self.company(acme, "acme-north");
        let south = self.company(acme, "acme-south");
        let main = self.company(globex, "globex-main");
        for (label, name) in PEOPLE {
            self.person(north, label, name, Kyc::Complete, true);
        }
        let without = |change: ProfileChange| Kyc::With(Box::new(change));
        let questionnaire = ProfileChange {
            birth_date: Some(None),
            national_id: Some(None),
            ..ProfileChange::default()
        };
        let phone = ProfileChange {
            phone_country_code: Some(None),
            phone_number: Some(None),
            ..ProfileChange::default()
        };
        let address = ProfileChange { address: Some(None), ..ProfileChange::default() };
        self.person(north, "nora", "Nora Norow", Kyc::None, false);
        self.person(north, "quinn", "Quinn Noquestionnaire", without(questionnaire), false);
        self.person(north, "phil", "Phil Nophone", without(phone), false);
        self.person(north, "abel", "Abel Noaddress", without(address), false);
        self.person(north, "sam", "Sam Nosumsub", Kyc::Complete, false);
        self.carla(south);
        self.person(main, "gus", "Gus Globex", Kyc::Complete, true);
        let gus = self.approved("gus");
        self.card(gus, CardType::Virtual);
        self.person(north, "jane", "Jane Inapp", Kyc::Complete, true);
        let jane = self.approved("jane");
        self.card(jane, CardType::Virtual);
        self.card(jane, CardType::Virtual);
        self.projects();
    }

    /// A person with four cards in four states, and money for the first.
    fn carla(&mut self, company: CompanyId) {
        self.person(company, "carla", "Carla Carded", Kyc::Complete, true);
        let application = self.approved("carla");
        self.card(application, CardType::Virtual);
        let locked = self.card(application, CardType::Virtual);
        let canceled = self.card(application, CardType::Virtual);
        self.card(application, CardType::Physical);
        self.run(&Freeze { card: locked, action: CardAction::Freeze });
        self.run(&Cancel { card: canceled, reason: None });
        let user = self.world.issuer.collateral.applications[application].user;
        self.run(&MakeDeposit {
            user,
            amount: 100_000,
            dust_micros: 0,
            asset: "USDC".to_owned(),
            chain_id: 8453,
            confirm: Confirmation::Now,
        });
    }

    pub(super) fn run<A: Act<Refusal: std::fmt::Display>>(&mut self, command: &A) -> A::Done {
        let context = CommandContext::ops(self.now, "birth");
        let plan = command
            .check(self.world, &context)
            .unwrap_or_else(|refusal| panic!("a fixture is made of allowed steps: {refusal}"));
        command.apply(plan, self.world, &context)
    }

    /// Fires the effects that are due now.
    pub(super) fn settle(&mut self) {
        self.world.settle(self.now);
    }

    fn partner(&mut self, label: &str) -> PartnerId {
        self.run(&MakePartner { label: label.to_owned() })
    }

    fn credential(&mut self, partner: PartnerId, name: &str) -> &mut Credential {
        let label = format!("{}/{name}", self.world.issuer.collateral.partners[partner].label);
        let Definition { id, seed, .. } = &self.world.definition;
        let credential = access::Credential::derived(
            id,
            seed,
            access::Holder::Partner(partner),
            &label,
            self.now,
        );
        self.world.access.credentials.push(credential);
        self.world.access.credentials.change(&label).expect("it was just made")
    }

    fn company(&mut self, partner: PartnerId, label: &str) -> CompanyId {
        let organization = self.run(&CreateOrganization {
            partner,
            name: label.to_owned(),
            label: Some(label.to_owned()),
        });
        self.run(&MakeCompany { organization })
    }

    fn person(&mut self, company: CompanyId, label: &str, name: &str, kyc: Kyc, applicant: bool) {
        let (first_name, last_name) = personas::split_name(name);
        let email = personas::email(&first_name, &last_name);
        let user_id = (label == "jane").then(|| format!("user-{label}"));
        let outcome = Outcome::of_name(&last_name);
        let label = Some(label.to_owned());
        self.run(&MakePerson {
            company,
            label,
            first_name,
            last_name,
            email,
            outcome,
            kyc,
            applicant,
            user_id,
        });
    }

    /// Applies for a card account of a person, and lets the review end.
    fn approved(&mut self, label: &str) -> ApplicationId {
        let users = &self.world.issuer.collateral.users;
        let user = users.iter().find(|user| user.label.as_deref() == Some(label));
        let user = user.expect("the person was just made").external_id.clone();
        let answers = Answers {
            wallet_address: "0x52908400098527886e0f7030069857d2e4169ee7".to_owned(),
            occupation: "15-1252".to_owned(),
            annual_salary: "100000".to_owned(),
            account_purpose: "Business expenses".to_owned(),
            expected_monthly_volume: "5000".to_owned(),
            terms_accepted: true,
        };
        let applied = self.run(&Apply { user, answers });
        self.settle();
        let status = self.world.issuer.collateral.applications[applied.application].status;
        assert_eq!(status, ApplicationStatus::Approved, "people with cards are approved");
        applied.application
    }

    fn card(&mut self, application: ApplicationId, kind: CardType) -> CardId {
        let shipping = (kind == CardType::Physical).then(|| Shipping {
            address: PostalAddress {
                line1: "123 Main St".to_owned(),
                line2: None,
                city: "Miami".to_owned(),
                region: "FL".to_owned(),
                postal_code: "33101".to_owned(),
                country_code: "US".to_owned(),
                country: None,
            },
            phone_number: "+15555551234".to_owned(),
            first_name: None,
            last_name: None,
            method: ShippingMethod::Standard,
        });
        self.run(&IssueCard {
            application,
            kind,
            limit: None,
            display_name: None,
            shipping,
            billing: None,
            pin: None,
        })
    }
}

/// People with complete data, whose last names decide the outcome of their review.
const PEOPLE: [(&str, &str); 6] = [
    ("ada", "Ada Approved"),
    ("penny", "Penny Pending"),
    ("denis", "Denis Denied"),
    ("vera", "Vera Needsverification"),
    ("ina", "Ina Needsinformation"),
    ("mara", "Mara Manualreview"),
];
