//! The actors of the partner surface.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::OnceCell;

use crate::{
    StepResult, World,
    drivers::{
        Http,
        partner::{Credential, Endpoint, Partner},
    },
    stage::told,
    surfaces::partner::target::PartnerSurface,
    target::Target,
};

/// The partners: those of a new world, or those that the target file names.
pub(super) fn set(
    surface: &PartnerSurface,
    world: &mut World,
    target: &Target,
    http: &Http,
) -> StepResult {
    let sandbox_world = world.control.as_ref().map(|control| control.world.clone());
    let endpoint = Arc::new(Endpoint {
        url: surface.url.clone(),
        headers: surface.headers.clone(),
        sandbox_world,
        inputs: OnceCell::new(),
    });
    let actors = [
        ("the partner", "acme", surface.primary.clone()),
        ("the second partner", "globex", surface.second.clone()),
    ];
    for (actor, label, configured) in actors {
        let credential = match target.is_sandbox() {
            true => Some(told(credential(&world.born, label), &format!("credentials of {label}"))?),
            false => configured,
        };
        let Some(credential) = credential else { continue };
        let partner = Partner {
            name: actor.to_owned(),
            credential,
            endpoint: endpoint.clone(),
            clock: world.clock.clone(),
            http: http.clone(),
        };
        world.partner.partners.name(actor, partner);
    }
    Ok(())
}

fn credential(born: &Value, partner: &str) -> Option<Credential> {
    let partners = born.pointer("/surfaces/PG/partners")?.as_array()?;
    let row = partners.iter().find(|row| row["label"] == partner)?;
    let all = row["credentials"].as_array()?;
    let primary = all.iter().find(|one| one["name"] == "primary")?;
    Some(Credential {
        name: format!("{partner}/primary"),
        api_token: primary["api_token"].as_str()?.to_owned(),
        client_secret: primary["client_secret"].as_str()?.to_owned(),
    })
}
