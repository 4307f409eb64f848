//! Requests of a recorded session: what was asked, under a fresh signature, timestamp and token.

use cucumber::gherkin::Step;
use serde_json::{Map, Value, json};

use super::{actors, names::named};
use crate::{
    Mismatch, StepResult, World,
    drivers::{
        Answer,
        envelope::{Call, Idempotency, Payload},
        in_app, managed, partner,
    },
    mismatch::Class,
    world::RecordedAnswer,
};

/// Notes an answer, or that none came.
fn take(world: &mut World, answer: StepResult<Answer>) -> StepResult {
    world.recorded = match answer {
        Ok(answer) => RecordedAnswer::Whole(answer.status, answer.into_json()),
        Err(lost) if lost.class == Class::Unreachable => RecordedAnswer::Lost(lost),
        Err(other) => return Err(other),
    };
    Ok(())
}

/// Sends a body to one of the GraphQL surfaces, as it is.
async fn post(world: &mut World, by: &str, surface: &str, body: String) -> StepResult {
    let answer = if surface == "PG" {
        let partner = actors::partner(world, by).await?;
        let sent = partner.sign(&partner::Draft::body(body));
        partner.http.send_once(&sent).await
    } else {
        let user = actors::user(world, by).await?;
        let sent = user.written(&in_app::Draft::body(body)).await?;
        user.http.send_once(&sent).await
    };
    take(world, answer)
}

fn document(step: &Step) -> StepResult<&str> {
    let text = step.docstring.as_deref().ok_or_else(|| Mismatch::suite("a document", "none"))?;
    Ok(text.trim())
}

when!(regex r#"^"([^"]*)" asks (PG|AG)$"#, asks);
async fn asks(world: &mut World, step: &Step, by: String, surface: String) -> StepResult {
    let query = named(world, document(step)?).await?;
    post(world, &by, &surface, json!({ "query": query }).to_string()).await
}

when!(regex r#"^"([^"]*)" asks (PG|AG) with (\{.*\})$"#, asks_with);
async fn asks_with(
    world: &mut World,
    step: &Step,
    by: String,
    surface: String,
    variables: String,
) -> StepResult {
    let query = named(world, document(step)?).await?;
    let variables = parsed(&named(world, &variables).await?)?;
    post(world, &by, &surface, json!({"query": query, "variables": variables}).to_string()).await
}

/// A text of the feature as JSON.
pub(super) fn parsed(text: &str) -> StepResult<Value> {
    serde_json::from_str(text).map_err(|error| Mismatch::suite("JSON", error.to_string()))
}

/// The headers of a request that its sender chose: idempotency key and token.
#[derive(Default)]
struct Chosen {
    key: Option<String>,
    token: Option<String>,
}

when!(regex r#"^"([^"]*)" sends (PG|AG|ER|MC) "([A-Z]+ [^"]*)"$"#, sends);
async fn sends(
    world: &mut World,
    step: &Step,
    by: String,
    surface: String,
    place: String,
) -> StepResult {
    send(world, step, (by, surface, place), Chosen::default()).await
}

when!(regex r#"^"([^"]*)" sends (ER|MC) "([A-Z]+ [^"]*)" under the key "([^"]*)"$"#, sends_under);
async fn sends_under(
    world: &mut World,
    step: &Step,
    by: String,
    surface: String,
    place: String,
    key: String,
) -> StepResult {
    let chosen = Chosen { key: Some(key), token: None };
    send(world, step, (by, surface, place), chosen).await
}

when!(regex r#"^"([^"]*)" sends MC "([A-Z]+ [^"]*)" with the token (<[^>]*>)$"#, sends_with);
async fn sends_with(
    world: &mut World,
    step: &Step,
    by: String,
    place: String,
    token: String,
) -> StepResult {
    let chosen = Chosen { key: None, token: Some(token) };
    send(world, step, (by, "MC".to_owned(), place), chosen).await
}

when!(
    regex r#"^"([^"]*)" sends MC "([A-Z]+ [^"]*)" under the key "([^"]*)" with the token (<[^>]*>)$"#,
    sends_under_with
);
async fn sends_under_with(
    world: &mut World,
    step: &Step,
    by: String,
    place: String,
    key: String,
    token: String,
) -> StepResult {
    let chosen = Chosen { key: Some(key), token: Some(token) };
    send(world, step, (by, "MC".to_owned(), place), chosen).await
}

async fn send(
    world: &mut World,
    step: &Step,
    (by, surface, place): (String, String, String),
    mut chosen: Chosen,
) -> StepResult {
    if let Some(token) = &mut chosen.token {
        *token = named(world, token).await?;
    }
    let place = named(world, &place).await?;
    let (method, place) = place.split_once(' ').unwrap_or(("POST", &place));
    let body = match &step.docstring {
        None => Value::Null,
        Some(text) => parsed(&named(world, text).await?)?,
    };
    match surface.as_str() {
        "ER" => seal(world, &by, (method, place), (body, chosen.key)).await,
        "MC" => managed(world, &by, (method, place), (body, chosen)).await,
        _ => post(world, &by, &surface, body.to_string()).await,
    }
}

/// Calls an endpoint of the envelope surface with this payload and a fresh timestamp.
async fn seal(
    world: &mut World,
    by: &str,
    (method, place): (&str, &str),
    (body, key): (Value, Option<String>),
) -> StepResult {
    let project = actors::project(world, by).await?;
    let place = place.strip_prefix("/api/v1").unwrap_or(place);
    let (path, query) = place.split_once('?').map_or((place, ""), |(path, query)| (path, query));
    let mut payload =
        Map::from_iter([("request_timestamp".to_owned(), json!(project.clock.micros()))]);
    payload.extend(body.as_object().cloned().unwrap_or_default());
    let mut call = Call::to(path, &Value::Null);
    method.clone_into(&mut call.method);
    call.query = if query.is_empty() { String::new() } else { format!("?{query}") };
    call.payload = Payload::Bytes(Value::Object(payload).to_string().into_bytes());
    call.idempotency = key.map_or(Idempotency::Absent, Idempotency::Key);
    let sent = project.write(&call)?.sent;
    let answer = project.http.send_once(&sent).await;
    let opened = answer.and_then(|answer| {
        let status = answer.status;
        Ok((status, project.read(answer)?.payload))
    });
    world.recorded = match opened {
        Ok((status, payload)) => RecordedAnswer::Whole(status, payload),
        Err(lost) if lost.class == Class::Unreachable => RecordedAnswer::Lost(lost),
        Err(other) => return Err(other),
    };
    Ok(())
}

/// Sends a request to the managed cards surface.
async fn managed(
    world: &mut World,
    by: &str,
    (method, place): (&str, &str),
    (body, Chosen { key, token }): (Value, Chosen),
) -> StepResult {
    let caller = actors::caller(world, by).await?;
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut request = managed::Request::exactly(method, place, body);
    if let Some(token) = token {
        request = request.with(managed::Bearer::Token(token));
    } else if by == "nobody" {
        request = request.with(managed::Bearer::Absent);
    }
    if let Some(key) = key {
        request = request.under(key);
    }
    let sent = caller.write(&request).await?;
    let answer = caller.http.send_once(&sent).await;
    take(world, answer)
}
