//! The last requests, oldest first.

#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    Entry,
    feed::{Feed, Happening},
};
use crate::{metrics::Metrics, world::journal::Unavailable};

/// Number of entries that a world keeps, unless the server is told otherwise (SB 18).
pub const USUAL_ENTRIES: usize = 10_000;

/// Bytes of heads and bodies that a world keeps; beyond them the bodies of the oldest requests go.
const MOST_BYTES: usize = 64 << 20;

/// Largest number of readers that follow one log at a time (SB 18).
pub const STREAMS: usize = 16;

/// Largest number of requests of the control plane that wait for something in one world.
pub const WAITS: usize = 16;

/// The requests of one world, or those of none.
///
/// The log has a lock of its own, held for single steps: nothing is rendered under it.
pub struct Log {
    state: Mutex<State>,
    limit: usize,
    feed: Arc<Feed>,
    streams: Arc<Semaphore>,
    waits: Arc<Semaphore>,
    /// Counters of the server.
    metrics: Option<Arc<Metrics>>,
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
            feed: Arc::default(),
            streams: Arc::new(Semaphore::new(STREAMS)),
            waits: Arc::new(Semaphore::new(WAITS)),
            metrics: None,
        }
    }

    /// The log, whose dropped entries are counted here.
    #[must_use]
    pub fn counting(mut self, metrics: Arc<Metrics>) -> Self {
        self.metrics = Some(metrics);
        self
    }

    /// Takes a request and gives it its number.
    pub fn push(&self, mut entry: Entry) -> u64 {
        self.locked(|state| {
            state.made += 1;
            entry.n = state.made;
            state.bytes += entry.weight();
            state.entries.push_back(Arc::new(entry));
            // Under the lock, so that requests are told in the order of their numbers.
            self.feed.push(Happening::Request(state.made));
            let before = state.dropped;
            if let Some(dropped) = state.make_room(self.limit) {
                self.feed.drop_through_request(dropped);
                if let Some(metrics) = &self.metrics {
                    metrics.log_dropped.inc_by(state.dropped - before);
                }
            }
            state.made
        })
    }

    /// Notes of a request that its record was lost after its answer was made: what it did was taken
    /// back, and its client was told so.
    pub fn lose(&self, n: u64, why: Unavailable) {
        self.locked(|state| {
            let first = state.entries.front().map_or(0, |entry| entry.n);
            let at = n.checked_sub(first).and_then(|at| usize::try_from(at).ok());
            // Readers who hold it see it as it was.
            if let Some(entry) = at.and_then(|at| state.entries.get_mut(at)).and_then(Arc::get_mut)
            {
                let before = entry.weight();
                (entry.unavailable, entry.answer) = (Some(why), None);
                state.bytes -= before - entry.weight();
            }
        });
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

    /// The entries behind a number that are held.
    pub fn since(&self, n: u64) -> Vec<Arc<Entry>> {
        self.locked(|state| {
            let from = state.entries.partition_point(|entry| entry.n <= n);
            state.entries.range(from..).cloned().collect()
        })
    }

    /// Forgets everything; numbers go on.
    pub fn clear(&self) {
        self.locked(|state| {
            *state = State { made: state.made, ..State::default() };
            self.feed.clear();
        });
    }

    /// Number of requests that were ever noted.
    pub fn made(&self) -> u64 {
        self.locked(|state| state.made)
    }

    /// The right to follow the log.
    pub fn stream(&self) -> Option<OwnedSemaphorePermit> {
        self.streams.clone().try_acquire_owned().ok()
    }

    /// The right to wait for something in the world.
    pub fn wait(&self) -> Option<OwnedSemaphorePermit> {
        self.waits.clone().try_acquire_owned().ok()
    }

    /// The happenings of the world, with these requests among them.
    pub fn feed(&self) -> &Arc<Feed> {
        &self.feed
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
    /// Drops what is too much; the number of the newest entry that was dropped, if one was.
    fn make_room(&mut self, limit: usize) -> Option<u64> {
        let mut dropped = None;
        while self.entries.len() > limit {
            dropped = self.drop_oldest();
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
                None => dropped = self.drop_oldest(),
            }
        }
        dropped
    }

    fn drop_oldest(&mut self) -> Option<u64> {
        let oldest = self.entries.pop_front()?;
        self.bytes -= oldest.weight();
        self.dropped += 1;
        self.thin = self.thin.saturating_sub(1);
        Some(oldest.n)
    }
}
