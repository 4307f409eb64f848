//! One request through the door: every request to every surface comes through here.
//!
//! The gate finds the world by the credential that the surface names, buffers the body, waits for
//! the world's permit, fixes the instant of the request and hands over to the surface. When the
//! surface has answered, deviations of the answer are applied, the request is noted in the log, and
//! the answer is written, as far as a fault lets it. A surface is a [`Door`]; what it learns on the way it notes in the [`RequestContext`].

mod answer;
mod arrival;
mod deviation_hits;
mod fault;
mod named_fault;
mod recording;
mod request_context;
mod rewrite;
mod unrouted;
mod webhooks;

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    body::{Body, Bytes, HttpBody},
    http::{HeaderValue, Request, StatusCode, header, request::Parts},
    response::Response,
    routing::{MethodRouter, any},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use jiff::{Timestamp, fmt::rfc2822};
use serde_json::Value;

pub use answer::{Answer, Content, Done};
pub use arrival::{Arrival, is_encoded, single};
pub use deviation_hits::counting_hits;
pub use named_fault::{Counted, NamedFault, Reach};
pub use request_context::RequestContext;
pub use rewrite::rewrite;
pub use unrouted::lost;
pub use webhooks::{WebhookFormat, WebhookFormats, WebhookSender};

use crate::{
    log::{Answered, FaultHit, Kept, LogRenderer},
    register::Reason,
    rulebook::Rulebook,
    surface::Surface,
    world::{
        clock,
        faults::{RequestedCalls, Then},
        journal::Unavailable,
    },
    worlds::{Handle, Worlds},
};
use recording::{Book, Start};

/// A body as it arrived.
#[derive(Clone, Debug)]
pub enum Received {
    /// All of it.
    Whole(Bytes),
    /// More than the surface takes.
    TooLarge,
    /// Not asked for: the head was enough to refuse the request.
    Unread,
}

/// A surface, as the gate sees it.
pub trait Door: Send + Sync + 'static {
    /// The surface.
    const SURFACE: Surface;

    /// Who reads its requests in the log.
    const LOG_RENDERER: &'static dyn LogRenderer;

    /// The errors that can be ordered by name.
    const FAULTS: &'static [NamedFault];

    /// The credential that a request names, before anything is checked.
    fn credential(parts: &Parts) -> Option<&str>;

    /// The largest body that the surface takes, in bytes.
    fn body_limit(rules: &Rulebook) -> usize;

    /// How the surface says what the server itself refuses: the content type and the body.
    fn plainly(status: StatusCode, why: &str) -> (&'static str, Value);

    /// Whether a request is refused whatever its body is. Only asked where the client waits for a
    /// sign before it sends one.
    fn is_refused_by_head(&self, context: &RequestContext, parts: &Parts) -> bool;

    /// What a request asks for, found out without consuming anything. It may be wrong in every way.
    fn asked(&self, context: &RequestContext, parts: &Parts, body: &Received) -> RequestedCalls;

    /// Answers a request.
    fn answer(
        &self,
        context: Arc<RequestContext>,
        parts: &Parts,
        body: &Received,
    ) -> impl Future<Output = Answer> + Send;

    /// The last hand on an answer, when deviations have had theirs: what is sealed is sealed here.
    fn finish(&self, _visit: &RequestContext, answer: Answer) -> Answer {
        answer
    }
}

/// The service of a surface over these worlds: every request goes through its door.
pub fn service<D: Door>(worlds: Worlds, door: &'static D) -> MethodRouter {
    any(move |request| {
        let worlds = worlds.clone();
        async move { pass(&worlds, door, request).await }
    })
}

/// Takes a request through a surface's door.
async fn pass<D: Door>(worlds: &Worlds, door: &D, request: Request<Body>) -> Response {
    let arrived = clock::real_now();
    let (parts, body) = request.into_parts();
    let by_credential = D::credential(&parts).and_then(|token| worlds.of_token(D::SURFACE, token));
    let identified = by_credential.is_some();
    let handle = by_credential.unwrap_or_else(|| worlds.without_credential(named_world(&parts)));
    let arrival = parts.extensions.get::<Arrival>().copied().unwrap_or_default();
    let limit = handle.read(|world| D::body_limit(&world.rules)).min(arrival.largest_body);
    let by_head = || {
        let context = RequestContext::begin(handle.clone(), D::SURFACE, identified);
        door.is_refused_by_head(&context, &parts)
    };
    let read = if body.size_hint().lower() > limit as u64 {
        Ok(Received::TooLarge)
    } else if arrival::waits_for_a_sign(&parts.headers) && by_head() {
        Ok(Received::Unread)
    } else {
        receive(body, limit, &arrival).await
    };
    let body = match read {
        Ok(body) => body,
        Err((status, why)) => return refusal::<D>(status, why),
    };
    let book = Book::of(worlds, &handle, identified || named_world(&parts) == Some(handle.id()));
    let Some(permit) = handle.enter_behind(arrival.world_queue).await else {
        return refusal::<D>(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many requests wait for the world",
        );
    };
    let start = Start::of(&handle, arrived);
    let (head, whole) = (&parts, &body);
    let outcome = deviation_hits::counting_hits_of(&handle, start.at, |handle| async move {
        let context = Arc::new(RequestContext::begin(handle, D::SURFACE, identified));
        context.meet_faults(D::FAULTS, || door.asked(&context, head, whole));
        let mut answer = None;
        if !context.on_the_wire().is_some_and(|fault| fault.drops_before()) {
            let given = door.answer(context.clone(), head, whole).await;
            let given = context.read(|world| rewrite::answer(world, given));
            answer = Some(door.finish(&context, given));
        }
        let (ran, fault) = (context.done(), context.on_the_wire());
        Outcome {
            time: context.shown_time(),
            answer,
            fault,
            strike: context.strike(),
            unavailable: context.unavailable(),
            ran,
        }
    })
    .await;
    let mut outcome = outcome.told::<D>(&handle);
    let fault = outcome.fault.take();
    let (mut response, answered) = outcome.written();
    let entry = start.end::<D>(&handle, (parts, body), (outcome, answered));
    book.note(entry, &mut response);
    drop(permit);
    match fault {
        None => response,
        Some(fault) => {
            tokio::time::sleep(fault.delay()).await;
            fault.break_off(response)
        }
    }
}

/// What came of a request.
#[derive(PartialEq)]
struct Outcome {
    /// The time by which the surface judges timestamps.
    time: Timestamp,
    /// The answer, unless the request was lost.
    answer: Option<Answer>,
    /// The fault that acted.
    fault: Option<Then>,
    /// Which one it is.
    strike: Option<FaultHit>,
    /// Why the journal did not take what it would have done.
    unavailable: Option<Unavailable>,
    /// The operations that ran. The log names no other: what a client asked for without having been
    /// let in may be anything, a secret too.
    ran: Vec<Done>,
}

impl Outcome {
    fn told<D: Door>(self, handle: &Handle) -> Self {
        if !tracing::enabled!(tracing::Level::DEBUG) {
            return self;
        }
        let operations: BTreeSet<_> = self.ran.iter().map(|done| &done.operation).collect();
        tracing::debug!(
            world = handle.id(),
            surface = D::SURFACE.code(),
            status = self.answer.as_ref().map(|answer| answer.status.as_u16()),
            ?operations,
            reason = ?self.answer.as_ref().map(Answer::reason),
            fault = ?self.fault,
            "answered"
        );
        self
    }

    /// The answer as it is written, unless the request was lost; what it was is left behind.
    fn written(&mut self) -> (Response, Option<Answered>) {
        let Some(mut answer) = self.answer.take() else {
            return (Response::new(Body::empty()), None);
        };
        self.ran = std::mem::take(&mut answer.done);
        let status = answer.status;
        let (response, bytes) = answer.written();
        (dated(response, self.time), Some(Answered { status, body: Kept::Whole(bytes) }))
    }

    /// The operations that were answered, each with its reason.
    fn done(self) -> Vec<(String, Reason)> {
        self.ran.into_iter().map(|done| (done.operation, done.reason)).collect()
    }
}

/// The world that `Sandbox-World` names (SB 2.3).
fn named_world(parts: &Parts) -> Option<&str> {
    parts.headers.get("sandbox-world")?.to_str().ok()
}

/// What the server itself refuses, in the words of a surface (SB 18).
pub fn refusal<D: Door>(status: StatusCode, why: &str) -> Response {
    let (content_type, body) = D::plainly(status, why);
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    } else {
        // Nothing more is read of this connection.
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

async fn receive(
    body: Body,
    limit: usize,
    arrival: &Arrival,
) -> Result<Received, (StatusCode, &'static str)> {
    let whole = Limited::new(body, limit).collect();
    match tokio::time::timeout(arrival.slowest_body, whole).await {
        Ok(Ok(whole)) => Ok(Received::Whole(whole.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Ok(Received::TooLarge),
        Ok(Err(_)) => Err((StatusCode::BAD_REQUEST, "The request body broke off")),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "The request body did not come in time")),
    }
}

/// Shows the time by which the surface judges timestamps.
fn dated(mut response: Response, time: Timestamp) -> Response {
    let text = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time);
    if let Ok(value) = text.map_err(drop).and_then(|text| text.try_into().map_err(drop)) {
        response.headers_mut().insert(header::DATE, value);
    }
    response
}

impl Worlds {
    /// The world under which a request without a usable credential is answered (SB 2.3): the one
    /// that is named, else the default one, else one that has nothing but default rules.
    fn without_credential(&self, named: Option<&str>) -> Handle {
        self.fallback(named).unwrap_or_else(|| self.nowhere())
    }
}
