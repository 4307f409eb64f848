//! Scheduled effects. They fire in order of due time, equal times in order of creation.

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Effect;
use crate::collections::pairs;

/// An effect that fired.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired {
    /// Due time of the effect, which is also the time of everything it wrote.
    pub at: Timestamp,
    /// The effect.
    pub effect: Effect,
    /// State of its entity before.
    pub from: &'static str,
    /// State of its entity afterwards.
    pub to: &'static str,
}

/// Scheduled effects of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    // A list of pairs when serialized: JSON has no tuple keys.
    #[serde(with = "pairs")]
    due: OrdMap<(Timestamp, u64), Effect>,
    made: u64,
}

impl Timeline {
    /// Schedules an effect at a world time.
    pub fn schedule(&mut self, at: Timestamp, effect: Effect) {
        self.due.insert((at, self.made), effect);
        self.made += 1;
    }

    /// Number of effects that were ever scheduled, which is also the number of the next one.
    pub(super) fn made(&self) -> u64 {
        self.made
    }

    /// Removes and returns the next effect that is due at `now`, of those with numbers below `end`.
    pub(super) fn next_due(&mut self, now: Timestamp, end: u64) -> Option<(Timestamp, Effect)> {
        let due = self.due.keys().take_while(|(at, _)| *at <= now);
        let key = due.copied().find(|(_, number)| *number < end)?;
        self.due.remove(&key).map(|effect| (key.0, effect))
    }

    /// Removes every schedule of an effect.
    pub fn cancel(&mut self, effect: &Effect) {
        let canceled = self.due.iter().filter(|(_, scheduled)| *scheduled == effect);
        for key in canceled.map(|(key, _)| *key).collect::<Vec<_>>() {
            self.due.remove(&key);
        }
    }

    /// Removes the effects that do not satisfy `stays`.
    pub(super) fn retain(&mut self, stays: impl Fn(&Effect) -> bool) {
        let gone = self.due.iter().filter(|(_, effect)| !stays(effect));
        for key in gone.map(|(key, _)| *key).collect::<Vec<_>>() {
            self.due.remove(&key);
        }
    }

    /// Due time of the next effect, and the effect.
    pub fn next(&self) -> Option<(Timestamp, &Effect)> {
        self.due.get_min().map(|((at, _), effect)| (*at, effect))
    }

    /// All scheduled effects, in the order in which they will fire.
    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, &Effect)> {
        self.due.iter().map(|((at, _), effect)| (*at, effect))
    }

    /// Number of scheduled effects.
    pub fn len(&self) -> usize {
        self.due.len()
    }

    /// True when no effect is scheduled.
    pub fn is_empty(&self) -> bool {
        self.due.is_empty()
    }
}
