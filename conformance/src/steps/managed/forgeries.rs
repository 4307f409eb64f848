//! Tokens that nobody issued: changed, signed by somebody else, or not at all.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::{CallerName, tokens::token};
use crate::{Mismatch, StepResult, World, drivers::in_app::token::unsigned};

given!("the access token of {caller} is noted as {string}", noted);
async fn noted(world: &mut World, actor: CallerName, name: String) -> StepResult {
    let access = world.caller(&actor.0)?.access().await?;
    world.managed.texts.insert(name, access);
    Ok(())
}

given!("{string} is three random parts", random);
fn random(world: &mut World, name: String) -> StepResult {
    let part = || BASE64.encode(Uuid::new_v4().as_bytes());
    world.managed.texts.insert(name, format!("{}.{}.{}", part(), part(), part()));
    Ok(())
}

/// The three parts of a token.
fn parts(token: &str) -> StepResult<[&str; 3]> {
    let parts: Vec<_> = token.split('.').collect();
    parts.try_into().map_err(|_| Mismatch::precondition("a token of three parts", "another text"))
}

given!("{string} is {string} with another user", other_user);
fn other_user(world: &mut World, name: String, original: String) -> StepResult {
    let token = token(world, &original)?;
    let [header, payload, signature] = parts(&token)?;
    let claims = BASE64.decode(payload).ok();
    let claims: Option<Value> = claims.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let mut claims =
        claims.ok_or_else(|| Mismatch::precondition("claims that can be read", "none"))?;
    claims["user_id"] = json!("usr_000000000000000000000000");
    let payload = BASE64.encode(claims.to_string());
    world.managed.texts.insert(name, format!("{header}.{payload}.{signature}"));
    Ok(())
}

given!("{string} is {string} signed with another key", other_key);
fn other_key(world: &mut World, name: String, original: String) -> StepResult {
    let token = token(world, &original)?;
    let [header, payload, _] = parts(&token)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(b"a key that the target does not have")
        .map_err(|error| Mismatch::suite("a key for HMAC", error.to_string()))?;
    mac.update(format!("{header}.{payload}").as_bytes());
    let signature = BASE64.encode(mac.finalize().into_bytes());
    world.managed.texts.insert(name, format!("{header}.{payload}.{signature}"));
    Ok(())
}

given!("{string} is {string} with the algorithm none", without_algorithm);
fn without_algorithm(world: &mut World, name: String, original: String) -> StepResult {
    let forged = unsigned(&token(world, &original)?);
    world.managed.texts.insert(name, forged);
    Ok(())
}
