//! Opening and closing the envelope (ER 2; 3, steps 3 to 6).

use axum::{
    body::Bytes,
    http::{HeaderMap, header},
};
use serde_json::{Value, json};

use super::{numbers, payload, refusal::RequestError};
use crate::{
    crypto::{
        derive,
        digest::Sha256,
        sealed::{self, NONCE, Reader},
    },
    gate::{Answer, Content, Received, RequestContext, single},
    log::Reason,
    rulebook::{Rulebook, er::Base64Form},
    surface::Surface,
    world::{
        Credential,
        faults::{Call, RequestedCalls},
    },
};

/// The text of the envelope.
pub(super) fn encrypted(
    rules: &Rulebook,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<String, RequestError> {
    if rules.er.transport.require_json_content_type && !is_json(headers) {
        return Err(RequestError::NoEnvelope(Reason::MediaType));
    }
    let body = numbers::read(body).map_err(|_| RequestError::NoEnvelope(Reason::BadRequest))?;
    let members = body.as_object().ok_or(RequestError::NoEnvelope(Reason::BadRequest))?;
    match members.get("encrypted") {
        None | Some(Value::Null) => Err(RequestError::NoEnvelope(Reason::EnvelopeMissing)),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(RequestError::Envelope(Reason::EnvelopeFormat)),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let sent = single(headers, header::CONTENT_TYPE.as_str()).and_then(|one| one.to_str().ok());
    let media = sent.and_then(|text| text.split(';').next()).unwrap_or("");
    media.trim().eq_ignore_ascii_case("application/json")
}

/// Plain text of an envelope, opened with the secret of the request's project.
pub(super) fn open(context: &RequestContext, encrypted: &str) -> Result<Vec<u8>, RequestError> {
    let label = context.principal().map(|principal| principal.label).unwrap_or_default();
    let secret = context.read(|world| {
        let credential = world.access.credentials.labelled(&label);
        credential.map(|credential| credential.client_secret.clone())
    });
    let opened = secret.and_then(|one| reader(context.rules()).open(one.reveal(), encrypted).ok());
    opened.ok_or(RequestError::Envelope(Reason::EnvelopeFormat))
}

/// Reader of envelopes under the rules in force.
pub(super) fn reader(rules: &Rulebook) -> Reader<'_> {
    let env = &rules.er.env;
    Reader { strict: env.base64 == Base64Form::Strict, versions: &env.versions }
}

/// Seals what is to be sealed. The nonce follows from the seed, the instant and the answer, so the
/// same answer is the same bytes and no nonce serves two answers.
pub(super) fn finish(context: &RequestContext, mut answer: Answer) -> Answer {
    let Content::ToSeal(body) = &answer.content else { return answer };
    let rules = context.rules();
    let sealed = match answer.reason() {
        Reason::Ok | Reason::Repeated => rules.er.env.encrypt_success,
        _ => rules.er.error.encrypt,
    };
    let text = body.to_string();
    let label = context.principal().map(|principal| principal.label).unwrap_or_default();
    let envelope = context.read(|world| {
        let credential = world.access.credentials.labelled(&label).filter(|_| sealed)?;
        let place = format!("answer/{}", context.now().as_microsecond());
        Some(close(credential, &world.definition.seed, rules, &place, &text))
    });
    answer.content = Content::Json(envelope.unwrap_or_else(|| body.clone()));
    answer
}

/// The envelope around a text, under the secret of a credential.
pub(super) fn close(
    credential: &Credential,
    seed: &str,
    rules: &Rulebook,
    place: &str,
    text: &str,
) -> Value {
    let mut digest = Sha256::default();
    digest.update(credential.label.as_bytes());
    digest.update([0]);
    digest.update(text.as_bytes());
    let mut nonce = [0; NONCE];
    let info = format!("er.{place}/{}", hex::encode(digest.finish()));
    derive::fill(derive::RANDOM, seed, &info, &mut nonce);
    let version = rules.er.env.versions.first().and_then(|version| u8::try_from(*version).ok());
    let version = version.unwrap_or(sealed::VERSION);
    let secret = credential.client_secret.reveal();
    json!({ "encrypted": sealed::seal(secret, version, &nonce, text.as_bytes()) })
}

/// Credential that the key of a request names.
fn named(context: &RequestContext, headers: &HeaderMap) -> Option<Credential> {
    let key = super::key::sent(headers)?;
    context.read(|world| world.access.credentials.of_token(Surface::ER, key).cloned())
}

/// Plain text of a request, opened with the secret of the project that it names.
pub(super) fn in_clear(
    context: &RequestContext,
    headers: &HeaderMap,
    received: &Received,
) -> Option<Bytes> {
    opened_with(&named(context, headers)?, context, headers, received)
}

fn opened_with(
    credential: &Credential,
    context: &RequestContext,
    headers: &HeaderMap,
    received: &Received,
) -> Option<Bytes> {
    let Received::Whole(body) = received else { return None };
    let encrypted = encrypted(context.rules(), headers, body).ok()?;
    let secret = credential.client_secret.reveal();
    reader(context.rules()).open(secret, &encrypted).ok().map(Bytes::from)
}

/// Operations and entities of a request, as far as it can be read; nothing is checked or used up.
pub(super) fn peek(
    context: &RequestContext,
    headers: &HeaderMap,
    received: &Received,
    operation: &str,
) -> RequestedCalls {
    let credential = named(context, headers);
    let entities = credential.as_ref().and_then(|credential| {
        let plain = opened_with(credential, context, headers, received)?;
        Some(payload::read(&plain).ok()?.entities())
    });
    let operation = operation.to_owned();
    let entities = entities.unwrap_or_default();
    let call = Call { operation, entities, errors: Vec::new() };
    let by = credential.map(|credential| credential.label);
    RequestedCalls { surface: Surface::ER, by, calls: vec![call] }
}
