//! Worlds that are back after a restart of the server (SB 13.3).

use std::sync::Arc;

use super::{Handle, RemovalReason, RemovedWorld, Worlds};
use crate::{
    journal_file::{Ended, JournalFile, Life, Scan},
    log::Log,
    world::{ENGINE, Record, World, replay::ReplayError},
};

/// Reason why a world is not back.
#[derive(Debug, thiserror::Error)]
pub enum RestoringError {
    /// Another engine has written it, whose answers may differ.
    #[error(
        "line {line}: the world {world:?} was written by engine {theirs}; this program has engine \
         {ENGINE}; the file was not changed"
    )]
    Engine {
        /// Number of the line of its first record, from 1.
        line: u64,
        /// Id of the world.
        world: String,
        /// Number of the engine, as the record has it.
        theirs: serde_json::Value,
    },
    /// A record is not understood.
    #[error("line {line}: the world {world:?} cannot be made again: {error}")]
    Replay {
        /// Number of the line, from 1.
        line: u64,
        /// Id of the world.
        world: String,
        /// Cause.
        error: Box<ReplayError>,
    },
}

impl Worlds {
    /// Brings back the worlds that a file holds, and keeps them there. Effects that came due meanwhile
    /// fire.
    pub fn restore(&mut self, file: &JournalFile, scan: Scan) -> Result<(), RestoringError> {
        let handles = scan.lives.iter().map(|life| self.restored(file, life));
        // Nothing is written before all of them are there.
        for handle in handles.collect::<Result<Vec<_>, _>>()? {
            self.changing(|map| {
                map.learn_tokens(&handle);
                map.live.insert(handle.id().to_owned(), handle.clone());
            });
            handle.settle();
            tracing::info!(world = handle.id(), records = handle.records(), "a world is back");
        }
        self.found = Arc::new(scan.lives.into_iter().map(|life| life.world).collect());
        self.changing(|map| map.gone.extend(scan.ended.iter().filter_map(removed)));
        Ok(())
    }

    fn restored(&self, file: &JournalFile, life: &Life) -> Result<Handle, RestoringError> {
        if !life.is_of_this_engine() {
            let (world, theirs) = (life.world.clone(), life.engine.clone());
            return Err(RestoringError::Engine { line: life.line_of(0), world, theirs });
        }
        let lines = life.lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let read = |error: ReplayError| {
            let (line, world) = (life.line_of(error.n()), life.world.clone());
            RestoringError::Replay { line, world, error: Box::new(error) }
        };
        let record = |(n, line): (usize, &[u8])| {
            let n = n as u64;
            serde_json::from_slice(line).map_err(|error| ReplayError::Record { n, error })
        };
        let records: Vec<Record> =
            lines.enumerate().map(record).collect::<Result<_, _>>().map_err(read)?;
        let resumed = World::resumed(&records, self.create).map_err(read)?;
        let log = Log::new(self.entries).counting(self.metrics.clone());
        let stored = (records.as_slice(), life.lines.as_slice());
        let handle = Handle::found(resumed, stored, (file, self.create), log, self.limits);
        handle.set_generation(life.generation);
        Ok(handle.counting(&self.metrics))
    }
}

/// A world that is remembered as gone; none when another one took its place.
fn removed(ended: &Ended) -> Option<(String, RemovedWorld)> {
    let why = RemovalReason::of(&ended.why)?;
    let at = ended.real.as_deref()?.parse().ok()?;
    Some((ended.world.clone(), RemovedWorld { at, why }))
}
