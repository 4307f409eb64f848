//! Making partners, customer organizations and companies.

use serde::{Deserialize, Serialize};

use crate::{
    collections::List,
    people::address::is_too_long,
    programs::{
        Caller, CheckContext, Command, Issuer, Refusal, Turn,
        collateral::{
            ids::{CompanyId, OrganizationId, PartnerId},
            organization::{Company, Holdings, Organization, Partner},
        },
    },
};

/// A new partner account (`make-partner`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakePartner {
    /// Short name in the control plane.
    pub label: String,
}

impl Command for MakePartner {
    const NAME: &'static str = "make-partner";
    type Plan = ();
    type Done = PartnerId;

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        match issuer.collateral.partners.iter().any(|partner| partner.label == self.label) {
            true => Err(Refusal::Taken(self.label.clone())),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) -> PartnerId {
        let id = issuer.collateral.partners.next();
        issuer.collateral.partners.push(Partner {
            id,
            label: self.label.clone(),
            organization_id: turn.uuid("partner.organization_id"),
            holdings: Holdings::default(),
        });
        id
    }
}

/// A new customer organization (`createPartnerCustomerOrganization`, `make-organization`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreateOrganization {
    /// The partner it is for; the caller's own when the caller is a partner.
    pub partner: PartnerId,
    /// Its name.
    pub name: String,
    /// Short name in the control plane.
    pub label: Option<String>,
}

impl Command for CreateOrganization {
    const NAME: &'static str = "create-organization";
    type Plan = ();
    type Done = OrganizationId;

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        if context.caller != Caller::Ops && context.caller != Caller::Partner(self.partner) {
            return Err(Refusal::NotYours);
        }
        issuer.collateral.partners.get(self.partner).ok_or(Refusal::NotYours)?;
        // A label is what the back office finds it by; clients may give names twice.
        let is_taken = |label: &String| {
            issuer.collateral.organizations.iter().any(|row| {
                row.label.as_ref() == Some(label)
                    || (row.partner == self.partner && row.name == label.trim())
            })
        };
        if let Some(label) = self.label.as_ref().filter(|label| is_taken(label)) {
            return Err(Refusal::Taken(label.clone()));
        }
        let label = self.label.as_deref().is_some_and(is_too_long);
        match self.name.trim().chars().count() {
            0 => Err(Refusal::OrganizationNameMissing),
            // White space around it is written down too.
            1..=100 if !is_too_long(&self.name) && !label => Ok(()),
            _ => Err(Refusal::OrganizationNameTooLong),
        }
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) -> OrganizationId {
        let id = issuer.collateral.organizations.next();
        issuer.collateral.organizations.push(Organization {
            id,
            partner: self.partner,
            label: self.label.clone(),
            organization_id: turn.uuid("organization.organization_id"),
            name: self.name.trim().to_owned(),
            company: None,
            created_at: turn.now,
            updated_at: turn.now,
        });
        issuer.collateral.partners.change(self.partner).holdings.organizations.push(id);
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
    const NAME: &'static str = "make-company";
    type Plan = ();
    type Done = CompanyId;

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let organization =
            issuer.collateral.organizations.get(self.organization).ok_or(Refusal::NotYours)?;
        match organization.company {
            Some(_) => Err(Refusal::Taken(organization.name.clone())),
            None => Ok(()),
        }
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) -> CompanyId {
        let id = issuer.collateral.companies.next();
        let organization = issuer.collateral.organizations.change(self.organization);
        organization.company = Some(id);
        let (name, partner) = (organization.name.clone(), organization.partner);
        issuer.collateral.companies.push(Company {
            id,
            organization: self.organization,
            external_id: turn.uuid("company.external_id"),
            name,
            address: None,
            users: List::default(),
            applications: List::default(),
            cards: List::default(),
            created_at: turn.now,
            updated_at: turn.now,
        });
        issuer.collateral.partners.change(partner).holdings.companies.push(id);
        id
    }
}
