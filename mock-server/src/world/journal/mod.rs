//! Every command that changed a world, in order, hash-chained (SB 13).
//!
//! A record is made before its command is applied: append, apply, answer. Where records go is
//! behind one trait ([`Engine`]); in memory for now, a file or a shared log later. Secrets are
//! sealed under a key that follows from the seed, so equal sessions give equal journals.

mod engine;
mod record;
mod seal;

use jiff::Timestamp;
use serde_json::{Value, json};

pub use engine::{Engine, Memory, Unavailable};
pub use record::{Kind, Record, START};
pub use seal::{Seal, SealError};

use super::{
    Definition, ENGINE,
    act::{AnyAct, Fired, Moment},
    clock,
};

/// The journal of one world.
pub struct Journal {
    world: String,
    seal: Seal,
    next: u64,
    chain: String,
    engine: Box<dyn Engine>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("world", &self.world).field("next", &self.next).finish()
    }
}

impl Journal {
    /// The journal of a new world; record 0 is its definition.
    pub fn begin(definition: &Definition, engine: Box<dyn Engine>) -> Result<Self, Unavailable> {
        let mut journal = Self {
            world: definition.id.clone(),
            seal: Seal::of_seed(&definition.seed),
            next: 0,
            chain: START.to_owned(),
            engine,
        };
        let mut input = serde_json::to_value(definition).expect("a definition is plain data");
        input["engine"] = json!(ENGINE);
        input["program"] = json!(env!("CARGO_PKG_VERSION"));
        journal.write(Kind::World, definition.born_at, None, None, input)?;
        Ok(journal)
    }

    /// How many records there are.
    pub fn len(&self) -> u64 {
        self.next
    }

    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.next == 0
    }

    /// Everything written so far.
    pub fn records(&self) -> Vec<Record> {
        self.engine.records()
    }

    /// Writes a command down that is about to be applied.
    pub fn append(
        &mut self,
        kind: Kind,
        moment: &Moment,
        command: &AnyAct,
    ) -> Result<(), Unavailable> {
        let input = serde_json::to_value(command).expect("a command is plain data");
        let who = (moment.surface, moment.operation.as_str(), moment.principal.clone());
        self.write(kind, moment.now, Some(who), None, input)
    }

    /// Notes an effect that fired, as evidence.
    pub fn note_fired(&mut self, fired: &Fired) -> Result<(), Unavailable> {
        let entity = fired.effect.entity();
        let input = json!({"effect": fired.effect.name(), "entity": entity});
        self.write(Kind::Fired, fired.at, None, Some(fired.effect.name()), input)
    }

    fn write(
        &mut self,
        kind: Kind,
        at: Timestamp,
        who: Option<(&'static str, &str, super::Principal)>,
        op: Option<&str>,
        mut input: Value,
    ) -> Result<(), Unavailable> {
        self.seal.close(self.next, &mut input);
        let (surface, operation, by) = match who {
            Some((surface, operation, by)) => (Some(surface.to_owned()), Some(operation), Some(by)),
            None => (None, op, None),
        };
        let mut record = Record {
            v: 1,
            world: self.world.clone(),
            n: self.next,
            at: clock::written(at),
            kind,
            surface,
            op: operation.map(ToOwned::to_owned),
            by: by.map(|by| serde_json::to_value(by).expect("a principal is plain data")),
            input,
            chain: String::new(),
        };
        record.chain = record.link(&self.chain);
        self.engine.append(&record)?;
        self.chain.clone_from(&record.chain);
        self.next += 1;
        Ok(())
    }
}
