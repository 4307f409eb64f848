//! Addresses of people and companies (PG 9).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    people::{PostalAddress, address::AddressRole},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        checks::{ADDRESS, OWN_APPLICATION},
        ids::ApplicationId,
    },
};

/// `updateCardUserProfile`: the address is stored on the application.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetPersonAddress {
    /// The application.
    pub application: ApplicationId,
    /// The address.
    pub address: PostalAddress,
}

impl Command for SetPersonAddress {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[OWN_APPLICATION, ADDRESS];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let own = collateral.own_application(context.caller, self.application);
        context.holds(OWN_APPLICATION, own)?;
        Ok(context.holds(ADDRESS, self.address.check(AddressRole::Mailing, None))?)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let application = collateral.applications.change(self.application);
        application.address = Some(self.address.clone());
        application.touch(context.now);
    }
}

/// `updateCardCompanyAddress`: the address is stored on the company of the application.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetCompanyAddress {
    /// The application.
    pub application: ApplicationId,
    /// The address.
    pub address: PostalAddress,
}

impl Command for SetCompanyAddress {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[OWN_APPLICATION, ADDRESS];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let own = collateral.own_application(context.caller, self.application);
        context.holds(OWN_APPLICATION, own)?;
        Ok(context.holds(ADDRESS, self.address.check(AddressRole::Mailing, None))?)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let company = collateral.applications[self.application].company;
        let company = collateral.companies.change(company);
        company.address = Some(self.address.clone());
        company.updated_at = context.now;
    }
}
