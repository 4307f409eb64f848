//! Copies of worlds, on which something is tried.

use std::sync::atomic::Ordering;

use jiff::Timestamp;

use super::{Handle, State, WorldLimits};
use crate::{
    log::Log,
    world::{Clock, Journal, World},
};

impl Handle {
    /// A copy of the world with one deviation switched off. Changes to it are not seen elsewhere
    /// and not journalled.
    pub fn shadow(&self, without: &str) -> Self {
        let state =
            self.locked(|state| State::new(state.world.without(without), state.journal.scratch()));
        let shadow = Self::of(state, Log::new(0), self.shared.limits);
        shadow.shared.latest.store(self.shared.latest.load(Ordering::Acquire), Ordering::Release);
        (*shadow.rates()).clone_from(&self.rates());
        Self { continues: self.continues, real: self.real, ..shadow }
    }

    /// A handle on a copy of a world, in which the request with this number, which came at this
    /// world time, is answered again. Real time is the one given, or what the clock of the world
    /// makes of world time. Time stands still in it, and nothing is journalled.
    pub fn repeating(world: World, number: u64, at: Timestamp, real: Option<Timestamp>) -> Self {
        let real = real.or_else(|| world.clock.real_at(at)).unwrap_or(at);
        let journal = Journal::numbered(&world, number);
        let limits = WorldLimits { claims: usize::MAX, ..WorldLimits::default() };
        let handle = Self::of(State::new(world, journal), Log::new(0), limits);
        handle.shared.latest.store(at.as_microsecond(), Ordering::Release);
        Self { real: Some(real), ..handle }
    }

    /// A copy of the world for one request of which nothing counts: changes to it are not seen
    /// elsewhere and not journalled, and no webhook leaves it. Its time stands at `at`, if one is
    /// given.
    pub fn rehearsal(&self, at: Option<Timestamp>) -> Self {
        let state = self.locked(|state| {
            let mut world = state.world.clone();
            if let Some(at) = at {
                world.clock = Clock::Frozen { at };
            }
            State::new(world, state.journal.scratch())
        });
        let copy = Self::of(state, Log::new(1), self.shared.limits);
        let latest = at.unwrap_or_else(|| self.latest()).as_microsecond();
        copy.shared.latest.store(latest, Ordering::Release);
        (*copy.rates()).clone_from(&self.rates());
        copy.end();
        copy
    }
}
