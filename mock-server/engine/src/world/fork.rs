//! Branches: the records of a world under another id, and the world to which they lead. A fork
//! (SB 14) begins with the state of its origin; an import under another id (SB 13.2) is its original.
//!
//! The records are written anew under the other id, so that the journal leads to its world by
//! itself, can be verified and exported, and goes on from there. They keep their requests.
//! Credentials and tokens follow from the id, so that some requests have to name others and get
//! other answers: the floors above know which, and hand both in ([`Branch::take`]). The ids of
//! people stay those of the origin.
//!
//! # Rationale
//! Answers that show a credential, are encrypted under one or come from the control plane are given
//! anew, in the new world, and their digests are what the records hold. A digest of the original
//! would differ in every verification, and a record without a request could not be verified at all.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    CommandContext, CreateWorld, Denied, Idle, Journal, Record, World,
    commands::BeginFork,
    journal::{Kind, Limits, Memory, REQUEST, START, Seal, Unavailable},
    replay::{Recorded, Replay, ReplayError, definition},
};
use crate::crypto::secret::MARK;

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

/// A world that is being made of the records of another one, as far as they have been taken.
pub struct Branch<'a> {
    id: &'a str,
    seal: Seal,
    replay: Replay,
    records: Vec<Record>,
}

impl<'a> Branch<'a> {
    /// The branch with this id at the birth of its origin, whose record 0 this is. Its idle time is
    /// that of the origin when none is given.
    pub fn begin(
        first: &Record,
        (id, idle): (&'a str, Option<Idle>),
        create: CreateWorld,
    ) -> Result<Self, ReplayError> {
        let (theirs, seal) = definition(first)?;
        let mut record = Record { world: id.to_owned(), ..first.clone() };
        record.input["id"] = json!(id);
        record.input["idle"] = json!(idle.unwrap_or(theirs.idle));
        record.input["named_after"] = json!(theirs.name_source());
        record.chain = record.link(START);
        let replay = Replay::begin(&record, create)?;
        Ok(Self { id, seal, replay, records: vec![record] })
    }
}

impl Branch<'_> {
    /// Number of records that were taken.
    pub fn taken(&self) -> u64 {
        self.records.len() as u64
    }

    /// The world of the branch, before the next record.
    pub fn world(&self) -> &World {
        &self.replay.world
    }

    /// The next record of the origin as the branch has it, with a request that names its own
    /// credentials: `named` tells of each text of the request the one that takes its place.
    pub fn renamed(
        &self,
        record: &Record,
        named: &mut impl FnMut(&str) -> Option<String>,
    ) -> Result<Record, ReplayError> {
        let mut record = Record { world: self.id.to_owned(), ..record.clone() };
        if let Some(request) = &mut record.request {
            self.seal.reseal(record.n, REQUEST, request, &mut |value| {
                let mut value = value.clone();
                rename(&mut value, named);
                value
            })?;
            rename(request, named);
        }
        Ok(record)
    }

    /// Opens a record without taking it; none for one that tells of no command. What is due before
    /// it has fired.
    pub fn read(&mut self, record: &Record) -> Result<Option<Recorded>, ReplayError> {
        let recorded = match record.kind {
            Kind::Call | Kind::Control | Kind::Attempt | Kind::Restore => {
                Recorded::read(record, &self.seal)?
            }
            Kind::Fired | Kind::Gone => return Ok(None),
            Kind::World => return Err(ReplayError::Kind(record.n)),
        };
        self.replay.settle(recorded.at);
        Ok(Some(recorded))
    }

    /// Takes a record of the origin, as the branch has it.
    pub fn take(&mut self, mut record: Record) -> Result<(), ReplayError> {
        let chain = self.records.last().map_or(START, |last| &last.chain);
        record.chain = record.link(chain);
        if let Some(recorded) = self.replay.read(&record)? {
            self.replay.apply(&recorded)?;
        }
        self.records.push(record);
        Ok(())
    }

    /// The world to which the records lead, and the records.
    pub fn into_world(self) -> (World, Vec<Record>) {
        (self.replay.world, self.records)
    }

    /// The fork, and its records: those that were taken, and that of its beginning.
    pub fn forked(self, fork: &Fork<'_>) -> Result<(World, Vec<Record>), ForkError> {
        let Self { replay, records, .. } = self;
        let now = fork.now.unwrap_or_else(|| replay.now());
        let mut world = replay.world;
        let limits = Limits { records: u64::MAX, bytes: u64::MAX };
        let mut journal = Journal::resume(&world, Box::new(Memory::default()), limits, &records)?;
        for fired in world.settle(now) {
            // The records of the whole origin tell of it already.
            if fork.now.is_none() {
                journal.note_fired(&fired)?;
            }
        }
        let begin = BeginFork { real: fork.real };
        match world.act(&mut journal, &CommandContext::ops(now, "fork"), &begin) {
            Ok(()) => Ok((world, journal.lines().records())),
            Err(Denied::Unavailable(why)) => Err(why.into()),
            Err(Denied::Refused(never)) => match never {},
        }
    }
}

/// Puts others in the place of texts, secret or not.
fn rename(value: &mut Value, named: &mut impl FnMut(&str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(other) = named(text) {
                *text = other;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, named)),
        Value::Object(members) => match members.get_mut(MARK) {
            Some(secret) => rename(secret, named),
            None => members.values_mut().for_each(|member| rename(member, named)),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
