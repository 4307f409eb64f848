//! Logins, refreshed and verified tokens (MC 5).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use serde_json::Value;

use super::{CallerName, answers::served};
use crate::{
    Mismatch, StepResult, World,
    drivers::{
        in_app::token::{altered, claim},
        managed::Tokens,
    },
    surfaces::managed::target::Credential,
};

/// The texts of the tokens that an answer shows are called `the access token of <name>` and `the
/// refresh token of <name>`.
fn note(world: &mut World, name: &str) -> StepResult {
    let shown = Tokens::shown(&world.managed_dialect(), &world.heard()?.json);
    if let Some(tokens) = shown {
        let texts = &mut world.managed.texts;
        texts.insert(format!("the access token of {name}"), tokens.access);
        if let Some(refresh) = tokens.refresh {
            texts.insert(format!("the refresh token of {name}"), refresh);
        }
    }
    Ok(())
}

when!("{caller} logs in as {string}", logs_in);
async fn logs_in(world: &mut World, actor: CallerName, name: String) -> StepResult {
    let request = world.caller(&actor.0)?.login_request()?;
    world.request_exactly(&actor.0, &request).await?;
    note(world, &name)
}

given!("{caller} has logged in as {string}", logged_in);
async fn logged_in(world: &mut World, actor: CallerName, name: String) -> StepResult {
    logs_in(world, actor, name).await?;
    served(world.heard()?).map_err(Mismatch::while_preparing)
}

/// The noted token of that name.
pub(super) fn token(world: &World, name: &str) -> StepResult<String> {
    let noted = world.managed.texts.get(name).cloned();
    noted.ok_or_else(|| Mismatch::behaviour(name.to_owned(), "no answer showed one"))
}

when!("{caller} refreshes with {string} as {string}", refreshes);
async fn refreshes(
    world: &mut World,
    actor: CallerName,
    refresh: String,
    name: String,
) -> StepResult {
    let token = token(world, &refresh)?;
    world.request(&actor.0, "token.refresh", &[("token", &token)]).await?;
    note(world, &name)
}

when!("{caller} verifies {string}", verifies);
async fn verifies(world: &mut World, actor: CallerName, name: String) -> StepResult {
    let token = token(world, &name)?;
    world.request(&actor.0, "token.verify", &[("token", &token)]).await.map(drop)
}

given!("{string} is {string} with a changed signature", changed);
fn changed(world: &mut World, name: String, original: String) -> StepResult {
    let spoilt = altered(&token(world, &original)?);
    world.managed.texts.insert(name, spoilt);
    Ok(())
}

given!("the login of {caller} is noted", login_noted);
/// The fields of a login, each as `the <field> of <caller>`.
fn login_noted(world: &mut World, actor: CallerName) -> StepResult {
    match world.caller(&actor.0)?.credential {
        Credential::Login(fields) => {
            let named = fields
                .into_iter()
                .map(|(name, value)| (format!("the {name} of {}", actor.0), value));
            world.managed.texts.extend(named);
            Ok(())
        }
        Credential::Token(_) => Err(Mismatch::missing("a login", "the target file has a token")),
    }
}

/// True when a text is three parts of base64url, joined by dots.
fn is_jwt(text: &str) -> bool {
    let parts: Vec<_> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && BASE64.decode(part).is_ok())
}

/// Every JWT that an answer shows, wherever it is, each once.
fn jwts(json: &Value) -> Vec<String> {
    let mut found = match json {
        Value::String(text) if is_jwt(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(jwts).collect(),
        Value::Object(members) => members.values().flat_map(jwts).collect(),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    };
    found.sort();
    found.dedup();
    found
}

then!("the answer shows two different JWTs", two_jwts);
fn two_jwts(world: &mut World) -> StepResult {
    let answer = world.heard()?;
    match jwts(&answer.json).len() {
        2.. => Ok(()),
        count => {
            let wanted = "two different values of three base64url parts";
            Err(Mismatch::behaviour(wanted, format!("{count} in {}", answer.summary())))
        }
    }
}

then!("a further JWT is shown (reading {string}) or none (reading {string})", further_jwt);
/// Beside the new access token another one that was not sent.
fn further_jwt(world: &mut World, rotate: String, access_only: String) -> StepResult {
    let answer = world.heard()?;
    let sent = world.managed.texts.get("the refresh token of the session");
    let shown = jwts(&answer.json);
    let new = shown.iter().filter(|token| Some(*token) != sent).count();
    let reading = match new {
        0 => return Err(Mismatch::behaviour("a new access token", answer.summary())),
        1 => access_only,
        _ => rotate,
    };
    world.found_reading(&reading);
    Ok(())
}

given!("refresh tokens are exchanged for new ones", are_exchanged);
/// Under the other reading of AMB-MC-01 there is no second refresh token to speak of.
fn are_exchanged(world: &mut World) -> StepResult {
    if world.born["readings"]["AMB-MC-01"] == "access_only" {
        return Err(Mismatch::missing(
            "a refresh that gives a refresh token",
            "AMB-MC-01: access_only",
        ));
    }
    Ok(())
}

then!("{string} has the claims of an access token", has_claims);
fn has_claims(world: &mut World, name: String) -> StepResult {
    let token = token(world, &name)?;
    let header = token.split('.').next().and_then(|part| BASE64.decode(part).ok());
    let header: Value =
        header.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let text = |name: &str| claim(&token, name).and_then(|value| value.as_str().map(str::to_owned));
    let is_time = |name: &str| claim(&token, name).is_some_and(|value| value.is_i64());
    let jti = text("jti").unwrap_or_default();
    let checks = [
        ("alg HS256", header["alg"] == "HS256"),
        ("typ JWT", header["typ"] == "JWT"),
        ("token_type access", text("token_type").as_deref() == Some("access")),
        ("exp as a whole number", is_time("exp")),
        ("iat as a whole number", is_time("iat")),
        (
            "jti of 32 hex digits",
            jti.len() == 32 && jti.bytes().all(|byte| byte.is_ascii_hexdigit()),
        ),
        ("user_id", text("user_id").is_some_and(|text| !text.is_empty())),
        ("world", text("world").is_some_and(|text| !text.is_empty())),
    ];
    match checks.into_iter().find(|(_, holds)| !holds) {
        None => Ok(()),
        Some((what, _)) => Err(Mismatch::behaviour(format!("a token with {what}"), "it has not")),
    }
}

then!("{string} and {string} differ in {word}", differ_in);
fn differ_in(world: &mut World, one: String, other: String, name: String) -> StepResult {
    let [one, other] = [claim(&token(world, &one)?, &name), claim(&token(world, &other)?, &name)];
    if one.is_some() && one != other {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("two values of {name}"), format!("{one:?} and {other:?}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tokens_are_found_wherever_an_answer_shows_them() {
        let shown =
            json!({ "data": { "a": "e30.e30.AA", "b": ["e30.e30.AQ", "e30.e30.AA"] }, "c": "x.y" });
        assert_eq!(jwts(&shown), ["e30.e30.AA", "e30.e30.AQ"]);
        assert!(!is_jwt("e30.e30.") && !is_jwt("e30.e30") && !is_jwt("a b.c.d"));
    }
}
