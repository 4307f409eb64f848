//! Encryption sessions.

use serde_json::Value;

use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    checks::graphql::refusal,
    drivers::graphql::session_key::{Session, TextForm},
};

const OPEN: &str = "mutation { generateEncryptionKeys { sessionId key iv } }";

/// A fresh session; its answer is not remembered as the last one.
pub(in crate::steps) async fn open_session(world: &World, actor: &str) -> StepResult<Session> {
    let answer = world.query(actor, OPEN, &Value::Null).await?;
    answer
        .result("generateEncryptionKeys")
        .and_then(Session::read)
        .ok_or_else(|| Mismatch::behaviour("a session with id, key and iv", answer.summary()))
}

given!("{actor} opened the session {string}", opened);
async fn opened(world: &mut World, actor: Actor, name: String) -> StepResult {
    let session = open_session(world, &actor.0).await?;
    world.graphql.sessions.name(name, session);
    Ok(())
}

when!("{actor} opens the session {string}", opens);
async fn opens(world: &mut World, actor: Actor, name: String) -> StepResult {
    let answer = world.ask(&actor.0, OPEN, &Value::Null).await?;
    match answer.result("generateEncryptionKeys").and_then(Session::read) {
        Some(session) => world.graphql.sessions.name(name, session),
        None => world.graphql.sessions.missed(name, answer.summary()),
    }
    Ok(())
}

then!("the session {string} has an id, a key and an iv", has_parts);
fn has_parts(world: &mut World, name: String) -> StepResult {
    let session = world.graphql.sessions.get(&name)?;
    for (part, text) in [("sessionId", &session.id), ("key", &session.key), ("iv", &session.iv)] {
        if text.is_empty() {
            return Err(Mismatch::behaviour(format!("a {part}"), "an empty text"));
        }
    }
    Ok(())
}

then!("the sessions {string} and {string} differ in id and key", differ);
fn differ(world: &mut World, first: String, second: String) -> StepResult {
    let (first, second) =
        (world.graphql.sessions.get(&first)?, world.graphql.sessions.get(&second)?);
    if first.id != second.id && first.key != second.key {
        return Ok(());
    }
    let what = if first.id == second.id { "one id" } else { "one key" };
    Err(Mismatch::behaviour("two ids and two keys", format!("{what} twice")))
}

then!("the key of the session {string} is {int} bytes in base64", key_length);
fn key_length(world: &mut World, name: String, length: usize) -> StepResult {
    is_base64_of(&world.graphql.sessions.get(&name)?.key, length)
}

then!("the iv of the session {string} is {int} bytes in base64", iv_length);
fn iv_length(world: &mut World, name: String, length: usize) -> StepResult {
    is_base64_of(&world.graphql.sessions.get(&name)?.iv, length)
}

fn is_base64_of(text: &str, length: usize) -> StepResult {
    match TextForm::Base64.read(text) {
        Some(bytes) if bytes.len() == length => Ok(()),
        Some(bytes) => {
            Err(Mismatch::behaviour(format!("{length} bytes"), format!("{} bytes", bytes.len())))
        }
        None => Err(Mismatch::behaviour("padded base64", "another form")),
    }
}

then!("{word} finds the session expired", expired);
fn expired(world: &mut World, field: String) -> StepResult {
    let answer = world.answer()?;
    let told = refusal::reason(answer, &field).is_ok_and(|text| text.contains("session expired"));
    let success = answer.result(&field).is_some_and(|result| result["success"] == true);
    let secret = answer.result(&field).is_some_and(|result| {
        ["encryptedPin", "encryptedSecrets"]
            .iter()
            .any(|name| result.get(*name).is_some_and(|value| !value.is_null()))
    });
    if told && !success && !secret {
        return Ok(());
    }
    Err(Mismatch::behaviour("session expired, and nothing encrypted", answer.summary()))
}
