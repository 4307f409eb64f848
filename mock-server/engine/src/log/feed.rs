//! The happenings of a world in one order, each with a running number from which a reader can go on.
//!
//! A feed holds references, not copies: a request is shown from the log, an event and a delivery
//! from the world. So a happening takes the same few bytes whatever it is about. Like the log, a
//! feed belongs to one server and does not survive a restart.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::world::{Clock, outbox::DeliveryState};

/// Number of happenings that a world keeps; the oldest is dropped first.
const MOST: usize = 20_000;

/// One happening of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A request was answered: its number in the log.
    Request(u64),
    /// An event was raised: its number in the world, from 1.
    Event(u64),
    /// A delivery was made, attempted, or has another state.
    Delivery(DeliveryMark),
    /// The clock was set or moved.
    Clock {
        /// The clock since.
        clock: Clock,
        /// World time that it showed.
        now: Timestamp,
    },
    /// A fault was ordered, has struck, or was called off.
    Fault(FaultMark),
}

/// A delivery at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryMark {
    /// Number of the delivery.
    pub number: u64,
    /// Its state.
    pub state: DeliveryState,
    /// Number of attempts that had ended.
    pub attempts: usize,
    /// World time of the next attempt; none when none was planned.
    pub next_at: Option<Timestamp>,
}

/// A fault at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultMark {
    /// Number of the fault.
    pub number: u64,
    /// Number of requests that it had matched.
    pub matched: u64,
    /// Number of requests that it had struck.
    pub fired: u64,
    /// True when it was called off.
    pub is_called_off: bool,
}

/// The happening that follows a running number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Following {
    /// This one.
    Happening(Happening),
    /// None has happened yet.
    Nothing,
    /// The entry is not held any more; the first number that is held is this one, or will be.
    Dropped(u64),
}

/// The happenings of one world, oldest first.
#[derive(Debug, Default)]
pub struct Feed {
    held: Mutex<Held>,
    grown: Notify,
}

#[derive(Debug, Default)]
struct Held {
    all: VecDeque<Happening>,
    /// Running number of the last happening; the first has the number 1.
    last: u64,
    /// Number of the newest request that was dropped.
    dropped_request: u64,
}

impl Held {
    fn start(&self) -> u64 {
        self.last - self.all.len() as u64
    }

    fn drop_oldest(&mut self) {
        if let Some(Happening::Request(n)) = self.all.pop_front() {
            self.dropped_request = n;
        }
    }
}

impl Feed {
    /// Adds a happening.
    pub fn push(&self, happening: Happening) {
        self.locked(|held| {
            held.last += 1;
            held.all.push_back(happening);
            if held.all.len() > MOST {
                held.drop_oldest();
            }
        });
        self.grown.notify_waiters();
    }

    /// The happening behind a running number.
    pub fn following(&self, id: u64) -> Following {
        self.locked(|held| {
            let start = held.start();
            let at = id.checked_sub(start).and_then(|at| usize::try_from(at).ok());
            match at.map(|at| (at, held.all.get(at))) {
                None => Following::Dropped(start + 1),
                Some((_, Some(happening))) => Following::Happening(*happening),
                Some((at, None)) if at == held.all.len() => Following::Nothing,
                // A number that was not given out yet, by a server that ran before this one.
                Some((_, None)) => Following::Dropped(start + 1),
            }
        })
    }

    /// Running number of the last happening; 0 when nothing has happened.
    pub fn last(&self) -> u64 {
        self.locked(|held| held.last)
    }

    /// Drops everything up to a request that the log has dropped.
    pub(super) fn drop_through_request(&self, n: u64) {
        self.locked(|held| {
            while held.dropped_request < n && !held.all.is_empty() {
                held.drop_oldest();
            }
        });
    }

    /// Drops everything; numbers go on.
    pub(super) fn clear(&self) {
        self.locked(|held| held.all.clear());
    }

    /// Notification of new happenings.
    pub fn grown(&self) -> &Notify {
        &self.grown
    }

    fn locked<T>(&self, step: impl FnOnce(&mut Held) -> T) -> T {
        step(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(feed: &Feed, mut id: u64) -> Vec<Happening> {
        let mut all = Vec::new();
        while let Following::Happening(one) = feed.following(id) {
            all.push(one);
            id += 1;
        }
        all
    }

    #[test]
    fn a_reader_goes_on_behind_any_number_that_is_held() {
        let feed = Feed::default();
        let all = [
            Happening::Event(1),
            Happening::Request(1),
            Happening::Event(2),
            Happening::Request(2),
        ];
        for one in all {
            feed.push(one);
        }
        for at in 0..=all.len() {
            assert_eq!(numbers(&feed, at as u64), all[at..]);
        }
        assert_eq!(feed.following(4), Following::Nothing);
        assert_eq!(feed.following(5), Following::Dropped(1));
    }

    #[test]
    fn what_lies_before_a_dropped_request_is_dropped_too() {
        let feed = Feed::default();
        for n in 1..=3 {
            feed.push(Happening::Event(n));
            feed.push(Happening::Request(n));
        }
        feed.drop_through_request(2);
        assert_eq!(feed.following(3), Following::Dropped(5));
        assert_eq!(numbers(&feed, 4), [Happening::Event(3), Happening::Request(3)]);
        feed.drop_through_request(2);
        assert_eq!(feed.last(), 6);
        assert_eq!(numbers(&feed, 4).len(), 2);
        feed.clear();
        assert_eq!(
            (feed.following(5), feed.following(6)),
            (Following::Dropped(7), Following::Nothing)
        );
        feed.push(Happening::Request(4));
        assert_eq!(numbers(&feed, 6), [Happening::Request(4)]);
    }

    #[test]
    fn the_oldest_make_room() {
        let feed = Feed::default();
        for n in 1..=MOST as u64 + 5 {
            feed.push(Happening::Request(n));
        }
        assert_eq!(feed.following(4), Following::Dropped(6));
        assert_eq!(feed.following(5), Following::Happening(Happening::Request(6)));
        // The log drops a request that is dropped here already.
        feed.drop_through_request(5);
        assert_eq!(feed.following(5), Following::Happening(Happening::Request(6)));
    }
}
