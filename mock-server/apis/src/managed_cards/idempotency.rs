//! Idempotency keys (MC 15.1): the same key with the same body gets the first answer again.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, StatusCode},
};
use jiff::SignedDuration;
use serde_json::{Map, Value};

use super::{codes::Code, endpoint::Endpoint, error::ApiError};
use crate::{
    gate::{Answer, Content, RequestContext},
    log::Reason,
    world::{
        access::{KeptAnswer, Nonce},
        commands::KeepAnswer,
    },
};

/// Header of the key.
pub(super) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Header of an answer that is given again.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// Most characters of a key.
const LONGEST: usize = 255;

/// A key that is free, and the request that takes it.
pub(super) struct FreeKey {
    key: Nonce,
    request: Nonce,
}

/// The meaning of an idempotency key.
pub(super) enum Known {
    /// No key, or one that the operation ignores.
    None,
    /// Nobody has used the key.
    Free(FreeKey),
    /// The first answer.
    Answer(Box<Answer>),
}

/// The key of a request: refused for its form, or because it was used with another body.
pub(super) fn look_up(
    context: &RequestContext,
    headers: &HeaderMap,
    (endpoint, path): (&Endpoint, &str),
    body: &Map<String, Value>,
) -> Result<Known, ApiError> {
    let rules = &context.rules().mc.idempotency;
    let mut keys = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(key) = keys.next().filter(|_| !endpoint.is_get()) else { return Ok(Known::None) };
    let bytes = key.as_bytes();
    let is_formed = (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic);
    if !is_formed || keys.next().is_some() {
        return Err(ApiError::of(Code::InvalidIdempotencyKey));
    }
    if rules.skip_operations.iter().any(|name| name == endpoint.name) {
        return Ok(Known::None);
    }
    let caller = context.principal().map(|principal| principal.label).unwrap_or_default();
    let scope = if rules.scope_user { caller.as_str() } else { "" };
    let key = Nonce::of(&[scope.as_bytes(), path.as_bytes(), bytes]);
    let request = Nonce::of(&[canonical(body).as_bytes()]);
    let now = context.now();
    let kept = context.read(|world| world.access.kept_answers.get(key, now).cloned());
    match kept {
        None => Ok(Known::Free(FreeKey { key, request })),
        Some(kept) if kept.request != request && rules.checks_body => {
            Err(ApiError::of(Code::IdempotencyKeyConflict))
        }
        Some(kept) => Ok(Known::Answer(Box::new(again(kept)))),
    }
}

/// The first answer, byte for byte.
fn again(kept: KeptAnswer) -> Answer {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut answer = Answer::json(status, Value::Null, Reason::Repeated);
    answer.content_type = "application/json";
    answer.content = Content::Bytes(Bytes::from(kept.body));
    answer.with_header(REPLAYED, "true")
}

impl FreeKey {
    /// Keeps an answer under the key; a refusal leaves the key free.
    pub(super) fn keep(self, context: &RequestContext, endpoint: &Endpoint, answer: &Answer) {
        let rules = &context.rules().mc.idempotency;
        let Content::Json(body) = &answer.content else { return };
        if !answer.status.is_success() && !rules.keeps_refusals {
            return;
        }
        let until = context.now().checked_add(SignedDuration::from_millis(rules.ttl_ms));
        let answer = KeptAnswer {
            request: self.request,
            status: answer.status.as_u16(),
            body: body.to_string(),
            at: context.now(),
            until: until.unwrap_or(jiff::Timestamp::MAX),
        };
        // The operation has changed the world, so a full journal takes this too; where it has not,
        // the key stays free.
        let operation = format!("{}.keep", endpoint.name);
        let _ = context.act(&operation, &KeepAnswer { key: self.key, answer });
    }
}

/// JSON in one form, whatever the order of its members and the spelling of its numbers (RFC 8785).
fn canonical(members: &Map<String, Value>) -> String {
    serde_json_canonicalizer::to_string(members).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(value: &Value) -> String {
        canonical(value.as_object().unwrap())
    }

    #[test]
    fn the_order_of_members_does_not_matter() {
        let one = json!({"b": [{"y": 1, "x": "2"}], "a": null});
        let two = json!({"a": null, "b": [{"x": "2", "y": 1.0}]});
        assert_eq!(of(&one), of(&two));
        assert_ne!(of(&json!({"a": [1, 2]})), of(&json!({"a": [2, 1]})));
        assert_ne!(of(&json!({"a": "1"})), of(&json!({"a": 1})));
    }
}
