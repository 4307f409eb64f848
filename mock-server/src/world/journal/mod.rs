//! The journal: every command that changed a world, in order, hash-chained (SB 13).
//!
//! A record is made before its command is applied: append, apply, answer. Reads are not in it, nor
//! their claims ([`Claims`](super::access::Claims) says what follows for replay); the claim of a
//! request that changes the world is in the record of its first command. Storage is behind one
//! trait ([`Engine`]): memory for now, a file or a shared log later. Secrets are sealed under a key
//! that follows from the seed, so equal sessions give equal journals.
//!
//! A journal at its limit ([`Limits`]) refuses every new change of the world; requests that have
//! begun to change it are finished, and reads go on.

mod canonical;
mod engine;
mod guard;
mod record;
mod seal;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

pub use engine::{Engine, Limits, Lines, Memory, Unavailable};
pub use record::{Change, Kind, Record, START};
pub use seal::{Seal, SealError};

use super::{ENGINE, World, clock, command_context::CommandContext, timeline::Fired};
use guard::Guard;

/// The journal of one world.
pub struct Journal {
    world: String,
    seal: Seal,
    guard: Guard,
    next: u64,
    bytes: u64,
    limits: Limits,
    chain: String,
    /// Storage of the records; none for a journal that nobody will read.
    engine: Option<Box<dyn Engine>>,
    /// Buffer for the line that is being written.
    line: Vec<u8>,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Journal").field("world", &self.world).field("next", &self.next).finish()
    }
}

impl Journal {
    /// Starts the journal of a new world; record 0 is its definition.
    pub fn begin(
        world: &World,
        engine: Box<dyn Engine>,
        limits: Limits,
    ) -> Result<Self, Unavailable> {
        let definition = &world.definition;
        let mut journal = Self { engine: Some(engine), limits, ..Self::unstored(world) };
        let mut input = serde_json::to_value(definition).expect("a definition is plain data");
        input["engine"] = json!(ENGINE);
        input["program"] = json!(env!("CARGO_PKG_VERSION"));
        journal.guard.learn(world);
        let record = journal.record(Kind::World, definition.born_at, input);
        journal.write(record, false)?;
        Ok(journal)
    }

    /// A journal of a world that stores nothing.
    pub fn unstored(world: &World) -> Self {
        Self {
            world: world.definition.id.clone(),
            seal: Seal::of_seed(&world.definition.seed),
            guard: Guard::default(),
            next: 0,
            bytes: 0,
            limits: Limits::default(),
            chain: START.to_owned(),
            engine: None,
            line: Vec::new(),
        }
    }

    /// A journal that continues from this one and stores nothing, for trial runs.
    pub fn scratch(&self) -> Self {
        Self {
            world: self.world.clone(),
            seal: self.seal.clone(),
            guard: Guard::default(),
            next: self.next,
            bytes: self.bytes,
            limits: self.limits,
            chain: START.to_owned(),
            engine: None,
            line: Vec::new(),
        }
    }

    /// Number of records.
    pub fn len(&self) -> u64 {
        self.next
    }

    /// True when there is no record.
    pub fn is_empty(&self) -> bool {
        self.next == 0
    }

    /// All lines so far.
    pub fn lines(&self) -> Lines {
        self.engine.as_ref().map(|engine| engine.lines()).unwrap_or_default()
    }

    /// Error of a journal that is full; `Ok` when a command would be accepted now.
    pub fn room(&self) -> Result<(), Unavailable> {
        let Limits { records, bytes } = self.limits;
        match (self.next >= records, self.bytes >= bytes) {
            (true, _) => Err(Unavailable::Records(records)),
            (false, true) => Err(Unavailable::Bytes(bytes)),
            (false, false) => Ok(()),
        }
    }

    /// Appends a command that is about to be applied.
    pub fn append(
        &mut self,
        kind: Kind,
        world: &World,
        context: &CommandContext,
        command: &impl Serialize,
    ) -> Result<(), Unavailable> {
        let request = context.request;
        if !request.continues {
            self.room()?;
        }
        if self.engine.is_none() {
            self.next += 1;
            return Ok(());
        }
        self.guard.learn(world);
        let input = serde_json::to_value(command).expect("a command is plain data");
        let by = self.seal.text(self.next, BY, &context.principal.label, &self.guard);
        let record = Record {
            surface: Some(context.surface),
            op: Some(context.operation.clone()),
            by: Some(by),
            auth: request.claim.map(|claim| claim.digest().text()),
            auth_until: request.claim.map(|claim| clock::written(claim.until(&world.rules))),
            ..self.record(kind, context.now, input)
        };
        self.write(record, request.continues)
    }

    /// Appends an effect that fired. It is evidence only: replay fires the effect again by itself.
    pub fn note_fired(&mut self, fired: &Fired) -> Result<(), Unavailable> {
        let entity = fired.effect.entity();
        let input = json!({"effect": fired.effect.name(), "entity": entity});
        let change = Change {
            entity,
            member: "status".to_owned(),
            from: fired.from.to_owned(),
            to: fired.to.to_owned(),
        };
        self.room()?;
        let record = Record {
            op: Some(fired.effect.name().to_owned()),
            effects: vec![change],
            ..self.record(Kind::Fired, fired.at, input)
        };
        self.write(record, false)
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
            auth_until: None,
            effects: Vec::new(),
            chain: String::new(),
        }
    }

    /// Seals and chains a record and stores it. With `continues`, the record may exceed the limit
    /// of bytes.
    fn write(&mut self, mut record: Record, continues: bool) -> Result<(), Unavailable> {
        let Some(engine) = &mut self.engine else {
            self.next += 1;
            return Ok(());
        };
        // The seed opens all sealed values, so it is never sealed itself.
        let seed = (record.kind == Kind::World).then(|| record.input["seed"].take());
        self.seal.close(record.n, &mut record.input, &self.guard);
        if let Some(seed) = seed {
            record.input["seed"] = seed;
        }
        self.line.clear();
        record.write_bare(&mut self.line);
        let chain = record::link(&self.chain, &self.line);
        self.line.pop();
        self.line.extend_from_slice(b",\"chain\":\"");
        self.line.extend_from_slice(chain.as_bytes());
        self.line.extend_from_slice(b"\"}");
        let bytes = self.bytes + self.line.len() as u64 + 1;
        if bytes > self.limits.bytes && !continues {
            return Err(Unavailable::Bytes(self.limits.bytes));
        }
        engine.append(&self.line)?;
        self.chain = chain;
        self.next += 1;
        self.bytes = bytes;
        Ok(())
    }
}

/// Path that stands for the principal of a record when it is sealed.
pub(super) const BY: &str = "#by";
