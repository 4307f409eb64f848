//! One request on a connection: checks of HTTP itself, then the router (SB 18; RFC 9112).

use std::{convert::Infallible, net::IpAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, Version, header, uri::Authority},
    response::Response,
};
use hyper::body::Incoming;
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

use super::{
    body::{self, AnswerBody, RequestBody},
    refusal::refusal,
    timing::Timing,
};
use crate::{
    gate::{Arrival, HangUpNotice},
    metrics::Metrics,
    surfaces::control::Stage,
};

/// Longest request target, in bytes.
const LONGEST_TARGET: usize = 8 * 1024;

/// Largest block of headers, in bytes.
const LARGEST_HEADERS: usize = 32 * 1024;

/// Paths that are answered even when the limit of running requests is reached.
const PROBES: [&str; 3] = ["/_sandbox/health", "/_sandbox/ready", "/_sandbox/metrics"];

/// State that the requests of all connections share.
pub(super) struct ServerState {
    pub(super) router: Router,
    pub(super) slots: Arc<Semaphore>,
    pub(super) stage: watch::Receiver<Stage>,
    pub(super) arrival: Arrival,
    pub(super) metrics: Arc<Metrics>,
}

/// The state that the requests of one connection share.
#[derive(Clone)]
pub(super) struct Peer {
    pub(super) timing: Arc<Timing>,
    /// Address of this machine at which the connection arrived.
    pub(super) local: Option<IpAddr>,
    /// Notice for whoever takes the connection over from HTTP.
    pub(super) hang_up: HangUpNotice,
}

/// Answers one request of a connection.
pub(super) async fn answer(
    state: Arc<ServerState>,
    Peer { timing, local, hang_up }: Peer,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, Infallible> {
    let running = body::RunningRequest::begin(timing.clone());
    let (mut parts, body) = request.into_parts();
    let body = RequestBody::new(body, timing.clone());
    let waits = parts.headers.contains_key(header::EXPECT);
    let uri = parts.uri.clone();
    let mut response = match checked(&uri, &parts.headers, parts.version) {
        Err((status, why)) => {
            let mut response = refusal(uri.path(), status, why);
            close(&mut response);
            response
        }
        Ok(()) => match state.slots.clone().try_acquire_owned() {
            Err(_) if !PROBES.contains(&uri.path()) => {
                refusal(uri.path(), StatusCode::SERVICE_UNAVAILABLE, "Too many requests in flight")
            }
            slot => {
                let _running = Inflight::begin(&state.metrics);
                parts.extensions.insert(Arrival { local, ..state.arrival });
                parts.extensions.insert(hang_up);
                let request = Request::from_parts(parts, Body::new(body.clone()));
                let Ok(response) = state.router.clone().oneshot(request).await;
                drop(slot);
                response
            }
        },
    };
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        timing.upgraded();
        return Ok(response.map(|body| AnswerBody::new(body, running)));
    }
    let draining = *state.stage.borrow() != Stage::Serving;
    if draining || !body.discard_rest(waits).await {
        close(&mut response);
    }
    if response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream")
    {
        timing.stream_began();
    }
    Ok(response.map(|body| AnswerBody::new(body, running)))
}

/// A request that runs, as the counters know it.
struct Inflight<'a>(&'a Metrics);

impl<'a> Inflight<'a> {
    fn begin(metrics: &'a Metrics) -> Self {
        metrics.inflight.inc();
        Self(metrics)
    }
}

impl Drop for Inflight<'_> {
    fn drop(&mut self) {
        self.0.inflight.dec();
    }
}

/// Tells the client that this is the last answer on its connection.
fn close(response: &mut Response) {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
}

/// Refuses a target or headers that are too large, and a request without exactly one valid `Host`
/// header (RFC 9112, 3.2).
fn checked(
    target: &Uri,
    headers: &HeaderMap,
    version: Version,
) -> Result<(), (StatusCode, &'static str)> {
    if target.path_and_query().is_some_and(|target| target.as_str().len() > LONGEST_TARGET) {
        return Err((StatusCode::URI_TOO_LONG, "The request target is longer than 8192 bytes"));
    }
    let line = |(name, value): (&header::HeaderName, &HeaderValue)| {
        name.as_str().len() + value.len() + ": \r\n".len()
    };
    if headers.iter().map(line).sum::<usize>() > LARGEST_HEADERS {
        let why = "The headers are larger than 32768 bytes";
        return Err((StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, why));
    }
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) if version < Version::HTTP_11 => Ok(()),
        (None, _) => Err((StatusCode::BAD_REQUEST, "The Host header is missing")),
        (Some(_), Some(_)) => Err((StatusCode::BAD_REQUEST, "There is more than one Host header")),
        (Some(host), None) => {
            let host = host.to_str().ok().filter(|host| !host.contains('@'));
            // Clients without a host name send an empty `Host` (RFC 9112, 3.2).
            let good = host.is_some_and(|one| one.is_empty() || one.parse::<Authority>().is_ok());
            if good { Ok(()) } else { Err((StatusCode::BAD_REQUEST, "The Host header is no host")) }
        }
    }
}
