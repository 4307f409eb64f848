//! Handles through which a world goes on under other conditions: another time, other rules, work that
//! continues.

use std::sync::{Arc, atomic::Ordering};

use jiff::Timestamp;

use super::{Handle, NOT_HELD};
use crate::{rulebook::Rulebook, world::clock};

impl Handle {
    /// A handle on the same world, through which the time is `now`.
    #[must_use]
    pub fn pinned(&self, now: Timestamp) -> Self {
        Self { pinned: Some(now), ..self.clone() }
    }

    /// Real time, as everything through this handle takes it.
    pub fn real_now(&self) -> Timestamp {
        let held = || match self.shared.held.load(Ordering::Acquire) {
            NOT_HELD => None,
            held => Timestamp::from_microsecond(held).ok(),
        };
        self.real.or_else(held).unwrap_or_else(clock::real_now)
    }

    /// A handle on the same world, in which these rules are in force for what comes through it.
    #[must_use]
    pub fn under(&self, rules: Rulebook) -> Self {
        Self { rules: Some(Arc::new(rules)), ..self.clone() }
    }

    /// A handle on the same world, whose commands are not refused by a full journal because they
    /// continue work that has begun.
    #[must_use]
    pub fn continuing(&self) -> Self {
        Self { continues: true, ..self.clone() }
    }
}
