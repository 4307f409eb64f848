//! Requests whose subject is authentication: a small read, signed well or badly.

use serde_json::json;
use uuid::Uuid;

use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    checks::json,
    drivers::{
        Answer,
        partner::{
            Draft,
            draft::{Seal, Stamp},
        },
    },
};

/// The read of the documents' own samples.
const READ: &str = "{ AgioCard_card_company { id } }";

fn read() -> Draft {
    Draft::query(READ, &json!(null))
}

/// A signature of the right form that nobody made.
pub(super) fn random_seal() -> Seal {
    let (high, low) = (Uuid::new_v4().simple(), Uuid::new_v4().simple());
    Seal::Text(format!("{high}{low}"))
}

async fn send(world: &mut World, actor: Actor, draft: Draft) -> StepResult {
    world.deliver(&actor.0, &draft).await.map(drop)
}

when!("{actor} reads", reads);
async fn reads(world: &mut World, actor: Actor) -> StepResult {
    send(world, actor, read()).await
}

when!("{actor} reads without an API key", without_key);
async fn without_key(world: &mut World, actor: Actor) -> StepResult {
    send(world, actor, read().without_key()).await
}

when!("{actor} reads with an API key that was never issued", with_unknown_key);
async fn with_unknown_key(world: &mut World, actor: Actor) -> StepResult {
    send(world, actor, read().with_key(Uuid::new_v4().to_string())).await
}

when!(regex r"^(the(?: [a-z]+)? partner) reads without the (timestamp and the signature|timestamp|signature)$", without_headers);
async fn without_headers(world: &mut World, actor: Actor, what: String) -> StepResult {
    let draft = match what.as_str() {
        "timestamp" => read().stamped(Stamp::Absent).sealed(now_seal(world, &actor)?),
        "signature" => read().sealed(Seal::Absent),
        _ => read().unsigned(),
    };
    send(world, actor, draft).await
}

/// The signature that the present timestamp would have.
fn now_seal(world: &World, actor: &Actor) -> StepResult<Seal> {
    let signed = world.partner(&actor.0)?.sign(&read());
    let seal = signed.headers.into_iter().find(|(name, _)| name == "x-agio-signature");
    Ok(Seal::Text(seal.map(|(_, value)| value).unwrap_or_default()))
}

when!("{actor} reads with the timestamp in seconds", in_seconds);
async fn in_seconds(world: &mut World, actor: Actor) -> StepResult {
    let seconds = world.clock.now().as_second().to_string();
    send(world, actor, read().stamped(Stamp::Text(seconds))).await
}

/// A timestamp so many milliseconds away from the target's present, exactly.
pub(super) fn away(world: &World, by: i64, direction: &str) -> StepResult<Stamp> {
    let now = world.clock.now().as_millisecond();
    match direction {
        "past" => Ok(Stamp::Text((now - by).to_string())),
        "future" => Ok(Stamp::Text((now + by).to_string())),
        other => Err(Mismatch::suite("past or future", other)),
    }
}

when!("{actor} reads with a timestamp {int} ms in the {word}", at);
async fn at(world: &mut World, actor: Actor, by: i64, direction: String) -> StepResult {
    let stamp = away(world, by, &direction)?;
    send(world, actor, read().stamped(stamp)).await
}

when!(
    "{actor} reads with a timestamp {int} ms in the {word} and a random signature",
    at_and_random
);
async fn at_and_random(world: &mut World, actor: Actor, by: i64, direction: String) -> StepResult {
    let stamp = away(world, by, &direction)?;
    send(world, actor, read().stamped(stamp).sealed(random_seal())).await
}

when!("{actor} reads with a random signature", random);
async fn random(world: &mut World, actor: Actor) -> StepResult {
    send(world, actor, read().sealed(random_seal())).await
}

when!("{actor} reads, signed with the secret of {actor}", other_secret);
async fn other_secret(world: &mut World, actor: Actor, other: Actor) -> StepResult {
    let secret = world.partner(&other.0)?.credential.client_secret;
    send(world, actor, read().sealed(Seal::Secret(secret))).await
}

when!("{actor} reads with the signature in base64", base64);
async fn base64(world: &mut World, actor: Actor) -> StepResult {
    send(world, actor, read().sealed(Seal::Base64)).await
}

when!("{actor} reads with a signature over the body alone", body_alone);
async fn body_alone(world: &mut World, actor: Actor) -> StepResult {
    send(world, actor, read().sealed(Seal::BodyAlone)).await
}

when!("{actor} reads with a signature over the next millisecond", next_millisecond);
async fn next_millisecond(world: &mut World, actor: Actor) -> StepResult {
    send(world, actor, read().sealed(Seal::OfStamp(1))).await
}

when!("{actor} signs a compact read and sends it spaced out", spaced_out);
async fn spaced_out(world: &mut World, actor: Actor) -> StepResult {
    let spaced = format!("{{ \"query\" : \"{READ}\" , \"variables\" : null }}");
    let compact_with_null = format!("{{\"query\":\"{READ}\",\"variables\":null}}");
    let seal = Seal::OfBody(compact_with_null.into_bytes());
    send(world, actor, Draft::body(spaced).sealed(seal)).await
}

when!("{actor} reads in a body with white space, escapes and raw UTF-8", unusual_bytes);
async fn unusual_bytes(world: &mut World, actor: Actor) -> StepResult {
    let body = format!(
        "{{ \"query\": \"{READ}\", \"variables\": {{ \"caf\\u00e9\": \"Z\u{fc}rich\" }} }}"
    );
    send(world, actor, Draft::body(body)).await
}

then!("the read succeeds", read_succeeds);
fn read_succeeds(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let rows = answer.result("AgioCard_card_company").is_some_and(serde_json::Value::is_array);
    if answer.status == 200 && rows && answer.errors().is_empty() {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 200 with data.AgioCard_card_company", answer.summary()))
}

then!("both reads show the same rows", same_rows);
fn same_rows(world: &mut World) -> StepResult {
    let [first, second] = world.two_answers()?;
    let sorted = |answer: &Answer| {
        let rows = answer.result("AgioCard_card_company").and_then(serde_json::Value::as_array);
        let mut rows: Vec<_> = rows.into_iter().flatten().map(ToString::to_string).collect();
        rows.sort_unstable();
        rows
    };
    if sorted(first) == sorted(second) {
        return Ok(());
    }
    Err(Mismatch::behaviour(first.summary(), second.summary()))
}

then!("it is unauthorized", is_unauthorized);
fn is_unauthorized(world: &mut World) -> StepResult {
    unauthorized(world.answer()?)
}

/// HTTP 401 as the Error Reference prints it, and nothing of what was asked for.
pub(super) fn unauthorized(answer: &Answer) -> StepResult {
    let told = answer.json.get("error") == Some(&json!("Unauthorized"));
    if answer.status == 401 && told && answer.json.get("data").is_none() {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 401 with error Unauthorized and no data", answer.summary()))
}

then!("it is unauthorized with {string}", is_unauthorized_with);
fn is_unauthorized_with(world: &mut World, description: String) -> StepResult {
    is_unauthorized(world)?;
    json::equals(&world.answer()?.json, "/description", &json!(description))
}
