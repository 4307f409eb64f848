//! Every command that changed a world, in order, hash-chained (SB 13).
//!
//! A record is made before its command is applied: append, apply, answer. Where records go is
//! behind one trait ([`Engine`]); in memory for now, a file or a shared log later. Secrets are
//! sealed under a key that follows from the seed, so equal sessions give equal journals.

mod canonical;
mod engine;
mod record;
mod seal;

use jiff::Timestamp;
use serde_json::{Value, json};

pub use engine::{Engine, Memory, Unavailable};
pub use record::{Change, Kind, Record, START};
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
    /// Room for the line that is being written.
    line: Vec<u8>,
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
            line: Vec::new(),
        };
        let mut input = serde_json::to_value(definition).expect("a definition is plain data");
        input["engine"] = json!(ENGINE);
        input["program"] = json!(env!("CARGO_PKG_VERSION"));
        journal.write(journal.record(Kind::World, definition.born_at, input))?;
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
        self.write(Record {
            surface: Some(moment.surface.to_owned()),
            op: Some(moment.operation.clone()),
            by: Some(moment.principal.label.clone()),
            auth: command.nonce(),
            ..self.record(kind, moment.now, input)
        })
    }

    /// Notes an effect that fired, as evidence.
    pub fn note_fired(&mut self, fired: &Fired) -> Result<(), Unavailable> {
        let entity = fired.effect.entity();
        let input = json!({"effect": fired.effect.name(), "entity": entity});
        let change = Change {
            entity,
            member: "status".to_owned(),
            from: fired.from.to_owned(),
            to: fired.to.to_owned(),
        };
        self.write(Record {
            op: Some(fired.effect.name().to_owned()),
            effects: vec![change],
            ..self.record(Kind::Fired, fired.at, input)
        })
    }

    /// The next record, with nothing in it but its input.
    fn record(&self, kind: Kind, at: Timestamp, input: Value) -> Record {
        Record {
            v: 1,
            world: self.world.clone(),
            n: self.next,
            at: clock::written(at),
            kind,
            surface: None,
            op: None,
            by: None,
            input,
            auth: None,
            effects: Vec::new(),
            chain: String::new(),
        }
    }

    /// Seals and chains a record and gives it to the engine.
    fn write(&mut self, mut record: Record) -> Result<(), Unavailable> {
        self.seal.close(record.n, &mut record.input);
        self.line.clear();
        record.write_bare(&mut self.line);
        let chain = record::link(&self.chain, &self.line);
        self.line.pop();
        self.line.extend_from_slice(b",\"chain\":\"");
        self.line.extend_from_slice(chain.as_bytes());
        self.line.extend_from_slice(b"\"}");
        self.engine.append(&self.line)?;
        self.chain = chain;
        self.next += 1;
        Ok(())
    }
}
