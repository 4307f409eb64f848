//! `make-organization` (SB 5.1).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act, company::company};
use crate::{
    control::{
        Problem,
        entities::{Reference, collateral},
    },
    programs::collateral::{OrganizationId, PartnerId, commands::CreateOrganization},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeOrganization {
    /// The partner to whom the organization belongs.
    partner: Reference,
    /// The name, which becomes the label too.
    name: String,
    /// Whether it has a company, which its first person gives it otherwise; false when absent.
    #[serde(default)]
    company: bool,
}

/// A customer organization that was made.
#[derive(Serialize, ToSchema)]
pub(super) struct Organized {
    label: Option<String>,
    organization_id: Option<String>,
}

impl Op for MakeOrganization {
    const NAME: &'static str = "make-organization";
    const SUMMARY: &'static str = "Makes a customer organization of a partner.";
    const IS_SEVERAL: bool = true;
    type Result = Organized;

    fn run(self, handle: &Handle) -> Outcome<Organized> {
        let partner =
            handle.read(|world| collateral::partner(world, &self.partner).map(|row| row.id))?;
        let (id, result) = organize(handle, partner, self.name, "/name")?;
        if self.company {
            company(handle, Self::NAME, id)?;
        }
        Ok(Effect { result, changed: vec![format!("organization:{id}")] })
    }
}

/// Makes an organization whose name stands at a place of the input.
pub(super) fn organize(
    handle: &Handle,
    partner: PartnerId,
    name: String,
    place: &str,
) -> Result<(OrganizationId, Organized), Problem> {
    let label = Some(name.clone());
    let command = CreateOrganization { partner, name, label };
    let made = act(handle, MakeOrganization::NAME, &command);
    let id = made.map_err(|problem| problem.with("pointer", place))?;
    let row = handle.read(|world| {
        let row = world.issuer.collateral.organizations.get(id);
        row.map(|row| (row.label.clone(), row.organization_id.clone()))
    });
    let (label, organization_id) = row.unzip();
    Ok((id, Organized { label: label.flatten(), organization_id }))
}
