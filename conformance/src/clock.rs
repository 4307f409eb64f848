//! The time by which the target judges timestamps.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

/// The target's clock as far as we know it. Shared by everything that signs in one scenario.
#[derive(Debug, Default)]
pub struct TargetClock {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Target time minus our time, while it runs.
    offset: SignedDuration,
    /// The instant at which it stands, if it stands.
    frozen: Option<Timestamp>,
    /// The last timestamp handed out, in milliseconds.
    last_stamp: i64,
    /// The last timestamp handed out, in microseconds.
    last_micros: i64,
    /// Number of timestamps handed out.
    stamps: i64,
}

/// Least distance of two timestamps, in microseconds.
const APART: i64 = 2_000;

impl State {
    /// The target's time at `real`, our time.
    fn at(&self, real: Timestamp) -> Timestamp {
        let running = || real.checked_add(self.offset).unwrap_or(Timestamp::MAX);
        self.frozen.unwrap_or_else(running)
    }

    /// Lets timestamps begin anew where the target went back to `now` from `before`, as when a
    /// snapshot is restored. They begin behind as many as there were: the target may remember some.
    fn goes_back(&mut self, before: Timestamp, now: Timestamp) {
        if now.duration_since(before) < -SignedDuration::from_secs(1) {
            self.last_stamp = now.as_millisecond() + self.stamps - 1;
            self.last_micros = now.as_microsecond() + (self.stamps - 1) * APART;
        }
    }
}

impl TargetClock {
    /// The target says that it is `now`, and running.
    pub fn runs_at(&self, now: Timestamp) {
        let (real, mut state) = (Timestamp::now(), self.lock());
        let before = state.at(real);
        state.offset = now.duration_since(real);
        state.frozen = None;
        state.goes_back(before, now);
    }

    /// The target says that it stands at `at`.
    pub fn stands_at(&self, at: Timestamp) {
        let mut state = self.lock();
        let before = state.at(Timestamp::now());
        state.frozen = Some(at);
        state.goes_back(before, at);
    }

    /// An answer carried this `Date`. Whole seconds only, so small differences mean nothing.
    pub fn saw_date(&self, date: Timestamp) {
        let offset = date.duration_since(Timestamp::now());
        let mut state = self.lock();
        state.offset =
            if offset.abs() > SignedDuration::from_secs(2) { offset } else { SignedDuration::ZERO };
    }

    /// The target's present time.
    pub fn now(&self) -> Timestamp {
        self.lock().at(Timestamp::now())
    }

    /// A timestamp to sign with, in milliseconds, never the same twice: two equal requests in one
    /// millisecond would be one request and its replay.
    pub fn stamp(&self) -> i64 {
        let now = self.now().as_millisecond();
        let mut state = self.lock();
        state.stamps += 1;
        state.last_stamp = now.max(state.last_stamp + 1);
        state.last_stamp
    }

    /// A timestamp in microseconds, never the same twice, nor in the same millisecond as another or
    /// the next: a target may cut what it remembers.
    pub fn micros(&self) -> i64 {
        let now = self.now().as_microsecond();
        let mut state = self.lock();
        state.stamps += 1;
        state.last_micros = now.max(state.last_micros + APART);
        state.last_micros
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds the clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_a_standing_clock_differ() {
        let clock = TargetClock::default();
        clock.stands_at(Timestamp::from_millisecond(1_000).unwrap());
        assert_eq!((clock.stamp(), clock.stamp()), (1_000, 1_001));
        assert_eq!((clock.micros(), clock.micros()), (1_000_000, 1_002_000));
    }

    #[test]
    fn stamps_follow_a_target_that_goes_back() {
        let clock = TargetClock::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        clock.stands_at(at(1_000));
        assert_eq!((clock.stamp(), clock.stamp()), (1_000_000, 1_000_001));
        clock.stands_at(at(5_000));
        assert_eq!((clock.stamp(), clock.micros()), (5_000_000, 5_000_000_000));
        clock.stands_at(at(1_000));
        assert_eq!((clock.stamp(), clock.micros()), (1_000_004, 1_000_008_000));
    }

    #[test]
    fn a_date_of_the_same_second_is_no_offset() {
        let clock = TargetClock::default();
        clock.saw_date(Timestamp::now() - SignedDuration::from_millis(900));
        assert_eq!(clock.lock().offset, SignedDuration::ZERO);
    }
}
