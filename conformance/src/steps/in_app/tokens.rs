//! Requests whose subject is the token, and what is refused for it.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    drivers::{
        Answer,
        in_app::{Bearer, Draft, token},
    },
    steps::graphql::{Actor, documents::spelled},
};

/// The list of cards, as small as it can be.
const LIST: &str = "{ AgioCard_vw_card { id } }";

async fn lists_with(world: &mut World, actor: &Actor, bearer: Bearer) -> StepResult {
    let draft = Draft::query(LIST, &Value::Null).with(bearer);
    world.deliver_as(&actor.0, &draft).await.map(drop)
}

when!("{actor} lists cards", lists);
async fn lists(world: &mut World, actor: Actor) -> StepResult {
    world.ask(&actor.0, LIST, &Value::Null).await.map(drop)
}

when!("{actor} lists cards with a token whose signature was altered", lists_altered);
async fn lists_altered(world: &mut World, actor: Actor) -> StepResult {
    let altered = token::altered(&world.user(&actor.0)?.token);
    lists_with(world, &actor, Bearer::Token(altered)).await
}

when!("{actor} lists cards with a token that names no algorithm", lists_unsigned);
async fn lists_unsigned(world: &mut World, actor: Actor) -> StepResult {
    let unsigned = token::unsigned(&world.user(&actor.0)?.token);
    lists_with(world, &actor, Bearer::Token(unsigned)).await
}

when!("somebody without a token freezes {string}", freezes_without_token);
async fn freezes_without_token(world: &mut World, name: String) -> StepResult {
    let card = world.graphql.cards.get(&name)?;
    let document =
        format!("mutation {{ freezeRainCard(cardId: {}) {{ success status error }} }}", card.id);
    let draft = Draft::query(&document, &Value::Null).with(Bearer::Absent);
    world.deliver_as(&card.owner, &draft).await.map(drop)
}

when!("{actor} asks without a token, and with one whose signature was altered", unproven);
async fn unproven(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let altered = token::altered(&world.user(&actor.0)?.token);
    for bearer in [Bearer::Absent, Bearer::Token(altered)] {
        let draft = Draft::query(&spelled(world, step)?, &Value::Null).with(bearer);
        world.deliver_as(&actor.0, &draft).await?;
    }
    Ok(())
}

then!("both are refused for their tokens", both_refused_for_tokens);
fn both_refused_for_tokens(world: &mut World) -> StepResult {
    world.two_answers()?.into_iter().try_for_each(token_refusal)
}

then!("it is refused for its token", refused_for_token);
fn refused_for_token(world: &mut World) -> StepResult {
    token_refusal(world.answer()?)
}

/// HTTP 401 with the code of the contract, and nothing of what was asked for.
fn token_refusal(answer: &Answer) -> StepResult {
    let data = answer.json.get("data").is_some_and(|data| !data.is_null());
    if answer.status == 401 && answer.code() == Some("UNAUTHORIZED") && !data {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 401 with code UNAUTHORIZED and no data", answer.summary()))
}

then!("it lists cards", listed);
fn listed(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    if answer.status == 200 && answer.result("AgioCard_vw_card").is_some_and(Value::is_array) {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 200 with rows of AgioCard_vw_card", answer.summary()))
}

given!("{actor} has a token of {int} seconds", short_lived);
async fn short_lived(world: &mut World, actor: Actor, seconds: u32) -> StepResult {
    let mut user = world.user(&actor.0)?;
    let id = user.id().ok_or_else(|| Mismatch::missing("a user id", "the token tells none"))?;
    let input = json!({ "user": id, "ttl": format!("{seconds}s") });
    let made = world.op("mint-jwt", &input).await.map_err(Mismatch::while_preparing)?;
    at::text(&made, "/token").map_err(Mismatch::while_preparing)?.clone_into(&mut user.token);
    user.keeps_token = true;
    world.in_app.users.name(actor.0, user);
    Ok(())
}

when!("{actor} lists cards with the token alone", lists_with_token_alone);
async fn lists_with_token_alone(world: &mut World, actor: Actor) -> StepResult {
    let mut user = world.user(&actor.0)?;
    let mut endpoint = (*user.endpoint).clone();
    let key = endpoint.organization_key.take();
    user.endpoint = std::sync::Arc::new(endpoint);
    let answer = user.query(LIST, &Value::Null).await?;
    let needs_more = answer.status == 401 && key.is_some();
    world.graphql.answers.push(answer);
    world.graphql.answered_user = true;
    if needs_more { lists(world, actor).await } else { Ok(()) }
}

then!(
    "the token alone is enough (reading {string}), or an organization key is needed (reading {string})",
    needed_credential
);
fn needed_credential(world: &mut World, bearer: String, with_key: String) -> StepResult {
    listed(world)?;
    let alone = world.graphql.answers.len() == 1;
    world.found_reading(if alone { &bearer } else { &with_key });
    Ok(())
}
