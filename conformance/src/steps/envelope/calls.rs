//! Calls as such: with other keys, bodies, payloads and timestamps than the rules say.

use cucumber::gherkin::Step;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ProjectName;
use crate::{
    Mismatch, StepResult, World,
    drivers::envelope::{Call, Flaw, Idempotency, Spacing, Stamp},
};

/// A well-formed call to any endpoint: one that the source names where nothing else is known.
fn any(world: &World, actor: &str) -> StepResult<Call> {
    if world.project(actor)?.endpoint.dialect.is_some() {
        return Ok(Call::to("/project/balance", &Value::Null));
    }
    let fields = json!({ "card_id": "0123456789abcdef01234567", "amount": "20.00" });
    Ok(Call::to("/cards/topup", &fields))
}

fn under_that(world: &World) -> StepResult<Stamp> {
    let last = world.envelope.stamp;
    last.map(Stamp::At).ok_or_else(|| Mismatch::suite("a timestamp that was used", "none"))
}

when!("{project} makes a request", makes);
async fn makes(world: &mut World, actor: ProjectName) -> StepResult {
    let call = any(world, &actor.0)?;
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} makes a request under that timestamp", makes_again);
async fn makes_again(world: &mut World, actor: ProjectName) -> StepResult {
    let call = any(world, &actor.0)?.stamped(under_that(world)?);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} makes a request with an API key that was never issued", with_unknown_key);
async fn with_unknown_key(world: &mut World, actor: ProjectName) -> StepResult {
    let call = any(world, &actor.0)?.with_key(Some(Uuid::new_v4().to_string()));
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} makes a request without an API key", without_key);
async fn without_key(world: &mut World, actor: ProjectName) -> StepResult {
    let call = any(world, &actor.0)?.with_key(None);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} makes a request without a timestamp", without_stamp);
async fn without_stamp(world: &mut World, actor: ProjectName) -> StepResult {
    let call = any(world, &actor.0)?.stamped(Stamp::Absent);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} makes a request with content type {string}", typed);
async fn typed(world: &mut World, actor: ProjectName, media_type: String) -> StepResult {
    let mut call = any(world, &actor.0)?;
    call.content_type = Some(media_type);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} makes a request without content type", untyped);
async fn untyped(world: &mut World, actor: ProjectName) -> StepResult {
    let mut call = any(world, &actor.0)?;
    call.content_type = None;
    world.make(&actor.0, &call).await.map(drop)
}

when!(regex r"^(the(?: second| locked)? project) makes a request whose envelope (.+)$", flawed);
async fn flawed(world: &mut World, actor: String, words: String) -> StepResult {
    let flaw: Flaw = words.parse().map_err(|why: String| Mismatch::suite("a flaw", why))?;
    if !flaw.suits(world.project(&actor)?.endpoint.codec) {
        let layout = "the layout of surfaces.ER.envelope_codec has no such thing";
        return Err(Mismatch::missing(format!("an envelope that {words}"), layout));
    }
    let call = any(world, &actor)?.flawed(flaw);
    world.make(&actor, &call).await.map(drop)
}

when!("{project} makes a request sealed with the secret of {project}", sealed_by);
async fn sealed_by(world: &mut World, actor: ProjectName, other: ProjectName) -> StepResult {
    let mut call = any(world, &actor.0)?;
    call.secret = Some(world.project(&other.0)?.key.api_secret);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} makes a request sealed with its API key", sealed_by_key);
async fn sealed_by_key(world: &mut World, actor: ProjectName) -> StepResult {
    let mut call = any(world, &actor.0)?;
    call.secret = Some(world.project(&actor.0)?.key.api_key);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} makes a request with its API key in another letter case", other_case);
async fn other_case(world: &mut World, actor: ProjectName) -> StepResult {
    let key = world.project(&actor.0)?.key.api_key;
    let swapped: String =
        key.chars()
            .map(|one| {
                if one.is_lowercase() { one.to_ascii_uppercase() } else { one.to_ascii_lowercase() }
            })
            .collect();
    let call = any(world, &actor.0)?.with_key(Some(swapped));
    world.make(&actor.0, &call).await.map(drop)
}

when!(regex r"^(the(?: second| locked)? project) stamps a request (.+)$", stamps);
async fn stamps(world: &mut World, actor: String, template: String) -> StepResult {
    let text = world.timed(&template)?;
    let call = any(world, &actor)?.stamped(Stamp::Json(text));
    world.make(&actor, &call).await.map(drop)
}

when!(regex r"^(the(?: second| locked)? project) calls (\S+) with the timestamp (.+)$", calls_at);
async fn calls_at(world: &mut World, actor: String, path: String, template: String) -> StepResult {
    let text = world.timed(&template)?;
    let call = Call::to(&path, &Value::Null).stamped(Stamp::Json(text));
    world.make(&actor, &call).await.map(drop)
}

when!(regex r"^(the(?: second| locked)? project) asks for its balance in a payload written (.+)$", spaced);
async fn spaced(world: &mut World, actor: String, how: String) -> StepResult {
    let mut call = Call::to("/project/balance", &Value::Null);
    call.spacing = match how.as_str() {
        "with a blank after each colon and comma" => Spacing::Blanks,
        "over several lines" => Spacing::Lines,
        other => return Err(Mismatch::suite("a way to write JSON", other)),
    };
    world.make(&actor, &call).await.map(drop)
}

when!(regex r#"^(the(?: second| locked)? project) sends the body "(.*)"$"#, body);
async fn body(world: &mut World, actor: String, text: String) -> StepResult {
    let text = world.timed(&text)?;
    let call = any(world, &actor)?.in_body(text);
    world.make(&actor, &call).await.map(drop)
}

when!("{project} sends the body", body_below);
async fn body_below(world: &mut World, step: &Step, actor: ProjectName) -> StepResult {
    let text = world.below(step)?;
    let call = any(world, &actor.0)?.in_body(text);
    world.make(&actor.0, &call).await.map(drop)
}

when!(regex r#"^(the(?: second| locked)? project) sends the body "(.*)" with an API key that was never issued$"#, body_with_unknown_key);
async fn body_with_unknown_key(world: &mut World, actor: String, text: String) -> StepResult {
    let key = Some(Uuid::new_v4().to_string());
    let call = any(world, &actor)?.in_body(text).with_key(key);
    world.make(&actor, &call).await.map(drop)
}

when!(regex r#"^(the(?: second| locked)? project) sends the payload "(.*)"$"#, payload);
async fn payload(world: &mut World, actor: String, text: String) -> StepResult {
    let text = world.timed(&text)?;
    let call = any(world, &actor)?.saying(text);
    world.make(&actor, &call).await.map(drop)
}

when!("{project} sends the payload", payload_below);
async fn payload_below(world: &mut World, step: &Step, actor: ProjectName) -> StepResult {
    let text = world.below(step)?;
    let call = any(world, &actor.0)?.saying(text);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} sends to {word} the payload", payload_to);
async fn payload_to(
    world: &mut World,
    step: &Step,
    actor: ProjectName,
    path: String,
) -> StepResult {
    let text = world.below(step)?;
    world.make(&actor.0, &Call::to(&path, &Value::Null).saying(text)).await.map(drop)
}

when!("{project} sends the very same bytes again", same_bytes);
async fn same_bytes(world: &mut World, actor: ProjectName) -> StepResult {
    let sent = world.envelope.sent.clone();
    let sent = sent.ok_or_else(|| Mismatch::suite("something sent", "nothing"))?;
    world.make_bytes(&actor.0, sent).await.map(drop)
}

when!("{project} calls {word}", calls);
async fn calls(world: &mut World, actor: ProjectName, path: String) -> StepResult {
    world.call(&actor.0, &path, &Value::Null).await.map(drop)
}

when!("{project} calls {word} under that timestamp", calls_under);
async fn calls_under(world: &mut World, actor: ProjectName, path: String) -> StepResult {
    let call = Call::to(&path, &Value::Null).stamped(under_that(world)?);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} calls {word} under that timestamp with the query {string}", calls_with_query);
async fn calls_with_query(
    world: &mut World,
    actor: ProjectName,
    path: String,
    query: String,
) -> StepResult {
    let mut call = Call::to(&path, &Value::Null).stamped(under_that(world)?);
    call.query = query;
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} calls {word} by {word}", calls_by);
async fn calls_by(
    world: &mut World,
    actor: ProjectName,
    path: String,
    method: String,
) -> StepResult {
    let mut call = Call::to(&path, &Value::Null);
    call.method = method;
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} calls {word} with an API key that was never issued", calls_with_unknown_key);
async fn calls_with_unknown_key(world: &mut World, actor: ProjectName, path: String) -> StepResult {
    let call = Call::to(&path, &Value::Null).with_key(Some(Uuid::new_v4().to_string()));
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} calls {word} without an Idempotency-Key", calls_without_idempotency);
async fn calls_without_idempotency(
    world: &mut World,
    actor: ProjectName,
    path: String,
) -> StepResult {
    let call = Call::to(&path, &Value::Null).under(Idempotency::Absent);
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} sends a body of {int} bytes", large);
async fn large(world: &mut World, actor: ProjectName, size: usize) -> StepResult {
    let call = any(world, &actor.0)?.in_body(" ".repeat(size));
    world.make(&actor.0, &call).await.map(drop)
}

when!("{project} sends a payload that is not UTF-8", not_utf8);
async fn not_utf8(world: &mut World, actor: ProjectName) -> StepResult {
    let text = world.timed("{\"request_timestamp\": {now}, \"user_id\": \"?\"}")?;
    let bytes: Vec<u8> = text.bytes().map(|byte| if byte == b'?' { 0xff } else { byte }).collect();
    let call = any(world, &actor.0)?.saying(bytes);
    world.make(&actor.0, &call).await.map(drop)
}

when!(regex r#"^(the(?: second| locked)? project) sends a payload without a timestamp in the body "(.*)"$"#, stamp_beside);
async fn stamp_beside(world: &mut World, actor: String, text: String) -> StepResult {
    let text = world.timed(&text)?;
    let call = any(world, &actor)?.stamped(Stamp::Absent).in_body(text);
    world.make(&actor, &call).await.map(drop)
}
