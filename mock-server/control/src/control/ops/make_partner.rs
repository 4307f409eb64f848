//! `make-partner` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Effect, Op, Outcome, act,
    keys::Keys,
    make_organization::{Organized, organize},
};
use crate::{
    control::label::Label,
    programs::collateral::commands::MakePartner as MakePartnerCommand,
    world::{Holder, access::Environment, commands::IssueCredential},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakePartner {
    /// The label; `partner-<n>` when absent.
    name: Option<Label>,
    /// The names of the customer organizations that the partner begins with.
    #[serde(default)]
    organizations: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct PartnerMade {
    /// The label.
    partner: String,
    #[serde(flatten)]
    keys: Keys,
    organizations: Vec<Organized>,
}

impl Op for MakePartner {
    const NAME: &'static str = "make-partner";
    const SUMMARY: &'static str =
        "Makes a partner with customer organizations and a first credential.";
    const IS_SEVERAL: bool = true;
    const MAKES_CREDENTIALS: bool = true;
    type Result = PartnerMade;

    fn run(self, handle: &Handle) -> Outcome<PartnerMade> {
        let number = handle.read(|world| world.issuer.collateral.partners.len() + 1);
        let label = self.name.map_or_else(|| format!("partner-{number}"), |Label(name)| name);
        let command = MakePartnerCommand { label: label.clone() };
        let partner = act(handle, Self::NAME, &command)?;
        let mut organizations = Vec::new();
        for (at, name) in self.organizations.into_iter().enumerate() {
            let place = format!("/organizations/{at}");
            organizations.push(organize(handle, partner, name, &place)?.1);
        }
        let first = IssueCredential {
            holder: Holder::Partner(partner),
            name: Some("primary".to_owned()),
            expires_in_us: None,
            environment: Environment::This,
        };
        let keys = Keys::of(&act(handle, Self::NAME, &first)?);
        Ok(Effect {
            result: PartnerMade { partner: label, keys, organizations },
            changed: vec![format!("partner:{partner}")],
        })
    }
}
