//! The result of a request: the answer and everything that the log has to know of it.

use std::collections::BTreeSet;

use axum::{body::Body, http::header, response::Response};
use jiff::{Timestamp, fmt::rfc2822};

use super::{Answer, Done, Door};
use crate::{
    log::{Answered, FaultHit, Kept, Reason},
    world::{faults::Then, journal::Unavailable},
    worlds::Handle,
};

/// Result of a request.
#[derive(PartialEq)]
pub(super) struct Outcome {
    /// Time that the surface checks timestamps against.
    pub(super) time: Timestamp,
    /// Answer; none when a fault dropped the request.
    pub(super) answer: Option<Answer>,
    /// Effect on the connection of the fault that acted.
    pub(super) fault: Option<Then>,
    /// Log entry of the fault that acted.
    pub(super) hit: Option<FaultHit>,
    /// Reason why the journal refused a command of the request.
    pub(super) unavailable: Option<Unavailable>,
    /// Delivery of which the request has asked for an attempt.
    pub(super) delivery: Option<u64>,
    /// Operations that ran. The log names only these: the names in an unauthenticated request may
    /// be anything, even a secret.
    pub(super) ran: Vec<Done>,
}

impl Outcome {
    pub(super) fn logged<D: Door>(self, handle: &Handle) -> Self {
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

    /// Name of the operation that the record of the request has: the first that ran, else the first
    /// that was answered.
    pub(super) fn operation(&self) -> Option<String> {
        let answered = self.answer.iter().flat_map(|answer| &answer.done);
        let mut names = self.ran.iter().chain(answered).map(|done| &done.operation);
        names.find(|name| !name.is_empty()).cloned()
    }

    /// HTTP response and its log entry; no log entry when a fault dropped the request. Leaves the
    /// operations of the answer in `ran`.
    pub(super) fn take_response(&mut self) -> (Response, Option<Answered>) {
        let Some(mut answer) = self.answer.take() else {
            return (Response::new(Body::empty()), None);
        };
        self.ran = std::mem::take(&mut answer.done);
        let status = answer.status;
        let (response, bytes) = answer.into_response();
        (dated(response, self.time), Some(Answered { status, body: Kept::Whole(bytes) }))
    }

    /// Operations that were answered, each with its reason.
    pub(super) fn done(self) -> Vec<(String, Reason)> {
        self.ran.into_iter().map(|done| (done.operation, done.reason)).collect()
    }
}

/// Sets the `Date` header to the time that the surface checks timestamps against.
fn dated(mut response: Response, time: Timestamp) -> Response {
    let text = rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time);
    if let Ok(value) = text.map_err(drop).and_then(|text| text.try_into().map_err(drop)) {
        // A deviation may have put a wrong one there.
        response.headers_mut().entry(header::DATE).or_insert(value);
    }
    response
}
