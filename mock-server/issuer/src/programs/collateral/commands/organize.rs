//! Making partners, customer organizations and companies.

use serde::{Deserialize, Serialize};

use crate::{
    collections::Ids,
    command::{Check, Command},
    people::address::is_too_long,
    programs::collateral::{
        ApplyContext, Caller, CheckContext, Collateral, Refusal, Tenant,
        ids::{CompanyId, OrganizationId, PartnerId},
        organization::{Company, Holdings, Organization, Partner},
    },
};

/// A new partner account (`make-partner`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakePartner {
    /// Short name in the control plane.
    pub label: String,
}

impl Command for MakePartner {
    type Program = Collateral;
    type Plan = ();
    type Done = PartnerId;

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        match collateral.partners.iter().any(|partner| partner.label == self.label) {
            true => Err(Refusal::Taken(self.label.clone())),
            false => Ok(()),
        }
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> PartnerId {
        let id = collateral.partners.next();
        collateral.partners.push(Partner {
            id,
            label: self.label.clone(),
            organization_id: context.uuid("partner.organization_id"),
            holdings: Holdings::default(),
        });
        id
    }
}

/// The caller makes organizations.
const IS_PARTNER: Check = Check::new("the caller is a partner", &[]);
/// No other organization has the label.
const LABEL: Check = Check::new("the label is free", &[]);
/// The name can be one.
const NAME: Check = Check::new("name has 1 to 100 characters", &["PG-ORG-01"]);

/// A new customer organization (`createPartnerCustomerOrganization`, `make-organization`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateOrganization {
    /// The partner it is for; the caller's own when the caller is a partner.
    pub partner: PartnerId,
    /// The name, 1 to 100 characters.
    pub name: String,
    /// Short name in the control plane.
    pub label: Option<String>,
}

impl Command for CreateOrganization {
    type Program = Collateral;
    type Plan = ();
    type Done = OrganizationId;

    const CHECKS: &'static [Check] = &[IS_PARTNER, LABEL, NAME];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let partner = Caller::Tenant(Tenant::Partner(self.partner));
        let may = context.caller == Caller::Ops || context.caller == partner;
        let found = collateral.partners.get(self.partner).filter(|_| may);
        context.holds(IS_PARTNER, found.ok_or(Refusal::NotYours))?;
        // A label is what the back office finds it by; clients may give names twice.
        let is_taken = |label: &String| {
            collateral.organizations.iter().any(|row| {
                row.label.as_ref() == Some(label)
                    || (row.partner == Some(self.partner) && row.name == label.trim())
            })
        };
        let taken = self.label.as_ref().filter(|label| is_taken(label));
        let free = taken.map_or(Ok(()), |label| Err(Refusal::Taken(label.clone())));
        context.holds(LABEL, free)?;
        let label = self.label.as_deref().is_some_and(is_too_long);
        let named = match self.name.trim().chars().count() {
            0 => Err(Refusal::OrganizationNameMissing),
            // White space around it is written down too.
            1..=100 if !is_too_long(&self.name) && !label => Ok(()),
            _ => Err(Refusal::OrganizationNameTooLong),
        };
        context.holds(NAME, named)
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> OrganizationId {
        let id = collateral.organizations.next();
        collateral.organizations.push(Organization {
            id,
            partner: Some(self.partner),
            label: self.label.clone(),
            organization_id: context.uuid("organization.organization_id"),
            name: self.name.trim().to_owned(),
            company: None,
            wallets: Ids::default(),
            created_at: context.now,
            updated_at: context.now,
        });
        collateral.partners.change(self.partner).holdings.organizations.push(id);
        id
    }
}

/// The company that holds an organization's card users; made by the back office.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeCompany {
    /// The organization.
    pub organization: OrganizationId,
}

impl Command for MakeCompany {
    type Program = Collateral;
    type Plan = ();
    type Done = CompanyId;

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let organization =
            collateral.organizations.get(self.organization).ok_or(Refusal::NotYours)?;
        match organization.company {
            Some(_) => Err(Refusal::Taken(organization.name.clone())),
            None => Ok(()),
        }
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> CompanyId {
        let id = collateral.companies.next();
        let organization = collateral.organizations.change(self.organization);
        organization.company = Some(id);
        let name = organization.name.clone();
        collateral.companies.push(Company {
            id,
            organization: self.organization,
            external_id: context.uuid("company.external_id"),
            name,
            address: None,
            users: Ids::default(),
            applications: Ids::default(),
            cards: Ids::default(),
            created_at: context.now,
            updated_at: context.now,
        });
        if let Some(holdings) = collateral.holdings(id) {
            holdings.companies.push(id);
        }
        id
    }
}
