//! Worlds whose journals are kept in a file (SB 13.3).

use serde_json::json;

use super::{Handle, WorldLimits};
use crate::{
    journal_file::{FileEngine, JournalFile, RESET},
    log::Log,
    world::{
        CreateWorld, Journal, Record, Resumed,
        clock::{real_now, written},
        journal::Unavailable,
    },
};

impl Handle {
    /// A running world that was found in a file; its lines are those of the records.
    pub(in crate::worlds) fn found(
        Resumed { world, owed }: Resumed,
        (records, lines): (&[Record], &[u8]),
        (file, create): (&JournalFile, CreateWorld),
        log: Log,
        limits: WorldLimits,
    ) -> Self {
        let engine = Box::new(FileEngine::holding(file.clone(), lines));
        let journal = Journal::of_stored(&world, engine, limits.journal, (records, owed));
        let handle = Self::running(world, journal, log, limits);
        handle.locked(|state| state.remade_by = Some(create));
        handle
    }

    /// Stores the journal of a new world in a file, and that the world in whose place it comes is
    /// gone; both or neither. From then on its records go there. Blocks for as long as a sync takes.
    pub(in crate::worlds) fn keep_in(
        &self,
        (file, create): (&JournalFile, CreateWorld),
        former: Option<&Self>,
    ) -> Result<(), Unavailable> {
        let keep = |gone: &[u8], losses: u64| {
            self.locked(|state| {
                let lines = state.journal.lines().joined();
                file.store(&[gone, &lines].concat(), losses)?;
                let engine = Box::new(FileEngine::holding(file.clone(), &lines));
                state.journal.move_to(engine);
                state.remade_by = Some(create);
                Ok(())
            })
        };
        let Some(former) = former else { return keep(&[], file.losses()) };
        let why = if self.generation() > 1 { RESET } else { "replaced" };
        former.record_gone(file, why, keep)
    }

    /// Stores in the file that the world is gone. Blocks for as long as a sync takes.
    pub(in crate::worlds) fn leave_file(
        &self,
        file: &JournalFile,
        why: &str,
    ) -> Result<(), Unavailable> {
        self.record_gone(file, why, |gone, losses| file.store(gone, losses))
    }

    /// Ends the journal with the line that `store` stores.
    fn record_gone(
        &self,
        file: &JournalFile,
        why: &str,
        store: impl FnOnce(&[u8], u64) -> Result<(), Unavailable>,
    ) -> Result<(), Unavailable> {
        // Before the lock is taken, which takes back what was lost until then.
        let losses = file.losses();
        self.locked(|state| {
            let at = state.world.time(real_now()).max(self.latest());
            let input = json!({"why": why, "real": written(real_now())});
            store(&state.journal.gone_line(at, input), losses)?;
            state.journal.leave();
            state.remade_by = None;
            Ok(())
        })
    }

    /// Waits until everything is stored that was recorded so far; an error when it was lost.
    pub async fn stored(&self) -> Result<(), Unavailable> {
        self.locked(|state| state.journal.receipt()).stored().await
    }

    /// True while nothing of this world can be stored.
    pub fn is_cut_off(&self) -> bool {
        let room = self.locked(|state| state.journal.room());
        room == Err(Unavailable::Storage)
    }
}
