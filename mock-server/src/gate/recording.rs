//! Noting a request in a log: what it costs a request is a copy of its bytes.

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
    world::{Fired, clock},
    worlds::{Handle, Mark, Worlds},
};

/// Names the place where a request is explained (SB 2.3).
const EXPLAINED: HeaderName = HeaderName::from_static("sandbox-request");

/// When a request began, and how far its world was.
pub(super) struct Start {
    real_at: Timestamp,
    /// World time; everything that was due has fired.
    pub(super) at: Timestamp,
    fired: Vec<Fired>,
    mark: Mark,
}

impl Start {
    /// Of a request that came at an instant of real time and has its turn now.
    pub(super) fn of(handle: &Handle, real_at: Timestamp) -> Self {
        let (at, fired) = handle.settle();
        Self { real_at, at, fired, mark: handle.mark() }
    }

    /// The entry of a request that is over, except for its number.
    pub(super) fn end<D: Door>(
        self,
        handle: &Handle,
        (parts, body): (Parts, Received),
        (outcome, answer): (Outcome, Option<Answered>),
    ) -> Entry {
        let end = handle.mark();
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
            fault: outcome.strike,
            unavailable: outcome.unavailable,
            done: outcome.done(),
            answer,
            fired: self.fired,
            records: self.mark.records..end.records,
            events: self.mark.events..end.events,
            diagnosis: OnceLock::new(),
        }
    }
}

/// The log of a world, or that of the requests that belong to none.
pub(super) enum Book<'a> {
    World(&'a Handle),
    Unrouted(&'a Log),
}

impl<'a> Book<'a> {
    /// Where a request is noted: in the world that its credential names, else in the one that it
    /// names itself, if there is one (SB 2.3).
    pub(super) fn of(worlds: &'a Worlds, handle: &'a Handle, ours: bool) -> Self {
        if ours { Self::World(handle) } else { Self::Unrouted(worlds.unrouted()) }
    }

    /// Takes an entry, and tells the client where it is.
    pub(super) fn note(&self, entry: Entry, response: &mut Response) {
        let place = match self {
            Self::World(handle) => {
                format!("/_sandbox/worlds/{}/requests/{}", handle.id(), handle.log().push(entry))
            }
            Self::Unrouted(log) => {
                log.push(entry);
                "/_sandbox/unrouted".to_owned()
            }
        };
        if let Ok(place) = HeaderValue::from_maybe_shared(Bytes::from(place)) {
            response.headers_mut().insert(EXPLAINED, place);
        }
    }
}
