//! Timing of a connection: the time-out that runs, and since when (SB 18).

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::config::Limits;

/// Bytes that a client must take within each write time-out.
const SLOWEST: usize = 16 * 1024;

/// Silence in both directions after which a client no longer keeps the server from ending.
const STALLED: Duration = Duration::from_secs(5);

/// Timing of one connection. Its socket and its requests report to it.
#[derive(Debug)]
pub(super) struct Timing {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Instant since which it waits for a request, or for the rest of its head.
    waiting_since: Instant,
    /// True once bytes of a head have arrived.
    in_head: bool,
    /// Length of the head so far, in bytes, while it is still within its first line.
    first_line: Option<usize>,
    /// The running request.
    request: Option<Running>,
    /// Instant since which the client does not take what is written, and the bytes it took since.
    blocked: Option<(Instant, usize)>,
    /// Instant of the last byte in either direction.
    last_byte: Instant,
    /// True once the connection speaks another protocol than HTTP.
    is_upgraded: bool,
}

/// A running request.
#[derive(Clone, Copy, Debug, Default)]
struct Running {
    /// True once its whole body has arrived.
    whole: bool,
    /// True for an answer that never ends by itself (an event stream).
    streams: bool,
}

/// Time-out that ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overdue {
    /// No request arrived.
    Idle,
    /// A head did not arrive in time.
    Head,
    /// The client did not read an answer.
    Answer,
}

impl Timing {
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self {
            state: Mutex::new(State {
                waiting_since: now,
                in_head: false,
                first_line: None,
                request: None,
                blocked: None,
                last_byte: now,
                is_upgraded: false,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records bytes that arrived. Returns the length of an unfinished first line of a head, in
    /// bytes, else 0.
    pub(super) fn received(&self, bytes: &[u8]) -> usize {
        let mut state = self.state();
        let now = Instant::now();
        state.last_byte = now;
        if bytes.is_empty() || state.request.is_some() || state.is_upgraded {
            return 0;
        }
        if !state.in_head {
            state.in_head = true;
            state.waiting_since = now;
            state.first_line = Some(0);
        }
        let goes_on = !bytes.contains(&b'\n');
        state.first_line = state.first_line.filter(|_| goes_on).map(|length| length + bytes.len());
        state.first_line.unwrap_or(0)
    }

    /// Records that the client took `bytes` bytes.
    pub(super) fn sent(&self, bytes: usize) {
        let mut state = self.state();
        state.last_byte = Instant::now();
        if let Some((_, taken)) = &mut state.blocked {
            *taken += bytes;
        }
    }

    /// Records that the client takes nothing at present.
    pub(super) fn blocked(&self) {
        let mut state = self.state();
        if state.blocked.is_none() {
            state.blocked = Some((Instant::now(), 0));
        }
    }

    /// Records that nothing is left to write.
    pub(super) fn flushed(&self) {
        self.state().blocked = None;
    }

    /// Records that the head of a request is complete.
    pub(super) fn request_began(&self) {
        let mut state = self.state();
        state.in_head = false;
        state.request = Some(Running::default());
    }

    /// Records that the body of the request is complete.
    pub(super) fn body_arrived(&self) {
        if let Some(request) = &mut self.state().request {
            request.whole = true;
        }
    }

    /// Records that the answer is an event stream.
    pub(super) fn stream_began(&self) {
        if let Some(request) = &mut self.state().request {
            request.streams = true;
        }
    }

    /// Records that the connection leaves HTTP. From then on the client may be silent for as long as
    /// its protocol allows; only what it does not read counts against it.
    pub(super) fn upgraded(&self) {
        self.state().is_upgraded = true;
    }

    /// True once the connection has left HTTP.
    pub(super) fn is_upgraded(&self) -> bool {
        self.state().is_upgraded
    }

    /// Records that the request is answered, except for unflushed bytes.
    pub(super) fn request_ended(&self) {
        let mut state = self.state();
        state.request = None;
        state.waiting_since = Instant::now();
    }

    /// Next instant at which a time-out may have passed; an error when one has passed already.
    pub(super) fn next_deadline(&self, limits: &Limits) -> Result<Instant, Overdue> {
        let mut state = self.state();
        let now = Instant::now();
        if let Some((since, taken)) = state.blocked {
            let end = since + limits.write_timeout;
            if now < end {
                return Ok(end);
            }
            if taken < SLOWEST {
                return Err(Overdue::Answer);
            }
            state.blocked = Some((now, 0));
            return Ok(now + limits.write_timeout);
        }
        let (limit, overdue) = match (state.request, state.in_head) {
            _ if state.is_upgraded => return Ok(now + limits.idle_timeout),
            (Some(_), _) => return Ok(now + limits.idle_timeout),
            (None, true) => (limits.head_timeout, Overdue::Head),
            (None, false) => (limits.idle_timeout, Overdue::Idle),
        };
        let end = state.waiting_since + limit;
        if now < end { Ok(end) } else { Err(overdue) }
    }

    /// True when the answer never ends by itself.
    pub(super) fn is_stream(&self) -> bool {
        self.state().request.is_some_and(|request| request.streams)
    }

    /// Instant since which it has waited for a request; none while a request runs, while bytes wait
    /// to be read by the client, or when it has left HTTP.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        let state = self.state();
        let waits = state.request.is_none() && state.blocked.is_none() && !state.is_upgraded;
        waits.then_some(state.waiting_since)
    }

    /// True when a request is running that the server should answer before it ends. False when the
    /// client itself has kept it waiting for [`STALLED`].
    pub(super) fn is_owed_an_answer(&self) -> bool {
        let state = self.state();
        if state.is_upgraded {
            return false;
        }
        let silent = state.last_byte.elapsed() >= STALLED;
        match state.request {
            Some(request) if request.streams => false,
            Some(request) => !(silent && (state.blocked.is_some() || !request.whole)),
            None => state.blocked.is_some() && !silent,
        }
    }

    /// True when ending the connection now would cut off a request that arrived whole.
    pub(super) fn is_cut_by_ending(&self) -> bool {
        self.is_owed_an_answer() && self.state().request.is_none_or(|request| request.whole)
    }
}
