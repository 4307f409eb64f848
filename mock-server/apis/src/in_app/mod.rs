//! AG, the in-app GraphQL API: `POST /graphql` (user token, one schema of Hasura-style tables and
//! card operations), and subscriptions over WebSocket at the same path (`live`). The caller is a person, who sees and acts on own things only.
//!
//! A request passes the checks of the contract in order (AG 1.4): method, token, size, media type,
//! JSON, parsing, validation, ownership, sessions, and then executes. This file is that order; each
//! check has a file of its own. The cards and their rules are those that PG has too.

mod api;
mod auth;
mod callers;
mod doctor;
mod duties;
mod events;
mod execute;
mod explained;
mod faults;
mod live;
mod log_renderer;
mod mutations;
mod names;
mod organization_key;
mod ownership;
mod partner_signature;
mod query;
mod rate;
mod redaction_classes;
mod refusal;
mod requested_calls;
mod schema;
mod types;

use std::sync::{Arc, LazyLock};

use axum::http::{HeaderMap, Method, StatusCode, request::Parts};
use serde_json::{Value, json};

use crate::{
    accept,
    card_graphql::{DocumentError, calls, check_media_type, is_subscription, read_body},
    gate::{Answer, BodySecrets, Content, Done, Door, NamedFault, Received, RequestContext},
    graphql::{self, Exemption, Prepared},
    log::{LogRenderer, Reason},
    rulebook::Rulebook,
    surface::Surface,
    world::faults::RequestedCalls,
    worlds::{Handle, Worlds},
};
use live::SocketStep;
use refusal::RequestError;
use schema::EXECUTOR;

/// The path at which the surface answers.
const PATH: &str = "/graphql";

/// The path of the event stream.
const EVENTS: &str = "/graphql/events";

/// The surface.
pub struct InApp;

/// The surface, as the list of surfaces has it.
pub static IN_APP: InApp = InApp;

impl InApp {
    /// The schema under the default readings, in the schema definition language.
    pub fn sdl() -> String {
        EXECUTOR.default_sdl().to_owned()
    }
}

impl Door for InApp {
    const SURFACE: Surface = Surface::AG;
    const LOG_RENDERER: &'static dyn LogRenderer = &log_renderer::InAppLogRenderer;
    const FAULTS: &'static [NamedFault] = faults::FAULTS;

    fn secrets() -> BodySecrets {
        BodySecrets::Document(&redaction_classes::NAMES)
    }

    fn unavailable(&self, context: &RequestContext) -> Answer {
        RequestError::Unavailable.answer(context.rules())
    }

    fn world(worlds: &Worlds, parts: &Parts) -> Option<Handle> {
        let named = || worlds.get(&auth::named_world(auth::header(&parts.headers)?)?).ok();
        // A handshake takes no credential, so it belongs to the world that judges it without one.
        let of_handshake = || match parts.extensions.get::<SocketStep>() {
            Some(SocketStep::Upgrade(_)) => {
                let wanted = parts.headers.get("sandbox-world");
                worlds.fallback(wanted.and_then(|value| value.to_str().ok()))
            }
            Some(SocketStep::Connect | SocketStep::Operation(_)) | None => None,
        };
        named().or_else(of_handshake)
    }

    fn body_limit(rules: &Rulebook) -> usize {
        usize::try_from(rules.http.max_body_bytes).unwrap_or(usize::MAX)
    }

    fn error_body(status: StatusCode, why: &str) -> (&'static str, Value) {
        let error = status.canonical_reason().unwrap_or_default();
        ("application/json; charset=utf-8", json!({ "error": error, "description": why }))
    }

    fn is_refused_by_head(&self, context: &RequestContext, parts: &Parts) -> bool {
        let check = if parts.uri.path() == EVENTS { check_stream_method } else { check_method };
        check(parts).is_err() || identify(context, &parts.headers).is_err()
    }

    fn requested_calls(
        &self,
        context: &RequestContext,
        parts: &Parts,
        body: &Received,
    ) -> RequestedCalls {
        let mut requested =
            requested_calls::look(&EXECUTOR.judge(context.rules()).documents, context, parts, body);
        if let Some(names) = EXECUTOR.renaming(context.rules()) {
            for call in &mut requested.calls {
                call.operation = names.own(&call.operation).to_owned();
            }
        }
        requested
    }

    async fn answer(&self, context: Arc<RequestContext>, parts: &Parts, body: &Received) -> Answer {
        let answer = match checked(&context, parts, body).await {
            Ok(answer) => answer,
            Err(refused) => {
                let answer = refused.answer(context.rules());
                let done = match context.refused(answer.reason()) {
                    done if done.is_empty() => named(&context, body, answer.reason()),
                    done => done,
                };
                answer.answering(done)
            }
        };
        typed(answer, parts)
    }
}

async fn checked(
    context: &Arc<RequestContext>,
    parts: &Parts,
    body: &Received,
) -> Result<Answer, RequestError> {
    if parts.uri.path() == EVENTS {
        return stream(context, parts);
    }
    check_method(parts)?;
    let socket = parts.extensions.get::<SocketStep>();
    if let Some(name) = socket.and_then(SocketStep::name) {
        context.expect(vec![name.to_owned()]);
    }
    if let Some(SocketStep::Upgrade(offer)) = socket {
        return live::upgrade(context, offer);
    }
    identify(context, &parts.headers)?;
    rate::check(context)?;
    if let Some(SocketStep::Connect) = socket {
        return Ok(live::acknowledged(context));
    }
    let raw: &[u8] = match body {
        Received::Whole(bytes) => bytes,
        Received::TooLarge => return Err(RequestError::TooLarge),
        // The token was let in again while the request waited.
        Received::Unread => return Err(RequestError::Unread),
    };
    if auth::header(&parts.headers).is_none_or(str::is_empty) {
        partner_signature::check(context, &parts.headers, raw)?;
    }
    context.accept();
    if socket.is_none() {
        check_media_type(&parts.headers)?;
    }
    let posted = read_body(raw)?;
    let rules = context.rules();
    let prepared = EXECUTOR.judge(rules).documents.read(&posted.query).map_err(|unread| {
        let (_, excess) = graphql::too_large(&posted.query, NO_EXEMPTION);
        DocumentError::unread(unread, excess, &EXECUTOR, rules)
    })?;
    match socket {
        Some(SocketStep::Operation(slot)) if is_subscription(&posted, &prepared) => {
            context.begin_something();
            live::begin(context, slot, &posted, &prepared).await
        }
        _ => execute::run(context, posted, &prepared).await,
    }
}

/// A request for the event stream, which goes on after this answer.
fn stream(context: &RequestContext, parts: &Parts) -> Result<Answer, RequestError> {
    context.expect(vec![live::STREAM.to_owned()]);
    check_stream_method(parts)?;
    identify(context, &parts.headers)?;
    rate::check(context)?;
    if !context.has_room_for_stream() {
        return Err(RequestError::RateLimited { retry_after_s: rate::RETRY_AFTER });
    }
    context.note(live::STREAM, None, Reason::Ok);
    let mut answer = Answer::json(StatusCode::OK, Value::Null, Reason::Ok);
    answer.content_type = "text/event-stream";
    answer.content = Content::Bytes(Default::default());
    Ok(answer.answering(context.done()))
}

fn check_stream_method(parts: &Parts) -> Result<(), RequestError> {
    if parts.method == Method::GET { Ok(()) } else { Err(RequestError::StreamMethod) }
}

/// The caller must be known by its token, and by the key of its organization where that is asked
/// for.
fn identify(context: &RequestContext, headers: &HeaderMap) -> Result<(), RequestError> {
    auth::authenticate(context, headers)?;
    organization_key::check(context, headers)
}

/// The operations of a request that was refused before they were looked at, all answered for one
/// reason.
fn named(context: &RequestContext, body: &Received, reason: Reason) -> Vec<Done> {
    let calls = calls(&EXECUTOR.judge(context.rules()).documents, body, only_introspects);
    let operations = calls.into_iter().map(|call| call.operation);
    let names = EXECUTOR.renaming(context.rules());
    let own =
        |name: String| names.map_or_else(|| name.clone(), |names| names.own(&name).to_owned());
    let named = operations.filter(|operation| !operation.is_empty()).map(own);
    named.map(|operation| Done { operation, key: None, reason }).collect()
}

/// Whether a document asks about the schema alone; the log and deviations call it introspection.
fn only_introspects(prepared: &Prepared) -> bool {
    static ROOTS: LazyLock<[String; 2]> =
        LazyLock::new(|| ["__schema", "__type"].map(ToOwned::to_owned));
    let exemption = Exemption { fields: &*ROOTS, ..NO_EXEMPTION };
    graphql::only_introspects(&prepared.document, exemption)
}

/// Introspection is exempt from nothing here: it needs a token like everything else (AG 1.3).
const NO_EXEMPTION: Exemption<'static> =
    Exemption { fields: &[], all: true, any_operation: false, follow_fragments: true };

fn check_method(parts: &Parts) -> Result<(), RequestError> {
    match parts.method {
        Method::POST => Ok(()),
        _ if parts.extensions.get::<SocketStep>().is_some() => Ok(()),
        Method::GET => Err(RequestError::UpgradeRequired),
        _ => Err(RequestError::Method),
    }
}

/// The content type that the client asked for (AG 1.2). A plain refusal is no GraphQL response.
fn typed(mut answer: Answer, parts: &Parts) -> Answer {
    let responds = match &answer.content {
        Content::Json(body) => body.get("data").or(body.get("errors")).is_some(),
        Content::Bytes(_) | Content::ToSeal(_) => true,
    };
    if responds && accept::names(&parts.headers, "application/graphql-response+json") {
        answer.content_type = "application/graphql-response+json; charset=utf-8";
    }
    answer
}
