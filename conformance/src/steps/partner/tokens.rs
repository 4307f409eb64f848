//! Tokens that the back office issues, revokes and lets expire.

use serde_json::{Value, json};

use super::Actor;
use crate::{Mismatch, StepResult, World, checks::json as at, drivers::partner::Credential};

async fn issue(world: &mut World, token: &Actor, owner: &Actor, wanted: Value) -> StepResult {
    let mut input = wanted;
    input["partner"] = json!(if owner.0 == "the second partner" { "globex" } else { "acme" });
    let made = world.op("make-credential", &input).await?;
    take(world, token, owner, &made)
}

/// From now on the actor signs with the credential that the back office has made; all else it has
/// from another one.
fn take(world: &mut World, actor: &Actor, like: &Actor, made: &Value) -> StepResult {
    let credential = Credential {
        name: at::text(made, "/credential")?.to_owned(),
        api_token: at::text(made, "/api_token")?.to_owned(),
        client_secret: at::text(made, "/client_secret")?.to_owned(),
    };
    let mut partner = world.partner(&like.0)?;
    partner.name.clone_from(&actor.0);
    partner.credential = credential;
    world.partner.partners.name(actor.0.clone(), partner);
    Ok(())
}

given!("{actor}, whom the back office has just made", just_made);
async fn just_made(world: &mut World, actor: Actor) -> StepResult {
    make(world, &actor).await.map_err(Mismatch::while_preparing)
}

/// A further partner, who signs with its first credential.
async fn make(world: &mut World, actor: &Actor) -> StepResult {
    let mut made = world.op("make-partner", &json!({})).await?;
    made["credential"] = json!(format!("{}/primary", at::text(&made, "/partner")?));
    take(world, actor, &Actor("the partner".to_owned()), &made)
}

given!("{actor} of {actor}", issued);
async fn issued(world: &mut World, token: Actor, owner: Actor) -> StepResult {
    issue(world, &token, &owner, json!({})).await.map_err(Mismatch::while_preparing)
}

given!("{actor} of {actor}, which expires in one minute", expiring);
async fn expiring(world: &mut World, token: Actor, owner: Actor) -> StepResult {
    let wanted = json!({ "expires_in": "1m" });
    issue(world, &token, &owner, wanted).await.map_err(Mismatch::while_preparing)
}

given!("{actor} of {actor}, issued in another environment", elsewhere);
async fn elsewhere(world: &mut World, token: Actor, owner: Actor) -> StepResult {
    let wanted = json!({ "environment": "other" });
    issue(world, &token, &owner, wanted).await.map_err(Mismatch::while_preparing)
}

when!("{actor} is revoked", revoked);
async fn revoked(world: &mut World, token: Actor) -> StepResult {
    end(world, &token, "revoke-credential").await
}

when!("{actor} expires", expired);
async fn expired(world: &mut World, token: Actor) -> StepResult {
    end(world, &token, "expire-credential").await
}

async fn end(world: &mut World, token: &Actor, op: &str) -> StepResult {
    let credential = world.partner(&token.0)?.credential.name;
    world.op(op, &json!({ "credential": credential })).await.map(drop)
}
