//! Logins in the app, and their organizations: what only the back office can do (SB 5.1).

use serde::{Deserialize, Serialize};

use crate::{
    collections::Ids,
    command::Command,
    people::address::is_too_long,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        ids::{CardUserId, OrganizationId},
        organization::Organization,
    },
};

/// A new organization that no partner manages: only in-app users belong to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenOrganization {
    /// The name, 1 to 255 characters.
    pub name: String,
    /// Short name in the control plane.
    pub label: Option<String>,
}

impl Command for OpenOrganization {
    type Program = Collateral;
    type Plan = ();
    type Done = OrganizationId;

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let is_taken = |label: &&String| {
            collateral.organizations.iter().any(|row| row.label.as_ref() == Some(label))
        };
        if let Some(label) = self.label.as_ref().filter(is_taken) {
            return Err(Refusal::Taken(label.clone()));
        }
        match (self.name.trim().is_empty(), is_too_long(&self.name)) {
            (true, _) => Err(Refusal::OrganizationNameMissing),
            (false, true) => Err(Refusal::OrganizationNameTooLong),
            (false, false) => Ok(()),
        }
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
            partner: None,
            label: self.label.clone(),
            organization_id: context.uuid("organization.organization_id"),
            name: self.name.trim().to_owned(),
            company: None,
            wallets: Ids::default(),
            created_at: context.now,
            updated_at: context.now,
        });
        id
    }
}

/// Changes of a login in the app (`set-user`, `set-kyc`); what is absent stays.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetInAppUser {
    /// The person.
    pub user: CardUserId,
    /// Tokens of the login are taken.
    pub is_active: Option<bool>,
    /// The KYC level that is completed; the inner none is KYC that is not completed.
    pub kyc_level: Option<Option<String>>,
}

impl Command for SetInAppUser {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let user = collateral.users.get(self.user).ok_or(Refusal::NotYours)?;
        user.user_id.as_ref().ok_or(Refusal::NotYours)?;
        match self.kyc_level.as_ref().and_then(Option::as_deref).is_some_and(is_too_long) {
            true => Err(Refusal::InvalidAnswer("level")),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let user = collateral.users.change(self.user);
        if let Some(is_active) = self.is_active {
            user.is_disabled = !is_active;
        }
        if let Some(level) = &self.kyc_level {
            user.kyc_level.clone_from(level);
        }
        user.updated_at = context.now;
    }
}
