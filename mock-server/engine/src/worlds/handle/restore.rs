//! Going back to a snapshot (SB 14).

use std::sync::{PoisonError, atomic::Ordering};

use super::Handle;
use crate::{
    log::RedactionContext,
    world::{
        Clock, CommandContext, Denied,
        commands::{RestoreSnapshot, SnapshotError},
        snapshots::Snapshot,
    },
};

/// Reason why a world did not go back to a snapshot.
#[derive(Debug)]
pub enum RestoreError {
    /// World time is being moved, and would go on from the wrong place.
    Moving,
    /// The command was not applied.
    Denied(Denied<SnapshotError>),
}

impl Handle {
    /// Goes back to the snapshot of a name, and world time with it.
    pub fn restore(&self, name: &str) -> Result<(), RestoreError> {
        self.locked(|state| {
            let (now, _) = self.settled(state);
            if state.is_moving() {
                return Err(RestoreError::Moving);
            }
            // Where the clock stands, equal sessions have equal journals, whenever they happen.
            let real = match state.world.snapshots.named(name) {
                Some(Snapshot { at, world, .. }) if matches!(world.clock, Clock::Frozen { .. }) => {
                    *at
                }
                Some(_) | None => self.real_now(),
            };
            let left = RedactionContext::of(&state.world);
            let command = RestoreSnapshot { name: name.to_owned(), real };
            let context = CommandContext::ops(now, "snapshot.restore");
            state.act(&context, &command).map_err(RestoreError::Denied)?;
            self.leave(&left);
            // The end of an earlier move is no place to go on from.
            state.goal = None;
            // The only way back for a clock that never steps back.
            let shown = state.world.time(real).as_microsecond();
            self.shared.latest.store(shown, Ordering::Release);
            Ok(())
        })
    }

    /// Keeps the secrets of a state that the world has left.
    fn leave(&self, state: &RedactionContext) {
        let mut left = self.shared.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = std::mem::take(&mut *left).with_secrets_of(state);
    }
}
