//! The last requests, oldest first.

#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use super::Entry;

/// Number of entries that a world keeps, unless the server is told otherwise (SB 18).
pub const USUAL_ENTRIES: usize = 10_000;

/// Bytes of heads and bodies that a world keeps; beyond them the bodies of the oldest requests go.
const MOST_BYTES: usize = 64 << 20;

/// Largest number of readers that follow one log at a time (SB 18).
pub const STREAMS: usize = 16;

/// Position in the common order of requests and events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Number of requests before it.
    pub requests: u64,
    /// Number of events before it.
    pub events: u64,
}

impl Position {
    /// The running number of what came last.
    pub fn id(self) -> u64 {
        self.requests + self.events
    }
}

/// The requests of one world, or those of none.
///
/// It has a lock of its own, held for single steps: nothing is rendered under it.
pub struct Log {
    state: Mutex<State>,
    limit: usize,
    grown: Notify,
    streams: Arc<Semaphore>,
}

#[derive(Default)]
struct State {
    entries: VecDeque<Arc<Entry>>,
    /// Number of entries that were ever made.
    made: u64,
    /// Number of entries that had to go.
    dropped: u64,
    /// Memory of all entries, in bytes.
    bytes: usize,
    /// Number of the oldest entries, whose bodies are gone.
    thin: usize,
    /// Where what is held begins.
    start: Position,
}

/// A page of entries.
pub struct Page {
    /// The entries, oldest first.
    pub entries: Vec<Arc<Entry>>,
    /// Number of entries that had to make room.
    pub dropped: u64,
}

impl Log {
    /// A log of at most so many entries.
    pub fn new(limit: usize) -> Self {
        Self {
            state: Mutex::default(),
            limit,
            grown: Notify::new(),
            streams: Arc::new(Semaphore::new(STREAMS)),
        }
    }

    /// Takes a request and gives it its number.
    pub fn push(&self, mut entry: Entry) -> u64 {
        let n = self.locked(|state| {
            state.made += 1;
            entry.n = state.made;
            state.bytes += entry.weight();
            state.entries.push_back(Arc::new(entry));
            state.make_room(self.limit);
            state.made
        });
        self.grown.notify_waiters();
        n
    }

    /// The entry with this number.
    pub fn get(&self, n: u64) -> Option<Arc<Entry>> {
        self.locked(|state| {
            let first = state.entries.front()?.n;
            state.entries.get(usize::try_from(n.checked_sub(first)?).ok()?).cloned()
        })
    }

    /// The last request before a number of which something is true.
    pub fn last_before(&self, n: u64, is_it: impl Fn(&Entry) -> bool) -> Option<Arc<Entry>> {
        let entries = self.page().entries;
        entries.into_iter().rev().filter(|entry| entry.n < n).find(|entry| is_it(entry))
    }

    /// Everything that is held.
    pub fn page(&self) -> Page {
        self.locked(|state| Page {
            entries: state.entries.iter().cloned().collect(),
            dropped: state.dropped,
        })
    }

    /// Forgets everything; numbers go on.
    pub fn clear(&self) {
        self.locked(|state| {
            let last = state.entries.back();
            let events = last.map_or(state.start.events, |last| last.events.end);
            let start = Position { requests: state.made, events };
            *state = State { made: state.made, start, ..State::default() };
        });
    }

    /// Number of requests that were ever noted.
    pub fn made(&self) -> u64 {
        self.locked(|state| state.made)
    }

    /// Where what is held begins.
    pub fn start(&self) -> Position {
        self.locked(|state| state.start)
    }

    /// Position of a running number, if everything since is still held: an event counts before the
    /// request that ended after it.
    pub fn position(&self, id: u64) -> Option<Position> {
        self.locked(|state| {
            if id < state.start.id() {
                return None;
            }
            let after = state.entries.partition_point(|entry| entry.n + entry.events.end <= id);
            let requests = match after.checked_sub(1) {
                Some(last) => state.entries[last].n,
                None => state.start.requests,
            };
            Some(Position { requests, events: id - requests })
        })
    }

    /// The right to follow the log.
    pub fn stream(&self) -> Option<OwnedSemaphorePermit> {
        self.streams.clone().try_acquire_owned().ok()
    }

    /// Notification of new entries.
    pub fn grown(&self) -> &Notify {
        &self.grown
    }

    fn locked<T>(&self, step: impl FnOnce(&mut State) -> T) -> T {
        step(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for Log {
    fn default() -> Self {
        Self::new(USUAL_ENTRIES)
    }
}

impl State {
    fn make_room(&mut self, limit: usize) {
        while self.entries.len() > limit {
            self.drop_oldest();
        }
        while self.bytes > MOST_BYTES {
            match self.entries.get_mut(self.thin) {
                Some(fat) => {
                    self.bytes -= fat.weight();
                    let entry = Arc::make_mut(fat);
                    entry.thin();
                    self.bytes += entry.weight();
                    self.thin += 1;
                }
                None => self.drop_oldest(),
            }
        }
    }

    fn drop_oldest(&mut self) {
        if let Some(oldest) = self.entries.pop_front() {
            self.bytes -= oldest.weight();
            self.dropped += 1;
            self.start = Position { requests: oldest.n, events: oldest.events.end };
            self.thin = self.thin.saturating_sub(1);
        }
    }
}
