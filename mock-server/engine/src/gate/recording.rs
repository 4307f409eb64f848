//! Log entries of requests. A request pays for one copy of its bytes.

use std::sync::OnceLock;

use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue, request::Parts},
    response::Response,
};
use jiff::Timestamp;

use super::{Door, Outcome, Received};
use crate::{
    log::{Answered, Entry, Head, Kept, Log, Request},
    world::{Fired, clock, journal::Unavailable},
    worlds::{Handle, Position, Worlds},
};

/// Header with the path at which the control plane explains the request (SB 2.3).
const EXPLAINED: HeaderName = HeaderName::from_static("sandbox-request");

/// State of the world when a request began.
pub(super) struct Start {
    real_at: Timestamp,
    /// World time; everything that was due has fired.
    pub(super) at: Timestamp,
    fired: Vec<Fired>,
    position: Position,
}

impl Start {
    /// The start of a request that arrived at `real_at` (real time) and runs now.
    pub(super) fn of(handle: &Handle, real_at: Timestamp) -> Self {
        let (at, fired) = handle.settle();
        Self { real_at, at, fired, position: handle.position() }
    }

    /// Log entry of a finished request, still without its number.
    pub(super) fn end<D: Door>(
        self,
        handle: &Handle,
        (parts, body): (Parts, Received),
        (outcome, answer): (Outcome, Option<Answered>),
    ) -> Entry {
        let end = handle.position();
        let took = clock::real_now().as_microsecond() - self.real_at.as_microsecond();
        Entry {
            n: 0,
            at: self.at,
            real_at: self.real_at,
            took_us: u64::try_from(took).unwrap_or(0),
            log_renderer: D::LOG_RENDERER,
            request: Request {
                head: Head::of(&parts.uri, &parts.headers),
                method: parts.method,
                body: match &body {
                    Received::Whole(bytes) => Kept::received(bytes),
                    Received::TooLarge | Received::Unread => Kept::Refused,
                },
            },
            fault: outcome.hit,
            unavailable: outcome.unavailable,
            done: outcome.done(),
            answer,
            fired: self.fired,
            records: self.position.records..end.records,
            events: self.position.events..end.events,
            diagnosis: OnceLock::new(),
        }
    }
}

/// The log that a request belongs in: that of its world, or that of requests without a world.
pub(super) enum TargetLog<'a> {
    World(&'a Handle),
    Unrouted(&'a Log),
}

impl<'a> TargetLog<'a> {
    /// The log of the world that the credential or `Sandbox-World` names, if `ours`; else the log
    /// of requests without a world (SB 2.3).
    pub(super) fn of(worlds: &'a Worlds, handle: &'a Handle, ours: bool) -> Self {
        if ours { Self::World(handle) } else { Self::Unrouted(worlds.unrouted()) }
    }

    /// Notes of an entry that its request was taken back, because its record was lost.
    pub(super) fn lose(&self, number: u64, why: Unavailable) {
        match self {
            Self::World(handle) => handle.log().lose(number, why),
            Self::Unrouted(log) => log.lose(number, why),
        }
    }

    /// Appends an entry and sets the header that tells the client where to find it. Returns the
    /// number of the entry.
    pub(super) fn note(&self, entry: Entry, response: &mut Response) -> u64 {
        let (number, place) = match self {
            Self::World(handle) => {
                let number = handle.log().push(entry);
                (number, format!("/_sandbox/worlds/{}/requests/{number}", handle.id()))
            }
            Self::Unrouted(log) => (log.push(entry), "/_sandbox/unrouted".to_owned()),
        };
        if let Ok(place) = HeaderValue::from_maybe_shared(Bytes::from(place)) {
            response.headers_mut().insert(EXPLAINED, place);
        }
        number
    }
}
