//! Products and those who issue their cards (ER 12.2, SB 5.1).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    money::AmountOutOfRange,
    programs::prepaid::{
        ApplyContext, CheckContext, Prepaid, Refusal,
        ids::{ProductId, ProjectId, SubproviderId},
        ledger::MOST,
        product::{Network, Pricing, Product, Subprovider},
    },
};

/// A company that issues cards (`make-subprovider`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenSubprovider {
    /// The code.
    pub code: String,
}

impl Command for OpenSubprovider {
    type Program = Prepaid;
    type Plan = ();
    type Done = SubproviderId;

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        match prepaid.subproviders.iter().any(|other| other.code == self.code) {
            true => Err(Refusal::Taken(self.code.clone())),
            false => Ok(()),
        }
    }

    fn apply(
        &self,
        (): (),
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> SubproviderId {
        let id = prepaid.subproviders.next();
        let external_id = context.object_id("er.subprovider");
        prepaid.subproviders.push(Subprovider { id, external_id, code: self.code.clone() });
        id
    }
}

/// A product (`make-product`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DefineProduct {
    /// The project that can order it; all projects when absent.
    pub project: Option<ProjectId>,
    /// `product_code`.
    pub code: String,
    /// The subprovider.
    pub subprovider: SubproviderId,
    /// The name.
    pub name: String,
    /// The network.
    pub network: Network,
    /// The digits with which card numbers begin.
    pub bin: String,
    /// The pricing.
    pub pricing: Pricing,
    /// No issue fee and no initial top-up.
    pub free_issue: bool,
    /// Orders are taken.
    pub active: bool,
}

impl Command for DefineProduct {
    type Program = Prepaid;
    type Plan = ();
    type Done = ProductId;

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        if prepaid.subproviders.get(self.subprovider).is_none() {
            return Err(Refusal::SubproviderUnknown);
        }
        if !self.pricing.is_within(MOST) {
            return Err(AmountOutOfRange { max: MOST }.into());
        }
        let meets = |other: &Product| {
            other.project.is_none() || self.project.is_none() || other.project == self.project
        };
        match prepaid.products.iter().any(|other| other.code == self.code && meets(other)) {
            true => Err(Refusal::Taken(self.code.clone())),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) -> ProductId {
        let id = prepaid.products.next();
        prepaid.products.push(Product {
            id,
            external_id: context.object_id("er.product"),
            project: self.project,
            code: self.code.clone(),
            subprovider: self.subprovider,
            name: self.name.clone(),
            network: self.network,
            bin: self.bin.clone(),
            pricing: self.pricing.clone(),
            free_issue: self.free_issue,
            active: self.active,
        });
        id
    }
}
