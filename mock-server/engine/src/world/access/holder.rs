//! Owner of a credential, and the form of token and secret that follows from it (SB 3.4, 3.6).

use serde::{Deserialize, Serialize};

use super::published;
use crate::{
    crypto::{Secret, derive},
    issuer::{Caller, Issuer},
    programs::{collateral::PartnerId, prepaid::ProjectId},
    surface::Surface,
};

/// Owner of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// A partner, whose credential is `api_token` and `client_secret`.
    Partner(PartnerId),
    /// A project, whose credential is `api_key` and `api_secret`.
    Project(ProjectId),
}

impl Holder {
    /// Surface on which the owner's credentials are used.
    pub fn surface(self) -> Surface {
        match self {
            Self::Partner(_) => Surface::PG,
            Self::Project(_) => Surface::ER,
        }
    }

    /// Label of the owner; none where there is no such owner.
    pub fn label(self, issuer: &Issuer) -> Option<&str> {
        match self {
            Self::Partner(id) => Some(issuer.collateral.partners.get(id)?.label.as_str()),
            Self::Project(id) => Some(issuer.prepaid.projects.get(id)?.label.as_str()),
        }
    }

    /// Organization to which the encryption sessions of the owner are bound (PG 8.1); none for
    /// owners that have no sessions.
    pub fn organization(self, issuer: &Issuer) -> Option<String> {
        match self {
            Self::Partner(id) => Some(issuer.collateral.partners[id].organization_id.clone()),
            Self::Project(_) => None,
        }
    }

    /// Party on whose behalf commands run.
    pub fn caller(self) -> Caller {
        match self {
            Self::Partner(partner) => Caller::Partner(partner),
            Self::Project(project) => Caller::Project(project),
        }
    }

    /// Token and secret, which follow from world, seed and label. Those of the default world are
    /// fixed, because they are published.
    pub(super) fn values(self, world: &str, seed: &str, label: &str) -> (String, Secret) {
        let is_default = world == "default" && seed == "default";
        if is_default && let Some(values) = published::values(self.surface(), label) {
            return values;
        }
        let fill = |out: &mut [u8], what: &str| {
            let info = format!("{world}/{}/{label}/{what}", self.surface());
            derive::fill(derive::CREDENTIAL, seed, &info, out);
        };
        let mut token = [0; 16];
        match self {
            Self::Partner(_) => {
                let mut secret = [0; 32];
                fill(&mut token, "api_token");
                fill(&mut secret, "client_secret");
                let token = uuid::Builder::from_random_bytes(token).into_uuid().to_string();
                (token, Secret::new(hex::encode(secret)))
            }
            Self::Project(_) => {
                let mut secret = [0; 24];
                fill(&mut token, "api_key");
                fill(&mut secret, "api_secret");
                let secret = Secret::new(format!("sbs_{}", hex::encode(secret)));
                (format!("sbk_{}", hex::encode(token)), secret)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_a_project_follow_the_published_vector() {
        let (key, secret) = Holder::Project(ProjectId(1)).values("checkout-42", "7", "main");
        assert_eq!(key, "sbk_c3dfe32bf8e81f3e06397732ef418601");
        assert_eq!(secret.reveal(), "sbs_c40cecd8cfd7705afce5a2ac3e50ac0a4261383f804dbcd6");
    }
}
