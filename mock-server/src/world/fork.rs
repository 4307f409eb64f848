//! Forks: worlds that begin with the state of another one (SB 14).
//!
//! A fork is made of the journal of its origin: the records are written anew under its own id, so
//! that its journal leads to it by itself, can be verified and exported, and goes on from there.
//! The records lose their requests, because credentials are in the answers to some of them and
//! follow from the id. The ids of people stay those of the origin.

use jiff::Timestamp;
use serde_json::json;

use super::{
    CommandContext, CreateWorld, Denied, Idle, Journal, Record, World,
    commands::BeginFork,
    journal::{Kind, Limits, Memory, Unavailable},
    replay::{Replay, ReplayError, definition},
    strip::{chained, under_id},
};

/// A fork that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Fork<'a> {
    /// Id of the fork.
    pub id: &'a str,
    /// Time after which it is deleted if it is not used.
    pub idle: Idle,
    /// World time of the origin; that of its last record when absent.
    pub now: Option<Timestamp>,
    /// Real time, from which a running clock goes on.
    pub real: Timestamp,
}

/// Reason why no fork was made.
#[derive(Debug, thiserror::Error)]
pub enum ForkError {
    /// The records of the origin cannot be replayed.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// The journal of the fork is full.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

impl Fork<'_> {
    /// The fork to which these records of its origin lead, and its own records.
    pub fn make(
        &self,
        origin: &[Record],
        create: CreateWorld,
    ) -> Result<(World, Vec<Record>), ForkError> {
        let records = self.rewritten(origin)?;
        let replay = Replay::of(&records, create)?;
        let now = self.now.unwrap_or_else(|| replay.now());
        let mut world = replay.world;
        let limits = Limits { records: u64::MAX, bytes: u64::MAX };
        let mut journal = Journal::resume(&world, Box::new(Memory::default()), limits, &records)?;
        for fired in world.settle(now) {
            // The records of the whole origin tell of it already.
            if self.now.is_none() {
                journal.note_fired(&fired)?;
            }
        }
        let begin = BeginFork { real: self.real };
        match world.act(&mut journal, &CommandContext::ops(now, "fork"), &begin) {
            Ok(()) => Ok((world, journal.lines().records())),
            Err(Denied::Unavailable(why)) => Err(why.into()),
            Err(Denied::Refused(never)) => match never {},
        }
    }

    /// The records of the origin under the id of the fork.
    fn rewritten(&self, origin: &[Record]) -> Result<Vec<Record>, ReplayError> {
        let (theirs, _) = definition(origin.first().ok_or(ReplayError::NoWorld)?)?;
        Ok(chained(origin.iter().map(|record| {
            let mut record = under_id(record, self.id);
            if record.kind == Kind::World {
                record.input["idle"] = json!(self.idle);
                record.input["named_after"] = json!(theirs.name_source());
            }
            record
        })))
    }
}
