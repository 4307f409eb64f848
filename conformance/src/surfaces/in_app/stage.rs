//! The actors of the in-app surface.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::OnceCell;

use super::target::{InAppSurface, UserToken};
use crate::{
    StepResult, World,
    drivers::{
        Http,
        in_app::{Endpoint, User, generation::Generation},
    },
    stage::told,
    target::Target,
};

/// The users: those of a new world, or those that the target file names.
pub(super) fn set(
    surface: &InAppSurface,
    world: &mut World,
    target: &Target,
    http: &Http,
) -> StepResult {
    // A sandbox may serve fewer surfaces than it could.
    if target.is_sandbox() && world.born.pointer("/surfaces/AG").is_none() {
        return Ok(());
    }
    let sandbox_world = world.control.as_ref().map(|control| control.world.clone());
    // A world has the names of its reading; without one those that the scenarios are written in.
    let reading = world.chosen_readings.get("AMB-AG-01").map(String::as_str);
    let named = reading.and_then(Generation::of_reading).unwrap_or(Generation::Rain);
    let generation = target.is_sandbox().then_some(named);
    let actors = [
        ("the user", "jane", surface.primary.clone()),
        ("the second user", "jon", surface.second.clone()),
    ];
    for (actor, label, configured) in actors {
        let credential = match target.is_sandbox() {
            true => Some(told(token(&world.born, label), &format!("a token of {label}"))?),
            false => configured,
        };
        let Some(UserToken { token, organization_key }) = credential else { continue };
        let endpoint = Arc::new(Endpoint {
            url: surface.url.clone(),
            ws_url: surface.ws_url.clone(),
            headers: surface.headers.clone(),
            organization_key,
            sandbox_world: sandbox_world.clone(),
            generation: OnceCell::new_with(generation),
        });
        let user = User {
            name: actor.to_owned(),
            token,
            endpoint,
            keeps_token: false,
            http: http.clone(),
        };
        world.in_app.users.name(actor, user);
    }
    Ok(())
}

/// The token of a user in a new world, with the key of the world's organization. One reading of
/// AMB-AG-02 asks for it on every request, and the other does not look.
fn token(born: &Value, label: &str) -> Option<UserToken> {
    let surface = born.pointer("/surfaces/AG")?;
    let row = surface["users"].as_array()?.iter().find(|row| row["label"] == label)?;
    Some(UserToken {
        token: row["token"].as_str()?.to_owned(),
        organization_key: surface["organization_key"].as_str().map(str::to_owned),
    })
}
