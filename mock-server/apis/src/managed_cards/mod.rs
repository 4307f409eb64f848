//! MC, the managed cards REST API: user tokens, card programs, cards with a balance, authorizations,
//! disputes, wallets.
//!
//! A request passes the checks of the contract in order (MC 4.2): path, method, credentials, rate
//! limit, body, idempotency key; then its operation looks up what the path names, reads the fields
//! and runs a command, whose check finds the rest. This file is that order; each check has a file of
//! its own, and each noun of the API has one for its operations.

mod adapters;
mod api;
mod authorizations;
mod call;
mod callers;
mod cards;
mod checks;
mod codes;
mod deliveries;
mod disputes;
mod doctor;
mod duties;
mod endpoint;
mod endpoints;
mod error;
mod explained;
mod faults;
mod fields;
mod formats;
mod funding;
mod idempotency;
mod ledger;
mod lifecycle;
mod log_renderer;
mod media_type;
mod openapi;
mod operations;
mod paging;
mod programs;
mod query;
mod rate_limit;
mod redaction_classes;
mod requested_calls;
mod requests;
mod route;
mod staff;
mod status_words;
mod token_check;
mod tokens;
mod values;
mod view;
mod wallets;
mod webhook_body;
mod webhook_format;

use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue, StatusCode, request::Parts};
use serde_json::{Value, json};

use crate::{
    crypto::derive,
    error_code::ErrorCode,
    gate::{Answer, BodySecrets, Content, Door, NamedFault, Received, RequestContext},
    log::{LogRenderer, Reason},
    programs::managed::commands::TellRefusal,
    rulebook::Rulebook,
    surface::Surface,
    user_token,
    world::faults::RequestedCalls,
    worlds::{Handle, Worlds},
};
use call::{Call, Outcome};
use codes::Code;
use endpoint::{Endpoint, Realm};
use error::ApiError;
use idempotency::Known;
pub use openapi::document;
use query::Query;
use route::{Route, Target};

/// The surface.
pub struct ManagedCards;

/// The surface, as the list of surfaces has it.
pub static MANAGED_CARDS: ManagedCards = ManagedCards;

impl Door for ManagedCards {
    const SURFACE: Surface = Surface::MC;
    const LOG_RENDERER: &'static dyn LogRenderer = &log_renderer::ManagedCardsLogRenderer;
    const FAULTS: &'static [NamedFault] = faults::FAULTS;

    fn secrets() -> BodySecrets {
        BodySecrets::Listed(&redaction_classes::NAMES)
    }

    fn unavailable(&self, _: &RequestContext) -> Answer {
        ApiError::of(Code::ServiceUnavailable).answer()
    }

    fn world(worlds: &Worlds, parts: &Parts) -> Option<Handle> {
        let realm = route::named(parts.uri.path(), &parts.method).map(|target| target.0.realm);
        match realm {
            Some(Realm::Public) => return None,
            Some(Realm::Staff) => {
                let named = staff::named_world(&parts.headers);
                if let Some(handle) = named.and_then(|world| worlds.get(world).ok()) {
                    return Some(handle);
                }
            }
            Some(Realm::User) | None => {}
        }
        worlds.get(&user_token::named_world(user_token::header(&parts.headers)?)?).ok()
    }

    fn world_of_body(worlds: &Worlds, parts: &Parts, body: &Received) -> Option<Handle> {
        let (endpoint, _) = route::named(parts.uri.path(), &parts.method)?;
        if endpoint.realm == Realm::Public { tokens::world_of_body(worlds, body) } else { None }
    }

    fn request_id(seed: &str, number: u64) -> Option<(HeaderName, HeaderValue)> {
        let mut bytes = [0; 12];
        derive::fill(derive::RANDOM, seed, &format!("mc.req/{number}"), &mut bytes);
        let id = HeaderValue::from_str(&format!("req_{}", hex::encode(bytes))).ok()?;
        Some((HeaderName::from_static("x-request-id"), id))
    }

    fn body_limit(rules: &Rulebook) -> usize {
        usize::try_from(rules.mc.error.max_body_bytes).unwrap_or(usize::MAX)
    }

    fn error_body(status: StatusCode, why: &str) -> (&'static str, Value) {
        let code = match status {
            StatusCode::PAYLOAD_TOO_LARGE => Code::PayloadTooLarge.word(),
            StatusCode::SERVICE_UNAVAILABLE => Code::ServiceUnavailable.word(),
            StatusCode::BAD_REQUEST => Code::ParseError.word(),
            _ => "error",
        };
        let detail = match status {
            StatusCode::SERVICE_UNAVAILABLE => Code::ServiceUnavailable.text().to_owned(),
            _ => format!("{why}."),
        };
        ("application/json", json!({ "detail": detail, "code": code }))
    }

    fn is_refused_by_head(&self, context: &RequestContext, parts: &Parts) -> bool {
        let path = route::path_of(&parts.uri, context.rules());
        match route::find(parts, &path, context.rules()) {
            Route::To((endpoint, _)) => admitted(context, endpoint, parts).is_err(),
            Route::Redirect(_) | Route::Nowhere(_) => true,
        }
    }

    fn requested_calls(
        &self,
        context: &RequestContext,
        parts: &Parts,
        body: &Received,
    ) -> RequestedCalls {
        requested_calls::look(context, parts, body)
    }

    async fn answer(&self, context: Arc<RequestContext>, parts: &Parts, body: &Received) -> Answer {
        let path = route::path_of(&parts.uri, context.rules());
        let answer = match route::find(parts, &path, context.rules()) {
            Route::To(target) => {
                context.expect(vec![target.0.name.to_owned()]);
                served(&context, target, (parts, &path), body)
            }
            Route::Redirect(location) => route::redirect(&location),
            Route::Nowhere(refused) => refused.answer(),
        };
        let done = context.refused(answer.reason());
        answer.answering(done)
    }

    fn foretold(&self, context: &RequestContext, delivery: u64) -> Option<Answer> {
        deliveries::foretold(context, delivery)
    }

    async fn delivered(&self, handle: &Handle, delivery: u64) -> Option<Answer> {
        deliveries::delivered(handle, delivery).await
    }
}

/// Lets a caller in.
fn admitted(context: &RequestContext, endpoint: &Endpoint, parts: &Parts) -> Result<(), ApiError> {
    match endpoint.realm {
        Realm::Public => Ok(()),
        Realm::User => token_check::authenticate(context, &parts.headers),
        Realm::Staff => staff::authenticate(context, &parts.headers, endpoint.name),
    }
}

/// The code of an error.
fn code_of(answer: &Answer) -> Option<String> {
    match &answer.content {
        Content::Json(body) => Some(body["code"].as_str()?.to_owned()),
        Content::ToSeal(_) | Content::Bytes(_) => None,
    }
}

/// Tells of a refused call, where a rule asks for that.
fn tell_refusal(context: &RequestContext, operation: &str, answer: &Answer) {
    let is_told = context.rules().mc.hook.emits_on_refusal && !answer.status.is_success();
    let Some(code) = code_of(answer).filter(|_| is_told) else { return };
    // Before a user is known there is nobody to whom it happened.
    let _ = context.act("refusal", &TellRefusal { operation: operation.to_owned(), code });
}

/// Answers a request to an operation: credentials and rate limit.
fn served(
    context: &RequestContext,
    target: Target<'_>,
    (parts, path): (&Parts, &str),
    body: &Received,
) -> Answer {
    if let Err(refused) = admitted(context, target.0, parts) {
        return refused.answer();
    }
    if target.0.realm != Realm::User {
        context.accept();
        return checked(context, target, (parts, path), body).unwrap_or_else(ApiError::answer);
    }
    let (headers, limit) = rate_limit::count(context);
    if limit.is_ok() {
        context.accept();
    }
    let limit = match context.strikes("rate-limited") {
        true => Err(ApiError::throttled(1)),
        false => limit,
    };
    let answer = limit.and_then(|()| checked(context, target, (parts, path), body));
    let mut answer = answer.unwrap_or_else(ApiError::answer);
    tell_refusal(context, target.0.name, &answer);
    answer.headers.extend(headers);
    answer
}

/// The checks from the body on, and the operation.
fn checked(
    context: &RequestContext,
    target: Target<'_>,
    (parts, path): (&Parts, &str),
    body: &Received,
) -> Result<Answer, ApiError> {
    let endpoint = target.0;
    if context.strikes_operation("internal-error", endpoint.name) {
        return Err(ApiError::of(Code::InternalError).because(Reason::Internal));
    }
    if context.strikes_operation("unavailable", endpoint.name) {
        return Err(ApiError::of(Code::ServiceUnavailable));
    }
    let members = media_type::read(endpoint, &parts.headers, body, context.rules())?;
    let key = match endpoint.realm {
        Realm::Public | Realm::Staff => Known::None,
        Realm::User => idempotency::look_up(context, &parts.headers, (endpoint, path), &members)?,
    };
    if let Known::Answer(answer) = key {
        return Ok(*answer);
    }
    let named = (target.1, Query::read(&parts.uri));
    let arguments = || named.1.whole(&members);
    if let Some(field) = context.refuses_argument(endpoint.name, arguments) {
        return Err(ApiError::invalid_field(&field, "Not valid."));
    }
    let call = Call::new(context, (endpoint.name, endpoint.success), named, members);
    let answer = answered((endpoint.run)(&call));
    if let Known::Free(key) = key {
        key.keep(context, endpoint, &answer);
    }
    Ok(answer)
}

fn answered(outcome: Outcome) -> Answer {
    match outcome {
        Ok(reply) => {
            let mut answer = Answer::json(reply.status, reply.body, reply.reason);
            answer.content_type = "application/json";
            answer
        }
        Err(refused) => refused.answer(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;
    use crate::gate;

    #[test]
    fn refusals_of_the_server_itself_have_ids_as_well() {
        let id = || {
            let refused = gate::refusal::<ManagedCards>(StatusCode::SERVICE_UNAVAILABLE, "full");
            refused.headers()["x-request-id"].to_str().unwrap().to_owned()
        };
        let (one, other) = (id(), id());
        assert!(one.starts_with("req_") && one.len() == 28, "{one}");
        assert_ne!(one, other);
    }
}
