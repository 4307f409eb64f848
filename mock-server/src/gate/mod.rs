//! One visit through the door: every request to every surface comes through here.
//!
//! The gate finds the world by the credential that the surface names, buffers the body, waits for
//! the world's turnstile, fixes the instant of the request and hands over to the surface. When the
//! surface has answered, deviations of the answer are applied, the visit is noted in the log, and
//! the answer is written, as far as a fault lets it. A surface is a [`Door`]; what it learns on the way it notes in the [`Visit`].

mod answer;
mod delivery;
mod fault;
mod hits;
mod lost;
mod noted;
mod rewrite;
mod visit;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Request, StatusCode, header, request::Parts},
    response::Response,
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use jiff::{Timestamp, fmt::rfc2822};

pub use answer::{Answer, Content, Done};
pub use delivery::{Letters, Postman};
pub use hits::counting_hits;
pub use lost::lost;
pub use rewrite::rewrite;
pub use visit::Visit;

use crate::{
    log::{Answered, Kept, Scribe, Strike},
    register::Reason,
    rulebook::Rulebook,
    world::{
        clock,
        faults::{Asked, Then},
        journal::Unavailable,
    },
    worlds::{Handle, Worlds},
};
use noted::{Book, Start};

/// A body as it arrived.
#[derive(Clone, Debug)]
pub enum Received {
    /// All of it.
    Whole(Bytes),
    /// More than the surface takes.
    TooLarge,
}

/// A surface, as the gate sees it.
pub trait Door: Send + Sync + 'static {
    /// Its code: `PG`, ….
    const SURFACE: &'static str;

    /// Who reads its requests in the log.
    const SCRIBE: &'static dyn Scribe;

    /// The credential that a request names, before anything is checked.
    fn credential(parts: &Parts) -> Option<&str>;

    /// The largest body that the surface takes, in bytes.
    fn body_limit(rules: &Rulebook) -> usize;

    /// What a request asks for, found out without consuming anything. It may be wrong in every way.
    fn asked(&self, visit: &Visit, parts: &Parts, body: &Received) -> Asked;

    /// Answers a request.
    fn answer(
        &self,
        visit: Arc<Visit>,
        parts: &Parts,
        body: &Received,
    ) -> impl Future<Output = Answer> + Send;

    /// The last hand on an answer, when deviations have had theirs: what is sealed is sealed here.
    fn finish(&self, _visit: &Visit, answer: Answer) -> Answer {
        answer
    }
}

/// Takes a request through a surface's door.
pub async fn pass<D: Door>(worlds: &Worlds, door: &D, request: Request<Body>) -> Response {
    let arrived = clock::real_now();
    let (parts, body) = request.into_parts();
    let by_credential = D::credential(&parts).and_then(|token| worlds.of_token(D::SURFACE, token));
    let identified = by_credential.is_some();
    let handle = by_credential.unwrap_or_else(|| worlds.without_credential(named_world(&parts)));
    let limit = handle.read(|world| D::body_limit(&world.rules));
    let body = match tokio::time::timeout(SLOWEST_BODY, receive(body, limit)).await {
        Ok(Ok(body)) => body,
        // The client is gone or broke off: nobody hears an answer.
        Ok(Err(())) => return Response::new(Body::empty()),
        Err(_) => return too_slow(),
    };
    let book = Book::of(worlds, &handle, identified || named_world(&parts) == Some(handle.id()));
    let turnstile = handle.enter().await;
    let start = Start::of(&handle, arrived);
    let (head, whole) = (&parts, &body);
    let outcome = hits::counting_hits_of(&handle, start.at, |handle| async move {
        let visit = Arc::new(Visit::begin(handle, D::SURFACE, identified));
        visit.meet_faults(|| door.asked(&visit, head, whole));
        let mut answer = None;
        if !visit.on_the_wire().is_some_and(|fault| fault.drops_before()) {
            let given = door.answer(visit.clone(), head, whole).await;
            let given = visit.read(|world| rewrite::answer(world, given));
            answer = Some(door.finish(&visit, given));
        }
        let (ran, fault) = (visit.done(), visit.on_the_wire());
        Outcome {
            time: visit.shown_time(),
            answer,
            fault,
            strike: visit.strike(),
            unavailable: visit.unavailable(),
            ran,
        }
    })
    .await;
    let mut outcome = outcome.told::<D>(&handle);
    let fault = outcome.fault.take();
    let (mut response, answered) = outcome.written();
    let entry = start.end::<D>(&handle, (parts, body), (outcome, answered));
    book.note(entry, &mut response);
    drop(turnstile);
    match fault {
        None => response,
        Some(fault) => {
            tokio::time::sleep(fault.delay()).await;
            fault.break_off(response)
        }
    }
}

/// What came of a visit.
#[derive(PartialEq)]
struct Outcome {
    /// The time by which the surface judges timestamps.
    time: Timestamp,
    /// The answer, unless the request was lost.
    answer: Option<Answer>,
    /// The fault that acted.
    fault: Option<Then>,
    /// Which one it is.
    strike: Option<Strike>,
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
            surface = D::SURFACE,
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

/// How long a body may take (SB 18).
const SLOWEST_BODY: Duration = Duration::from_secs(30);

/// The answer to a body that does not come; nothing more is read of this connection.
fn too_slow() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

async fn receive(body: Body, limit: usize) -> Result<Received, ()> {
    match Limited::new(body, limit).collect().await {
        Ok(whole) => Ok(Received::Whole(whole.to_bytes())),
        Err(error) if error.is::<LengthLimitError>() => Ok(Received::TooLarge),
        Err(_) => Err(()),
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
