//! Calls of each caller in the present window of a rate limit (MC 15.2). Not part of the world's
//! value: windows are neither journalled nor replayed (SB 13).

use std::{
    collections::BTreeMap,
    sync::{MutexGuard, PoisonError},
};

use jiff::Timestamp;

use super::Handle;
use crate::surface::Surface;

/// A rate limit: calls in a window of fixed length, which begins with the first call after the
/// window before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// Most calls in a window.
    pub calls: i64,
    /// Length of a window, in milliseconds of world time.
    pub window_ms: i64,
}

/// Use of a window by one caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateUse {
    /// True when the call is one too many; it was not counted then.
    pub is_exceeded: bool,
    /// Calls that are left.
    pub remaining: i64,
    /// Time to the end of the window, in whole seconds, rounded up.
    pub reset_s: i64,
}

/// The caller of a surface. Callers of two surfaces may have the same label.
type Caller<'a> = (Surface, &'a str);

/// Present windows, by surface and caller.
#[derive(Clone, Default)]
pub(super) struct RateWindows {
    by_caller: BTreeMap<(Surface, String), Window>,
}

#[derive(Clone, Copy)]
struct Window {
    /// Begin, in milliseconds since 1970 of world time.
    begin: i64,
    calls: i64,
}

/// Number of windows beyond which those that have ended are forgotten.
const TIDY: usize = 1_000;

impl RateWindows {
    fn count(&mut self, (surface, label): Caller<'_>, limit: RateLimit, now: i64) -> RateUse {
        let caller = (surface, label.to_owned());
        let is_open = |window: &Window| {
            (window.begin..window.begin.saturating_add(limit.window_ms)).contains(&now)
        };
        if self.by_caller.len() >= TIDY {
            self.by_caller.retain(|_, window| is_open(window));
        }
        let known = self.by_caller.get(&caller).copied().filter(is_open);
        let mut window = known.unwrap_or(Window { begin: now, calls: 0 });
        let is_exceeded = window.calls >= limit.calls;
        window.calls += i64::from(!is_exceeded);
        self.by_caller.insert(caller, window);
        let left_ms = window.begin.saturating_add(limit.window_ms).saturating_sub(now);
        RateUse {
            is_exceeded,
            remaining: (limit.calls - window.calls).max(0),
            reset_s: left_ms.saturating_add(999) / 1000,
        }
    }
}

impl Handle {
    /// Counts a call at world time `now`, unless the caller has no call left in this window.
    pub fn count_call(&self, caller: (Surface, &str), limit: RateLimit, now: Timestamp) -> RateUse {
        self.rates().count(caller, limit, now.as_millisecond())
    }

    /// Counts a request of a caller at world time `now` in windows of a minute. The error is the time
    /// until the next one is let in, in whole seconds, at least 1.
    pub fn count_request(
        &self,
        caller: (Surface, &str),
        most: i64,
        now: Timestamp,
    ) -> Result<(), i64> {
        let used = self.count_call(caller, RateLimit { calls: most, window_ms: 60_000 }, now);
        if used.is_exceeded { Err(used.reset_s) } else { Ok(()) }
    }

    pub(super) fn rates(&self) -> MutexGuard<'_, RateWindows> {
        self.shared.rates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_begins_with_the_first_call_after_the_one_before() {
        let limit = RateLimit { calls: 2, window_ms: 60_000 };
        let mut windows = RateWindows::default();
        let used = |is_exceeded, remaining, reset_s| RateUse { is_exceeded, remaining, reset_s };
        let (a, b) = ((Surface::AG, "a"), (Surface::AG, "b"));
        assert_eq!(windows.count(a, limit, 500), used(false, 1, 60));
        assert_eq!(windows.count(a, limit, 43_501), used(false, 0, 17));
        assert_eq!(windows.count(a, limit, 60_499), used(true, 0, 1));
        assert_eq!(windows.count(b, limit, 60_499), used(false, 1, 60));
        assert_eq!(windows.count((Surface::MC, "a"), limit, 60_499), used(false, 1, 60));
        assert_eq!(windows.count(a, limit, 60_500), used(false, 1, 60));
    }
}
