//! ER, the encrypted-envelope API: `POST /api/v1/…`, a sealed body under a key that the `API-KEY`
//! header names.
//!
//! A request passes the checks of the contract in order (ER 3): path, method, size, key, access,
//! envelope, payload, timestamp, replay; what fails there is answered in clear. From then on every
//! answer is sealed, errors included. This file is that order; each check has a file of its own,
//! and each noun of the API has one for its endpoints.

mod api;
mod call;
mod cardholders;
mod cards;
mod checks;
mod details;
mod doctor;
mod duties;
mod endpoints;
mod explained;
mod faults;
mod fields;
mod formats;
mod freeze;
mod key;
mod log_renderer;
mod master;
mod numbers;
mod openapi;
mod orders;
mod payload;
mod products;
mod raw;
mod redaction_classes;
mod refusal;
mod replay;
mod requests;
mod seal;
mod slugs;
mod stamp;
mod topup;
mod transactions;
mod users;
mod values;
mod webhook_format;
mod webhooks;

use std::sync::Arc;

use axum::http::{HeaderMap, Method, StatusCode, request::Parts};
use serde_json::{Value, json};

use crate::{
    gate::{self, Answer, BodySecrets, Content, Door, NamedFault, Received, RequestContext},
    log::{LogRenderer, Reason},
    rulebook::Rulebook,
    surface::Surface,
    world::faults::RequestedCalls,
    worlds::{Handle, Worlds},
};
use call::Call;
use endpoints::Endpoint;
use fields::Fields;
pub use openapi::document;
use refusal::{OperationError, RequestError};
use slugs::Slug;

/// The path below which the surface answers.
const PATH: &str = "/api/v1";

/// The surface.
pub struct Envelope;

/// The surface, as the list of surfaces has it.
pub static ENVELOPE: Envelope = Envelope;

/// The largest body that the contract allows, in bytes.
const MAX_BODY: usize = 1_048_576;

impl Door for Envelope {
    const SURFACE: Surface = Surface::ER;
    const LOG_RENDERER: &'static dyn LogRenderer = &log_renderer::EnvelopeLogRenderer;
    const FAULTS: &'static [NamedFault] = faults::FAULTS;

    fn secrets() -> BodySecrets {
        BodySecrets::Listed(&redaction_classes::NAMES)
    }

    fn unavailable(&self, _: &RequestContext) -> Answer {
        let said = OperationError::of(Slug::InternalError);
        sealed(said.status(), said.body(), said.slug.into())
    }

    fn world(worlds: &Worlds, parts: &Parts) -> Option<Handle> {
        worlds.of_token(Self::SURFACE, key::sent(&parts.headers)?)
    }

    fn body_limit(rules: &Rulebook) -> usize {
        usize::try_from(rules.http.max_body_bytes).unwrap_or(MAX_BODY).min(MAX_BODY)
    }

    fn error_body(status: StatusCode, _: &str) -> (&'static str, Value) {
        let error = status.canonical_reason().unwrap_or_default();
        ("application/json", json!({ "error": error }))
    }

    fn is_refused_by_head(&self, context: &RequestContext, parts: &Parts) -> bool {
        by_head(context, parts).and_then(|_| admitted(context, parts)).is_err()
    }

    fn requested_calls(
        &self,
        context: &RequestContext,
        parts: &Parts,
        body: &Received,
    ) -> RequestedCalls {
        let operation = Endpoint::at(parts.uri.path()).map_or("", |endpoint| endpoint.path);
        seal::peek(context, &parts.headers, body, operation)
    }

    async fn answer(&self, context: Arc<RequestContext>, parts: &Parts, body: &Received) -> Answer {
        checked(&context, parts, body).unwrap_or_else(|refused| {
            let answer = refused.answer(context.rules());
            let reason = answer.reason();
            answer.answering(context.refused(reason))
        })
    }

    fn in_clear(&self, context: &RequestContext, parts: &Parts, body: &Received) -> Received {
        seal::in_clear(context, &parts.headers, body).map_or(Received::Unread, Received::Whole)
    }

    fn finish(&self, context: &RequestContext, answer: Answer) -> Answer {
        seal::finish(context, answer)
    }
}

/// The endpoint that a request names.
fn by_head(context: &RequestContext, parts: &Parts) -> Result<&'static Endpoint, RequestError> {
    let endpoint = Endpoint::at(parts.uri.path()).ok_or(RequestError::Path)?;
    context.expect(vec![endpoint.path.to_owned()]);
    if parts.method == Method::POST { Ok(endpoint) } else { Err(RequestError::Method) }
}

/// Lets a caller in whose body can be read.
fn admitted(context: &RequestContext, parts: &Parts) -> Result<(), RequestError> {
    key::admit(context, &parts.headers)?;
    if gate::is_encoded(&parts.headers) { Err(RequestError::Encoding) } else { Ok(()) }
}

/// The checks, in order.
fn checked(
    context: &RequestContext,
    parts: &Parts,
    body: &Received,
) -> Result<Answer, RequestError> {
    let endpoint = by_head(context, parts)?;
    if matches!(body, Received::TooLarge) {
        return Err(RequestError::TooLarge);
    }
    admitted(context, parts)?;
    // Unread although the caller is let in: he was not yet when the head came.
    let Received::Whole(body) = body else { return Err(RequestError::Unread) };
    let plain = match context.is_repeated() {
        // The record holds what was inside.
        true => body.to_vec(),
        false => seal::open(context, &seal::encrypted(context.rules(), &parts.headers, body)?)?,
    };
    let payload = payload::read(&plain)?;
    let stamp = stamp::read(&payload, context.rules(), context.auth_time())?;
    let slot = replay::slot(context, endpoint.path, &stamp, &payload);
    let late = context.rules().er.replay.slot_on_success_only;
    match late {
        true => replay::check(context, &slot)?,
        false => replay::take(context, slot)?,
    }
    context.accept_plain(plain.into());
    let answer = answered(context, endpoint, &parts.headers, payload.fields());
    if late && answer.status.is_success() {
        replay::take(context, slot)?;
    }
    Ok(answer)
}

/// Answer of an operation, not sealed yet.
fn answered(
    context: &RequestContext,
    endpoint: &Endpoint,
    headers: &HeaderMap,
    fields: Fields,
) -> Answer {
    let call = Call::new(context, endpoint.path, headers, fields);
    let outcome = match call.strikes("internal-error") {
        true => Err(OperationError::of(Slug::InternalError)),
        false => {
            let keyed = call.holds(checks::KEY_GIVEN, call.require_key());
            let refused = context.refuses_argument(endpoint.path, || call.fields.whole());
            keyed.and_then(|()| match refused {
                Some(field) => Err(OperationError::invalid(&field, "is not valid")),
                None => call.judge_fields((endpoint.run)(&call)),
            })
        }
    };
    let (status, body, reason) = match outcome {
        Ok(reply) => (StatusCode::OK, reply.body, reply.reason),
        Err(said) => (said.status(), said.body(), said.slug.into()),
    };
    context.note(endpoint.path, None, reason);
    sealed(status, body, reason).answering(context.done())
}

/// An answer that is to be sealed.
fn sealed(status: StatusCode, body: Value, reason: Reason) -> Answer {
    let mut answer = Answer::json(status, Value::Null, reason);
    answer.content_type = "application/json";
    answer.content = Content::ToSeal(body);
    answer
}
