//! How a connection gets on: what it waits for, since when, and whether that is too long (SB 18).

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::config::Limits;

/// A client that is slower than the server has to take so many bytes in each write time-out.
const SLOWEST: usize = 16 * 1024;

/// A client that has neither sent nor taken a byte for so long, while the server waits for it, does
/// not keep the server from ending.
const STALLED: Duration = Duration::from_secs(5);

/// The pace of one connection, which its socket and its requests report to.
#[derive(Debug)]
pub(super) struct Patience {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// Since when it waits for a request, or for the rest of its head.
    waits: Instant,
    /// Whether bytes of a head have come.
    in_head: bool,
    /// How many bytes of the head have come, as long as all of them are one line.
    line: Option<usize>,
    /// The request that is answered.
    request: Option<Running>,
    /// Since when the client does not take what is written, and how much it took since.
    blocked: Option<(Instant, usize)>,
    /// When the last byte went either way.
    moved: Instant,
}

/// A request that is answered.
#[derive(Clone, Copy, Debug, Default)]
struct Running {
    /// All of its body is there.
    whole: bool,
    /// Its answer never ends by itself.
    streams: bool,
}

/// Why a connection is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overdue {
    /// No request came.
    Idle,
    /// A head did not come to its end.
    Head,
    /// An answer was not taken.
    Answer,
}

impl Patience {
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self {
            state: Mutex::new(State {
                waits: now,
                in_head: false,
                line: None,
                request: None,
                blocked: None,
                moved: now,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes came. Returns how long the first line of a head is that has not come to its end.
    pub(super) fn received(&self, bytes: &[u8]) -> usize {
        let mut state = self.state();
        let now = Instant::now();
        state.moved = now;
        if bytes.is_empty() || state.request.is_some() {
            return 0;
        }
        if !state.in_head {
            state.in_head = true;
            state.waits = now;
            state.line = Some(0);
        }
        let goes_on = !bytes.contains(&b'\n');
        state.line = state.line.filter(|_| goes_on).map(|length| length + bytes.len());
        state.line.unwrap_or(0)
    }

    /// The client took so many bytes.
    pub(super) fn sent(&self, bytes: usize) {
        let mut state = self.state();
        state.moved = Instant::now();
        if let Some((_, taken)) = &mut state.blocked {
            *taken += bytes;
        }
    }

    /// The client takes nothing for now.
    pub(super) fn blocked(&self) {
        let mut state = self.state();
        if state.blocked.is_none() {
            state.blocked = Some((Instant::now(), 0));
        }
    }

    /// Nothing is left to be written.
    pub(super) fn flushed(&self) {
        self.state().blocked = None;
    }

    /// A request has come, as far as its head.
    pub(super) fn begins(&self) {
        let mut state = self.state();
        state.in_head = false;
        state.request = Some(Running::default());
    }

    /// The body of the request is there.
    pub(super) fn is_whole(&self) {
        if let Some(request) = &mut self.state().request {
            request.whole = true;
        }
    }

    /// The answer to the request is a stream.
    pub(super) fn streams(&self) {
        if let Some(request) = &mut self.state().request {
            request.streams = true;
        }
    }

    /// The request is answered, except for what is not yet flushed.
    pub(super) fn ends(&self) {
        let mut state = self.state();
        state.request = None;
        state.waits = Instant::now();
    }

    /// What is overdue now, or when to look again.
    pub(super) fn judge(&self, limits: &Limits) -> Result<Instant, Overdue> {
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
            (Some(_), _) => return Ok(now + limits.idle_timeout),
            (None, true) => (limits.head_timeout, Overdue::Head),
            (None, false) => (limits.idle_timeout, Overdue::Idle),
        };
        let end = state.waits + limit;
        if now < end { Ok(end) } else { Err(overdue) }
    }

    /// Whether its answer never ends by itself.
    pub(super) fn is_stream(&self) -> bool {
        self.state().request.is_some_and(|request| request.streams)
    }

    /// Since when it has waited for a request without one running, if that is so.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        let state = self.state();
        (state.request.is_none() && state.blocked.is_none()).then_some(state.waits)
    }

    /// Whether a request is under way that the server should answer before it ends: not where it
    /// is the client that keeps both waiting.
    pub(super) fn is_owed_an_answer(&self) -> bool {
        let state = self.state();
        let silent = state.moved.elapsed() >= STALLED;
        match state.request {
            Some(request) if request.streams => false,
            Some(request) => !(silent && (state.blocked.is_some() || !request.whole)),
            None => state.blocked.is_some() && !silent,
        }
    }

    /// Whether ending the connection now cuts a request: one that came whole.
    pub(super) fn is_cut_by_ending(&self) -> bool {
        self.is_owed_an_answer() && self.state().request.is_none_or(|request| request.whole)
    }
}
