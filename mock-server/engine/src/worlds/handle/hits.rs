//! Counts the steps of a world, outside of requests, to which a deviation made a difference: effects
//! that fall due, and the results of deliveries. Each step runs once more for every active deviation,
//! on a copy of the world on which that deviation is switched off; worlds without deviations pay
//! nothing.

use jiff::Timestamp;

use super::{Handle, State, Transaction};
use crate::world::World;

/// Copies of a world, each with one deviation switched off.
pub(super) struct Shadows(Vec<(String, State)>);

impl Shadows {
    /// No copies, where nothing is counted.
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// A copy for each active deviation, on which the step runs.
    pub(super) fn running(state: &State, mut step: impl FnMut(&mut State)) -> Self {
        let copy = |id: &String| {
            let mut copy = State::new(state.world.without(id), state.journal.scratch());
            step(&mut copy);
            (id.clone(), copy)
        };
        let ids: Vec<_> = state.world.deviations.iter().map(|active| active.id.clone()).collect();
        Self(ids.iter().map(copy).collect())
    }

    /// Counts a hit of each deviation without which the step has left another state.
    pub(super) fn compare(self, world: &mut World) {
        for (id, copy) in self.0 {
            if !world.same_state(&copy.world) {
                world.deviations.hit(&id);
            }
        }
    }
}

impl State {
    /// The copies on which everything has fired that is due at `now`; none where nothing is due.
    pub(super) fn settled_shadows(&self, now: Timestamp) -> Shadows {
        let is_due = self.world.timeline.next().is_some_and(|(at, _)| at <= now);
        if !is_due || self.world.deviations.is_empty() {
            return Shadows::none();
        }
        Shadows::running(self, |copy| {
            copy.world.settle(now);
        })
    }
}

impl Handle {
    /// Runs several commands in one step, as [`Handle::in_one_step`] does, and counts the deviations
    /// that make a difference to the state that they leave.
    pub fn in_one_counted_step(&self, steps: impl Fn(&mut Transaction<'_>)) {
        self.locked(|state| {
            let (now, _) = self.settled(state);
            let run = |state: &mut State| steps(&mut Transaction { state, now });
            let shadows = Shadows::running(state, run);
            run(state);
            shadows.compare(&mut state.world);
        });
    }
}
