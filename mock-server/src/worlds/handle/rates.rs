//! How often callers have come within a minute. It is not part of a world's value: requests are not
//! replayed.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

use super::Handle;

/// The time for which requests are counted, from the first one of a caller on.
const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// The minutes of the callers of one life of a world.
#[derive(Default)]
pub(super) struct Rates(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    generation: u64,
    callers: BTreeMap<String, Minute>,
}

/// A minute of a caller.
struct Minute {
    begin: Timestamp,
    requests: i64,
}

impl Handle {
    /// Counts a request of a caller at world time `now`. The error is the time until the next one is
    /// let in, in whole seconds, at least 1. A caller is one that was identified, so there are never
    /// more of them than the world has.
    pub fn count_request(&self, caller: &str, most: i64, now: Timestamp) -> Result<(), i64> {
        let mut counted = self.shared.rates.0.lock().unwrap_or_else(PoisonError::into_inner);
        let generation = self.generation();
        if counted.generation != generation {
            *counted = Counted { generation, callers: BTreeMap::new() };
        }
        let fresh = || Minute { begin: now, requests: 0 };
        let minute = counted.callers.entry(caller.to_owned()).or_insert_with(fresh);
        let age = now.duration_since(minute.begin);
        if age >= MINUTE || age.is_negative() {
            *minute = fresh();
        }
        if minute.requests < most {
            minute.requests += 1;
            return Ok(());
        }
        let left = MINUTE - now.duration_since(minute.begin);
        Err(left.as_secs() + i64::from(left.subsec_nanos() > 0))
    }
}
