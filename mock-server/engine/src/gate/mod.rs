//! The gate: every request to every surface passes through here.
//!
//! The gate finds the world by the credential that the surface names, buffers the body, waits for
//! the world's permit, fixes the instant of the request and calls the surface. When the surface has
//! answered, the deviations that rewrite answers are applied, the record of the request is stored,
//! the request is logged, and the answer is written, unless a fault cuts it off. A surface is a
//! [`Door`]; its findings about the request go into the [`RequestContext`].

mod again;
mod answer;
mod arrival;
mod body_secrets;
mod counting;
mod deviation_hits;
mod door;
mod explain;
mod fault;
mod journalling;
mod named_fault;
mod outcome;
mod recording;
mod request_context;
mod request_fault;
mod rewrite;
mod skip;
mod storing;
mod unrouted;
mod upgraded;
mod vary;
mod webhooks;

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    body::{Body, HttpBody},
    http::{HeaderValue, Request, StatusCode, header, request::Parts},
    response::Response,
    routing::{MethodRouter, any},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};

pub use again::again;
pub use answer::{Answer, Content, Done};
pub use arrival::{Arrival, is_encoded, single};
pub use body_secrets::{BodySecrets, body as recorded_body, described as described_body};
pub use deviation_hits::counting_hits;
pub use door::{Door, Received};
pub use explain::{Explained, RequestToExplain, explain};
pub use named_fault::{Counted, NamedFault, Reach};
pub use request_context::RequestContext;
pub use rewrite::{edit, rewrite};
pub use unrouted::answer_unknown_path;
pub use upgraded::{HangUp, HangUpNotice};
pub use webhooks::{AttemptTimes, WebhookFormat, WebhookSender};

use crate::{
    world::clock,
    worlds::{Handle, Worlds},
};
use outcome::Outcome;
use recording::{Start, TargetLog};

/// axum service of a surface over these worlds.
pub fn service<D: Door>(worlds: Worlds, door: &'static D) -> MethodRouter {
    any(move |request| {
        let worlds = worlds.clone();
        async move { pass(&worlds, door, request).await }
    })
}

/// Takes one request through the gate to the surface, and its answer back.
pub async fn pass<D: Door>(worlds: &Worlds, door: &D, request: Request<Body>) -> Response {
    let arrived = clock::real_now();
    let (parts, body) = request.into_parts();
    let by_credential = D::world(worlds, &parts);
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
    let by_body = if identified { None } else { D::world_of_body(worlds, &parts, &body) };
    let identified = identified || by_body.is_some();
    let handle = by_body.unwrap_or(handle);
    let log =
        TargetLog::of(worlds, &handle, identified || named_world(&parts) == Some(handle.id()));
    let Some(mut permit) = handle.enter_within(arrival.world_queue).await else {
        return refusal::<D>(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many requests wait for the world",
        );
    };
    let start = Start::of(&handle, arrived);
    permit.stand_still(start.at);
    let (head, whole) = (&parts, &body);
    let (real, last) = (&handle, &Mutex::new(None));
    let outcome = deviation_hits::counting_hits_of(&handle, start.at, |handle| async move {
        let is_real = handle.is(real);
        let context = RequestContext::begin(handle, D::SURFACE, identified)
            .under_rules_of(|context| door.requested_calls(context, head, whole));
        let mut context = Arc::new(context);
        context.draw_all();
        context.choose_fault(D::FAULTS, || door.requested_calls(&context, head, whole));
        let mut answer = None;
        if !context.is_dropped_before() {
            let given;
            (given, context) = skip::answered(door, &context, (head, whole)).await;
            let seen = context.read(|world| rewrite::remembered(world, &given));
            let given = context.read(|world| rewrite::answer(world, given));
            answer = Some(door.finish(&context, given));
            if let (Some(seen), true) = (seen, is_real) {
                real.remember(seen);
            }
        }
        if is_real {
            *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.clone());
        }
        let (ran, fault) = (context.done(), context.connection_fault());
        Outcome {
            time: context.auth_time(),
            answer,
            fault,
            hit: context.fault_hit(),
            unavailable: context.unavailable(),
            delivery: context.delivery(),
            ran,
        }
    })
    .await;
    let mut outcome = outcome.logged::<D>(&handle);
    let context = last.lock().unwrap_or_else(PoisonError::into_inner).take();
    let end = context.as_ref().and_then(|context| {
        let is_recorded = permit.has_begun() || context.claimed().is_some();
        is_recorded.then(|| storing::end_of::<D>(context, &outcome, (&parts, &body)))
    });
    let receipt = match outcome.delivery {
        None => {
            let record = (&mut permit, end);
            storing::store::<D>(door, context.as_deref(), &mut outcome, record)
        }
        // The answer tells of the attempt, so it is not known yet.
        Some(_) => permit.close(end).unwrap_or_default(),
    };
    let permit = match (outcome.delivery, outcome.answer.take()) {
        (Some(delivery), Some(answer)) => {
            drop(permit);
            let again = door.delivered(&handle, delivery).await;
            let again = again.map(|again| again.answering(answer.done.clone()));
            let again = again.map(|again| handle.read(|world| rewrite::answer(world, again)));
            outcome.answer = Some(again.unwrap_or(answer));
            None
        }
        (_, answer) => {
            outcome.answer = answer;
            Some(permit)
        }
    };
    let fault = outcome.fault.take();
    let (mut response, answered) = outcome.take_response();
    let entry = start.end::<D>(&handle, (parts, body), (outcome, answered));
    counting::count::<D>(worlds.metrics(), &entry);
    let number = log.note(entry, &mut response);
    let seed = handle.read(|world| world.definition.seed.clone());
    if let Some((name, value)) = D::request_id(&seed, number) {
        // A deviation may have put a wrong one there.
        response.headers_mut().entry(name).or_insert(value);
    }
    // Others may go on in the world while the disk is waited for.
    drop(permit);
    if let (Err(why), Some(context)) = (receipt.stored().await, context) {
        worlds.metrics().journal_errors.inc();
        log.lose(number, why);
        return storing::lost::<D>(door, &context, &response);
    }
    match fault {
        None => response,
        Some(fault) => {
            tokio::time::sleep(fault.delay()).await;
            fault.cut_body(response)
        }
    }
}

/// World that the credential of a request to a door names, before anything is verified.
pub fn named_world_of<D: Door>(
    _: &D,
    worlds: &Worlds,
    parts: &Parts,
    body: &Received,
) -> Option<Handle> {
    D::world(worlds, parts).or_else(|| D::world_of_body(worlds, parts, body))
}

/// World that the `Sandbox-World` header names (SB 2.3).
fn named_world(parts: &Parts) -> Option<&str> {
    parts.headers.get("sandbox-world")?.to_str().ok()
}

/// Error that the server itself answers, in the format of a surface (SB 18).
pub fn refusal<D: Door>(status: StatusCode, why: &str) -> Response {
    let (content_type, body) = D::error_body(status, why);
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // No world answers, and no log has an entry, so the number is one of the process.
    static REFUSED: AtomicU64 = AtomicU64::new(1);
    if let Some((name, value)) = D::request_id("", REFUSED.fetch_add(1, Ordering::Relaxed)) {
        headers.insert(name, value);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    } else {
        // The rest of the body is not read, so the connection cannot be used again.
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

impl Worlds {
    /// World that answers a request without a usable credential (SB 2.3): the one that
    /// `Sandbox-World` names, else the default world, else an empty world with default rules.
    fn without_credential(&self, named: Option<&str>) -> Handle {
        self.fallback(named).unwrap_or_else(|| self.empty_world())
    }
}
