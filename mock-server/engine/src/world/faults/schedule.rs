//! Schedules of faults: which of the matching requests are struck.

use serde::{Deserialize, Serialize};

use crate::command;

/// A schedule. Matching requests are counted from 1, after the fault was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The next matching requests, this many.
    Next(u64),
    /// The matching request with this number.
    Nth(u64),
    /// The matching requests from one number to another, both included.
    Between {
        /// First number.
        from: u64,
        /// Last number.
        to: u64,
    },
    /// Every matching request whose number is a multiple of this.
    Every(u64),
    /// One in this many on average, drawn from the world's seed.
    OneIn(u64),
    /// All matching requests.
    Always,
}

impl When {
    /// True when the request that was just counted is struck.
    pub(super) fn strikes(self, matched: u64, fired: u64, dice: &mut dyn command::Dice) -> bool {
        match self {
            Self::Next(count) => fired < count,
            Self::Nth(nth) => matched == nth,
            Self::Between { from, to } => (from..=to).contains(&matched),
            Self::Every(step) => matched.is_multiple_of(step),
            Self::OneIn(sides) => {
                let mut bytes = [0; 8];
                dice.draw("fault", &mut bytes);
                u64::from_be_bytes(bytes).is_multiple_of(sides)
            }
            Self::Always => true,
        }
    }

    /// Number of strikes left; none when it is unbounded.
    pub(super) fn left(self, matched: u64, fired: u64) -> Option<u64> {
        match self {
            Self::Next(count) => Some(count.saturating_sub(fired)),
            Self::Nth(nth) => Some(u64::from(matched < nth)),
            Self::Between { from, to } => Some(to.saturating_sub(matched.max(from - 1))),
            Self::Every(_) | Self::OneIn(_) | Self::Always => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Dice;

    fn strikes(when: When) -> Vec<u64> {
        let mut dice = Dice::new("7");
        let mut fired = 0;
        let mut struck = Vec::new();
        for matched in 1..=12 {
            if when.left(matched - 1, fired) != Some(0) && when.strikes(matched, fired, &mut dice) {
                fired += 1;
                struck.push(matched);
            }
        }
        struck
    }

    #[test]
    fn schedules_strike_what_they_say() {
        assert_eq!(strikes(When::Next(2)), [1, 2]);
        assert_eq!(strikes(When::Nth(3)), [3]);
        assert_eq!(strikes(When::Between { from: 2, to: 4 }), [2, 3, 4]);
        assert_eq!(strikes(When::Every(5)), [5, 10]);
        assert_eq!(strikes(When::Always).len(), 12);
        let drawn = strikes(When::OneIn(3));
        assert!((1..12).contains(&drawn.len()), "{drawn:?}");
        assert_eq!(drawn, strikes(When::OneIn(3)));
    }
}
