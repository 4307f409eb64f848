//! World time: real time plus an offset, or frozen. The only place that reads the system clock.

use jiff::{SignedDuration, Timestamp, Unit};
use serde::{Deserialize, Serialize};

/// Mode of a world's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "lowercase")]
pub enum Clock {
    /// World time is real time plus an offset.
    Running {
        /// Microseconds by which world time is ahead of real time.
        offset_us: i64,
    },
    /// World time stands still.
    Frozen {
        /// World time.
        at: Timestamp,
    },
}

impl Default for Clock {
    fn default() -> Self {
        Self::Running { offset_us: 0 }
    }
}

impl Clock {
    /// World time at the real time `real`.
    pub fn at(self, real: Timestamp) -> Timestamp {
        match self {
            Self::Running { offset_us } => shift(real, offset_us),
            Self::Frozen { at } => at,
        }
    }

    /// Real time at which this clock shows `now`; none for a clock that stands still.
    pub fn real_at(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Running { offset_us } => Some(shift(now, -offset_us)),
            Self::Frozen { .. } => None,
        }
    }

    /// A clock of the same mode that shows `now` at the real time `real`.
    pub fn showing(self, now: Timestamp, real: Timestamp) -> Self {
        match self {
            Self::Running { .. } => Self::running_at(now, real),
            Self::Frozen { .. } => Self::Frozen { at: now },
        }
    }

    /// A running clock that shows `now` at the real time `real`.
    pub fn running_at(now: Timestamp, real: Timestamp) -> Self {
        Self::Running { offset_us: now.as_microsecond() - real.as_microsecond() }
    }
}

/// The instant so many microseconds later or, below zero, earlier.
pub(super) fn shift(instant: Timestamp, by_us: i64) -> Timestamp {
    instant.checked_add(SignedDuration::from_micros(by_us)).unwrap_or(instant)
}

/// Real time, rounded to the microsecond.
pub fn real_now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes from")]
    let now = Timestamp::now();
    now.round(Unit::Microsecond).unwrap_or(now)
}

/// True when world time may be there: in the years 2000 to 2100 (SB 4.1).
pub fn in_range(instant: Timestamp) -> bool {
    // 2000-01-01 and 2101-01-01 in seconds.
    (946_684_800..4_133_980_800).contains(&instant.as_second())
}

/// An instant as the control plane and the journal write it: UTC, six decimals.
pub fn written(instant: Timestamp) -> String {
    format!("{instant:.6}")
}
