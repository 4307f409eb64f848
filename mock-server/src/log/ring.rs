//! The last requests, oldest first.

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

#[cfg(test)]
mod tests {
    use axum::{
        body::Bytes,
        http::{HeaderMap, Method, StatusCode},
    };
    use jiff::Timestamp;

    use super::*;
    use crate::log::{Answered, Head, Kept, LogRenderer, Reading, RedactionContext, Request};

    struct Nobody;

    impl LogRenderer for Nobody {
        fn surface(&self) -> Option<crate::surface::Surface> {
            None
        }
        fn headers(&self) -> &'static crate::log::List {
            static NONE: crate::log::List = crate::log::List::new(&[]);
            &NONE
        }
        fn token<'a>(&self, _: &'a Head) -> Option<&'a str> {
            None
        }
        fn path(&self, path: &str) -> String {
            path.to_owned()
        }
        fn read(&self, _: &Entry, _: &RedactionContext) -> Reading {
            Reading::default()
        }
        fn diagnose(&self, _: &Entry, _: &RedactionContext) -> Vec<crate::log::Diagnosis> {
            Vec::new()
        }
        fn operations(&self) -> Vec<&'static str> {
            Vec::new()
        }
        fn entity_types(&self) -> Vec<&'static str> {
            Vec::new()
        }
        fn causes(&self) -> &'static [crate::log::Cause] {
            &[]
        }
    }

    fn entry(bytes: usize) -> Entry {
        let body = || Kept::Whole(Bytes::from(vec![7; bytes]));
        let head = Head::of(&"/".parse().unwrap(), &HeaderMap::new());
        Entry {
            n: 0,
            at: Timestamp::UNIX_EPOCH,
            real_at: Timestamp::UNIX_EPOCH,
            took_us: 0,
            log_renderer: &Nobody,
            request: Request { method: Method::POST, head, body: body() },
            answer: Some(Answered { status: StatusCode::OK, body: body() }),
            done: Vec::new(),
            fault: None,
            fired: Vec::new(),
            records: 0..0,
            unavailable: None,
            events: 0..0,
            diagnosis: std::sync::OnceLock::new(),
        }
    }

    #[test]
    fn one_reading_explains_no_more_than_it_can_pay_for() {
        let refused =
            |_| Entry { done: vec![(String::new(), crate::log::Reason::Signature)], ..entry(1) };
        let state = |entry: &Entry, redaction: &RedactionContext| {
            entry.shown(redaction)["diagnosis_state"].clone()
        };
        let (one, other, redaction) = (refused(1), refused(2), RedactionContext::default());
        assert_eq!(state(&one, &redaction), "done");
        redaction.spend(1 << 30);
        assert_eq!(
            (state(&one, &redaction), state(&other, &redaction)),
            ("done".into(), "pending".into())
        );
        assert_eq!(state(&other, &RedactionContext::default()), "done");
    }

    #[test]
    fn the_oldest_make_room_and_numbers_go_on() {
        let log = Log::new(3);
        for n in 1..=5 {
            assert_eq!(log.push(entry(1)), n);
        }
        let page = log.page();
        assert_eq!(page.entries.iter().map(|entry| entry.n).collect::<Vec<_>>(), [3, 4, 5]);
        assert_eq!(page.dropped, 2);
        assert!(log.get(2).is_none() && log.get(6).is_none());
        assert_eq!(log.get(4).unwrap().n, 4);
        log.clear();
        assert!(log.get(4).is_none());
        assert_eq!((log.push(entry(1)), log.page().dropped), (6, 0));
    }

    #[test]
    fn bodies_of_the_oldest_go_before_there_are_too_many_bytes() {
        let log = Log::new(100);
        for _ in 0..12 {
            log.push(entry(5 << 20));
        }
        let page = log.page();
        let whole = |entry: &&Arc<Entry>| entry.request.body.bytes().is_some();
        assert_eq!(page.entries.iter().filter(whole).count(), 6);
        assert_eq!(page.entries[0].request.body.length(), Some(5 << 20));
        assert_eq!(page.entries[0].request.body.sha256(), page.entries[11].request.body.sha256());
        assert_eq!(page.dropped, 0);
        assert_eq!(log.locked(|state| state.bytes), 12 + 6 * (10 << 20));
    }

    #[test]
    fn a_running_number_says_how_many_requests_and_events_came_before() {
        let log = Log::new(3);
        assert_eq!(log.position(5), Some(Position { requests: 0, events: 5 }));
        for (before, after) in [(2, 4), (4, 4), (7, 9), (9, 10)] {
            log.push(Entry { events: before..after, ..entry(1) });
        }
        // Requests have the numbers 5, 6, 12 and 14; the first is gone.
        assert_eq!(log.start(), Position { requests: 1, events: 4 });
        assert_eq!(log.position(4), None);
        for (id, requests, events) in [
            (5, 1, 4),
            (6, 2, 4),
            (9, 2, 7),
            (11, 2, 9),
            (12, 3, 9),
            (13, 3, 10),
            (14, 4, 10),
            (16, 4, 12),
        ] {
            assert_eq!(log.position(id), Some(Position { requests, events }), "{id}");
        }
        log.clear();
        assert_eq!(log.start(), Position { requests: 4, events: 10 });
        assert_eq!(log.position(13), None);
    }
}
