//! Users that the back office makes: in a state in which a scenario needs them.

use serde_json::{Value, json};

use crate::{Mismatch, StepResult, World, checks::json as at, steps::graphql::Actor};

/// Somebody new who acts as `actor` from then on. The last word of the name decides how an
/// application is reviewed; an organization of their own keeps the wallets of others away.
async fn make(world: &mut World, actor: &Actor, name: &str) -> StepResult<String> {
    let preparing = world.preparing();
    let made = world.op("make-user", &json!({ "surface": "AG", "name": name })).await?;
    let id = at::text(&made, "/user_id")?.to_owned();
    let token = match made["token"].as_str() {
        Some(token) => token.to_owned(),
        None => {
            let minted = world.op("mint-jwt", &json!({ "user": id, "ttl": "1h" })).await?;
            at::text(&minted, "/token")?.to_owned()
        }
    };
    drop(preparing);
    let mut user = world.user("the user")?;
    user.name.clone_from(&actor.0);
    user.token = token;
    world.in_app.users.name(actor.0.clone(), user);
    Ok(id)
}

given!("{actor}, who has not applied", not_applied);
async fn not_applied(world: &mut World, actor: Actor) -> StepResult {
    make(world, &actor, "Nora Approved").await.map(drop).map_err(Mismatch::while_preparing)
}

given!("{actor}, who has not applied and whose review ends in {string}", reviewed);
async fn reviewed(world: &mut World, actor: Actor, outcome: String) -> StepResult {
    let name = format!("Nora {outcome}");
    make(world, &actor, &name).await.map(drop).map_err(Mismatch::while_preparing)
}

given!("{actor}, who has not applied and whose KYC is not completed", without_kyc);
/// Everything that an issuer asks for is there, so that only the KYC can be the reason.
async fn without_kyc(world: &mut World, actor: Actor) -> StepResult {
    let prepared = async {
        let id = make(world, &actor, "Nora Approved").await?;
        world.op("set-kyc", &json!({ "user": id, "kyc": { "level": null } })).await
    };
    prepared.await.map(drop).map_err(Mismatch::while_preparing)
}

given!("{actor}, whose application is approved", approved);
async fn approved(world: &mut World, actor: Actor) -> StepResult {
    let prepared = async {
        make(world, &actor, "Nora Approved").await?;
        let preparing = world.preparing();
        let answer = world
            .query(&actor.0, super::applications::APPLY, &super::applications::input(&Value::Null))
            .await?;
        drop(preparing);
        crate::checks::graphql::refusal::succeeded(&answer, "createRainCardApplication").map(drop)
    };
    prepared.await.map_err(Mismatch::while_preparing)
}
