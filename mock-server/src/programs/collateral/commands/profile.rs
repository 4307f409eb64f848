//! Addresses of people and companies (PG 9).

use serde::{Deserialize, Serialize};

use crate::{
    people::{PostalAddress, address::AddressRole},
    programs::{CheckContext, Command, Issuer, Refusal, Turn, collateral::ids::ApplicationId},
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
    const NAME: &'static str = "set-person-address";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        issuer.collateral.own_application(context.caller, self.application)?;
        Ok(self.address.check(AddressRole::Mailing, None)?)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        let application = issuer.collateral.applications.change(self.application);
        application.address = Some(self.address.clone());
        application.updated_at = turn.now;
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
    const NAME: &'static str = "set-company-address";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        issuer.collateral.own_application(context.caller, self.application)?;
        Ok(self.address.check(AddressRole::Mailing, None)?)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        let company = issuer.collateral.applications[self.application].company;
        let company = issuer.collateral.companies.change(company);
        company.address = Some(self.address.clone());
        company.updated_at = turn.now;
    }
}
