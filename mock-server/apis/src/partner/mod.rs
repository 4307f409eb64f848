//! PG, the Partner Card GraphQL API: `POST /partner/cards/graphql` (API key, HMAC, one schema of
//! Hasura-style tables and card operations).
//!
//! A request passes the checks of the contract in order (PG 2.3): key, size, introspection
//! exemption, timestamp, signature, nonce, content type, parsing, validation, permission, and then
//! executes. This file is that order; each check has a file of its own.

mod api;
mod auth;
mod callers;
mod doctor;
mod duties;
mod execute;
mod explained;
mod explorer;
mod faults;
mod introspection;
#[cfg(test)]
mod introspection_price;
mod log_renderer;
mod mutations;
mod permissions;
mod preconditions;
mod query;
mod reading;
mod redaction_classes;
mod refusal;
mod requested_calls;
mod schema;
mod types;

use std::sync::Arc;

use async_graphql::Variables;
use axum::http::{Method, StatusCode, request::Parts};
use serde_json::{Value, json};

use crate::{
    accept,
    card_graphql::{DocumentError, check_media_type, judged_for_exemption, read_body},
    gate::{Answer, BodySecrets, Content, Done, Door, NamedFault, Received, RequestContext},
    graphql::{self, Unread},
    log::{LogRenderer, Reason},
    rulebook::{IntroCredential, Rulebook},
    surface::Surface,
    world::faults::RequestedCalls,
    worlds::{Handle, Worlds},
};
use refusal::RequestError;
use schema::EXECUTOR;

/// The path at which the surface answers.
const PATH: &str = "/partner/cards/graphql";

/// The surface.
pub struct Partner;

/// The surface, as the list of surfaces has it.
pub static PARTNER: Partner = Partner;

impl Partner {
    /// The schema under the default readings, in the schema definition language.
    pub fn sdl() -> String {
        schema::default_sdl().to_owned()
    }
}

impl Door for Partner {
    const SURFACE: Surface = Surface::PG;
    const LOG_RENDERER: &'static dyn LogRenderer = &log_renderer::PartnerLogRenderer;
    const FAULTS: &'static [NamedFault] = faults::FAULTS;

    fn secrets() -> BodySecrets {
        BodySecrets::Document(&redaction_classes::NAMES)
    }

    fn unavailable(&self, context: &RequestContext) -> Answer {
        RequestError::NonceStore.answer(context.rules())
    }

    fn world(worlds: &Worlds, parts: &Parts) -> Option<Handle> {
        worlds.of_token(Self::SURFACE, auth::text(&parts.headers, auth::API_KEY)?)
    }

    fn body_limit(rules: &Rulebook) -> usize {
        usize::try_from(rules.http.max_body_bytes).unwrap_or(usize::MAX)
    }

    fn error_body(status: StatusCode, why: &str) -> (&'static str, Value) {
        let error = status.canonical_reason().unwrap_or_default();
        ("application/json; charset=utf-8", json!({ "error": error, "description": why }))
    }

    fn is_refused_by_head(&self, context: &RequestContext, parts: &Parts) -> bool {
        parts.method != Method::POST || self.check_key(context, parts, true).is_err()
    }

    fn requested_calls(
        &self,
        context: &RequestContext,
        parts: &Parts,
        body: &Received,
    ) -> RequestedCalls {
        requested_calls::look(
            &EXECUTOR.judge(context.rules()).documents,
            context,
            &parts.headers,
            body,
        )
    }

    async fn answer(&self, context: Arc<RequestContext>, parts: &Parts, body: &Received) -> Answer {
        let answer = match self.checked(&context, parts, body).await {
            Ok(answer) => answer,
            Err(refused) => {
                let answer = refused.answer(context.rules());
                let reason = answer.reason();
                let done = match context.refused(reason) {
                    done if done.is_empty() => self.named(context.rules(), body, reason),
                    done => done,
                };
                answer.answering(done)
            }
        };
        typed(answer, parts)
    }

    fn finish(&self, _context: &RequestContext, answer: Answer) -> Answer {
        explorer::finish(answer)
    }
}

impl Partner {
    async fn checked(
        &self,
        context: &Arc<RequestContext>,
        parts: &Parts,
        body: &Received,
    ) -> Result<Answer, RequestError> {
        if explorer::is_asked_for(parts) {
            return Ok(explorer::answer(schema::default_sdl()));
        }
        if parts.method != Method::POST {
            return Err(RequestError::Method);
        }
        let rules = context.rules();
        let raw: &[u8] = match body {
            Received::Whole(bytes) => bytes,
            Received::TooLarge | Received::Unread => &[],
        };
        let posted = read_body(raw);
        let query = posted.as_ref().map_or("", |posted| posted.query.as_str());
        let document = EXECUTOR.judge(rules).documents.read(query);
        let mut excess = None;
        let exemption = introspection::exemption(&rules.intro);
        let introspects = match &document {
            Ok(one) => {
                let name = posted.as_ref().ok().and_then(|posted| posted.operation.as_deref());
                let judged = judged_for_exemption(context.misreading(), one, name);
                graphql::only_introspects(&judged, exemption)
            }
            Err(Unread::TooLarge) => {
                let (introspects, said) = graphql::too_large(query, exemption);
                excess = Some(said);
                introspects
            }
            Err(Unread::Syntax(_) | Unread::Definitions(_)) => false,
        };

        self.check_key(context, parts, introspects)?;
        match body {
            Received::Whole(_) => {}
            Received::TooLarge => return Err(RequestError::TooLarge),
            // The key was let in again while the request waited.
            Received::Unread => return Err(RequestError::Unread),
        }
        if !introspects || rules.intro.require_signature {
            auth::signature(context, &parts.headers, raw)?;
        }
        context.accept();
        check_media_type(&parts.headers)?;
        let posted = posted?;
        let document = document.map_err(|unread| {
            DocumentError::unread(unread, excess.unwrap_or_default(), &EXECUTOR, rules)
        })?;
        execute::run(&EXECUTOR, context, posted, &document, introspects).await
    }

    /// The key, which what only introspects may do without where the rules say so.
    fn check_key(
        &self,
        context: &RequestContext,
        parts: &Parts,
        introspects: bool,
    ) -> Result<(), RequestError> {
        let rules = context.rules();
        let anonymous = introspects && rules.intro.credential == IntroCredential::Anonymous;
        match auth::key(context, &parts.headers) {
            Err(RequestError::Unauthorized(Reason::KeyMissing)) if anonymous => Ok(()),
            judged => judged,
        }
    }

    /// The operations of a request that was refused before they were looked at, all answered for
    /// one reason.
    fn named(&self, rules: &Rulebook, body: &Received, reason: Reason) -> Vec<Done> {
        let Received::Whole(raw) = body else { return Vec::new() };
        let Ok(posted) = read_body(raw) else { return Vec::new() };
        let read = EXECUTOR.judge(rules).documents.read(&posted.query);
        let Ok(prepared) = read else { return Vec::new() };
        let done = |operation| Done { operation, key: None, reason };
        if graphql::only_introspects(&prepared.document, introspection::exemption(&rules.intro)) {
            return vec![done("introspection".to_owned())];
        }
        let Ok(operation) = graphql::choose(&prepared.document, None) else { return Vec::new() };
        let variables = Variables::default();
        let roots = graphql::roots(&prepared.document, operation, &variables);
        roots.into_iter().map(|root| done(root.name().to_owned())).collect()
    }
}

/// The content type that the client asked for (PG 2.4). A plain refusal is no GraphQL response:
/// clients that trust that type would hide its status and text.
fn typed(mut answer: Answer, parts: &Parts) -> Answer {
    let responds = match &answer.content {
        Content::Json(body) => body.get("data").or(body.get("errors")).is_some(),
        Content::Bytes(_) | Content::ToSeal(_) => true,
    };
    if responds
        && accept::names(&parts.headers, "application/graphql-response+json")
        && answer.content_type.starts_with("application/json")
    {
        answer.content_type = "application/graphql-response+json; charset=utf-8";
    }
    answer
}
