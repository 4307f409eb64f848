//! The two layers of authentication: API key and signature, with replay protection (PG 3).

use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde_json::Value;

use super::refusal::RequestError;
use crate::{
    crypto::signature,
    gate::{RequestContext, single},
    log::Reason,
    rulebook::{BodyForm, CheckOrder, Remember, ReplayKey, Rulebook, SecretOf, TimestampUnit},
    surface::Surface,
    world::{
        Credential, KeyFault,
        access::{AlreadyClaimed, Claim, Nonce},
    },
};

/// Header of the `api_token`.
pub(super) const API_KEY: &str = "x-agio-api-key";
/// Header of the timestamp.
pub(super) const TIMESTAMP: &str = "x-agio-timestamp";
/// Header of the signature.
pub(super) const SIGNATURE: &str = "x-agio-signature";

/// Layer 1: the key must be live. From here on the request acts as its partner.
pub(super) fn key(context: &RequestContext, headers: &HeaderMap) -> Result<(), RequestError> {
    if context.acts_as_recorded() {
        return Ok(());
    }
    let refuse = |reason| Err(RequestError::Unauthorized(reason));
    let token = text(headers, API_KEY).filter(|token| !token.is_empty());
    // Two keys are no key that anybody has, whatever they are.
    let twice = headers.contains_key(API_KEY) && single(headers, API_KEY).is_none();
    if twice {
        return Err(RequestError::Unauthorized(Reason::KeyUnknown));
    }
    context
        .read(|world| {
            let credentials = &world.access.credentials;
            let credential = match token {
                Some(token) if context.is_identified() => credentials.of_token(Surface::PG, token),
                Some(_) => None,
                None if !context.rules().auth.require_api_key => credentials.first(Surface::PG),
                None => return refuse(Reason::KeyMissing),
            };
            let Some(credential) = credential else { return refuse(Reason::KeyUnknown) };
            match credentials.judge(credential, context.rules(), context.now()) {
                Ok(()) => Ok(world.acting_as(credential)),
                Err(KeyFault::Revoked) => refuse(Reason::KeyRevoked),
                Err(KeyFault::Expired) => refuse(Reason::KeyExpired),
                Err(KeyFault::Environment) => refuse(Reason::KeyEnvironment),
            }
        })
        .map(|principal| context.act_as(principal))
}

/// Layer 2: timestamp, signature, and that the request was not seen before.
pub(super) fn signature(
    context: &RequestContext,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), RequestError> {
    if context.is_repeated() {
        return match context.strikes("nonce-store-503") {
            true => Err(RequestError::NonceStore),
            false => context.claim_recorded().map_err(replayed),
        };
    }
    let rules = context.rules();
    let timestamp = text(headers, TIMESTAMP);
    let signed = text(headers, SIGNATURE);
    if !rules.auth.require_signature && (timestamp.is_none() || signed.is_none()) {
        return Ok(());
    }
    let nonce = nonce(context, timestamp.unwrap_or(""), signed.unwrap_or(""), body);
    let in_window = || check_timestamp(timestamp, rules, context.auth_time());
    let matches = || check_signature(context, timestamp.unwrap_or(""), signed, body);
    if rules.replay.remember == Remember::Received {
        take(context, nonce)?;
    }
    match rules.auth.check_order {
        CheckOrder::TimestampFirst => in_window().and_then(|()| matches())?,
        CheckOrder::SignatureFirst => matches().and_then(|()| in_window())?,
    }
    if rules.replay.remember == Remember::Accepted { take(context, nonce) } else { Ok(()) }
}

/// The text of a header that stands there once.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    single(headers, name)?.to_str().ok()
}

/// Decimal digits only, and near the clock.
fn check_timestamp(
    timestamp: Option<&str>,
    rules: &Rulebook,
    now: Timestamp,
) -> Result<(), RequestError> {
    let refused = RequestError::Unauthorized(Reason::Timestamp);
    let digits = timestamp.filter(|text| {
        (1..=16).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && !text.starts_with('0')
    });
    let sent: i64 = digits.and_then(|text| text.parse().ok()).ok_or(refused.clone())?;
    // Both sides count whole milliseconds: the edges belong to the window.
    let now = now.as_millisecond();
    let near =
        |sent: i64| sent.saturating_sub(now).saturating_abs() <= rules.auth.timestamp_window_ms;
    let seconds_too = rules.auth.timestamp_unit == TimestampUnit::SecondsToo;
    if near(sent) || (seconds_too && near(sent.saturating_mul(1000))) {
        Ok(())
    } else {
        Err(refused)
    }
}

fn check_signature(
    context: &RequestContext,
    timestamp: &str,
    signed: Option<&str>,
    body: &[u8],
) -> Result<(), RequestError> {
    let rules = context.rules();
    let refused = || RequestError::Unauthorized(Reason::Signature);
    let digest = signed.and_then(|text| read_digest(text, rules)).ok_or_else(refused)?;
    if !rules.sign.verify {
        return Ok(());
    }
    let principal = context.context("").principal;
    let matches = context.read(|world| {
        let credentials = &world.access.credentials;
        let own = |credential: &&Credential| {
            (rules.sign.secret_of == SecretOf::AnyPartner
                && credential.holder.surface() == Surface::PG)
                || credential.label == principal.label
        };
        credentials.iter().filter(own).any(|credential| {
            let secret = credential.client_secret.reveal().as_bytes();
            verifies(secret, timestamp, body, &digest, rules)
        })
    });
    if matches { Ok(()) } else { Err(refused()) }
}

/// The digest in one of the text forms that are read: 64 lower-case hex digits, by default.
fn read_digest(text: &str, rules: &Rulebook) -> Option<[u8; 32]> {
    let lower = |text: &str| !text.bytes().any(|byte| byte.is_ascii_uppercase());
    rules.sign.encodings.iter().find_map(|form| match form.as_str() {
        "hex" if text.len() == 64 && lower(text) => hex::decode(text).ok()?.try_into().ok(),
        "base64" => STANDARD.decode(text).ok()?.try_into().ok(),
        _ => None,
    })
}

fn verifies(
    secret: &[u8],
    timestamp: &str,
    body: &[u8],
    digest: &[u8; 32],
    rules: &Rulebook,
) -> bool {
    let compact = || {
        let value: Option<Value> = serde_json::from_slice(body).ok();
        value.map(|value| value.to_string().into_bytes())
    };
    let mut bodies = Vec::with_capacity(2);
    match rules.sign.body {
        BodyForm::Raw => bodies.push(body.to_vec()),
        BodyForm::CanonicalToo => {
            bodies.extend([Some(body.to_vec()), compact()].into_iter().flatten());
        }
        BodyForm::Canonical => bodies.extend(compact()),
    }
    bodies.iter().any(|body| {
        let over = |parts: &[&[u8]]| signature::same(&signature::digest(secret, parts), digest);
        over(&[timestamp.as_bytes(), rules.sign.separator.as_bytes(), body])
            || (!rules.sign.cover_timestamp && over(&[body]))
    })
}

fn nonce(context: &RequestContext, timestamp: &str, signed: &str, body: &[u8]) -> Nonce {
    let principal = context.context("").principal;
    let token = principal.label.as_bytes();
    match context.rules().replay.key {
        ReplayKey::Full => Nonce::of(&[token, timestamp.as_bytes(), signed.as_bytes()]),
        ReplayKey::Timestamp => Nonce::of(&[token, timestamp.as_bytes()]),
        ReplayKey::Body => Nonce::of(&[token, body]),
    }
}

fn take(context: &RequestContext, nonce: Nonce) -> Result<(), RequestError> {
    if context.strikes("nonce-store-503") {
        context.accept();
        return Err(RequestError::NonceStore);
    }
    let claim = Claim::Nonce { digest: nonce, at: context.auth_time() };
    context.claim(claim).map_err(replayed)
}

fn replayed(_: AlreadyClaimed) -> RequestError {
    RequestError::Unauthorized(Reason::Replay)
}
