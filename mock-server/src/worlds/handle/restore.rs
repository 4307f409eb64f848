//! Going back to a snapshot (SB 14).

use std::sync::atomic::Ordering;

use super::Handle;
use crate::world::{
    CommandContext, Denied,
    commands::{RestoreSnapshot, SnapshotError},
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
            let real = self.real_now();
            let command = RestoreSnapshot { name: name.to_owned(), real };
            let context = CommandContext::ops(now, "snapshot.restore");
            state.act(&context, &command).map_err(RestoreError::Denied)?;
            // The only way back for a clock that never steps back.
            let shown = state.world.time(real).as_microsecond();
            self.shared.latest.store(shown, Ordering::Release);
            Ok(())
        })
    }
}
