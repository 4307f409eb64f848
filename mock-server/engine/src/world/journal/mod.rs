//! The journal: every command that changed a world, in order, hash-chained (SB 13).
//!
//! One request is one record: the commands that it ran, in order, the claim that it took and the
//! digest of its answer. The order is apply, append, answer: [`Journal::open`] begins a record,
//! commands are collected while they are applied, and [`Journal::close`] stores the record before
//! the answer leaves. Reads that took nothing are not in it. Commands that belong to no request,
//! such as the steps of a setup, are records of their own. Storage is behind one trait ([`Engine`]):
//! memory, a file, or a shared log later. An engine takes records without chain values and chains
//! them when these are needed: for a file at once, in memory when somebody reads. Secrets are sealed
//! under a key that follows from the seed, so equal sessions give equal journals.
//!
//! A journal at its limit ([`Limits`]) refuses every new change of the world; requests that have
//! begun to change it are finished, and reads go on.

mod canonical;
mod engine;
mod guard;
#[cfg(test)]
mod knowing;
mod lines;
mod open;
mod receipt;
mod record;
mod rewriting;
mod seal;
mod seal_key;
mod stored;
mod unavailable;
mod writing;

use std::collections::VecDeque;

use serde_json::json;

pub use engine::{Engine, Limits, Memory};
pub use lines::{GrowingLines, Lines, chain_line};
pub use open::{DescribedRequest, RequestEnd};
pub use receipt::{Progress, Receipt};
pub use record::{AnswerDigest, Change, Kind, Record, START};
pub use rewriting::{Anything, Judge, Odd, rewrite};
pub(super) use seal::VALUE as SEALED_VALUE;
pub use seal::{Seal, SealError};
pub use seal_key::seal_under;
pub use stored::links;
pub use unavailable::Unavailable;

use super::{AnyAct, ENGINE, World, command_context::CommandContext, timeline::Fired};
use guard::Guard;
use open::{OpenRecord, RanCommand};

/// The journal of one world.
pub struct Journal {
    world: String,
    seal: Seal,
    guard: Guard,
    next: u64,
    bytes: u64,
    limits: Limits,
    /// Storage of the records; none for a journal that nobody will read.
    engine: Option<Box<dyn Engine>>,
    /// Record of the request that is being answered.
    open: Option<OpenRecord>,
    /// Buffer for the record that is being written, without its chain value.
    line: Vec<u8>,
    /// Buffer for the commands of that record, as `serde` writes them.
    draft: Vec<u8>,
    /// Effects that fired while nothing could be stored; they come before the next record.
    owed: VecDeque<Fired>,
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

    /// The journal of a world that these records lead to, which goes on behind them.
    pub fn resume(
        world: &World,
        engine: Box<dyn Engine>,
        limits: Limits,
        records: &[Record],
    ) -> Result<Self, Unavailable> {
        let mut journal = Self { engine: Some(engine), limits, ..Self::unstored(world) };
        journal.guard.learn(world);
        for record in records {
            journal.room()?;
            journal.store_record(record, false)?;
        }
        Ok(journal)
    }

    /// A journal of a world that stores nothing and whose next record has this number.
    pub fn numbered(world: &World, next: u64) -> Self {
        let limits = Limits { records: u64::MAX, bytes: u64::MAX };
        Self { next, limits, ..Self::unstored(world) }
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
            engine: None,
            open: None,
            line: Vec::new(),
            draft: Vec::new(),
            owed: VecDeque::new(),
        }
    }

    /// A journal that continues from this one and stores nothing, for trial runs of a request. All
    /// that is done belongs to one record.
    pub fn scratch(&self) -> Self {
        Self {
            world: self.world.clone(),
            seal: self.seal.clone(),
            guard: Guard::default(),
            next: self.next,
            bytes: self.bytes,
            limits: self.limits,
            engine: None,
            open: Some(OpenRecord::default()),
            line: Vec::new(),
            draft: Vec::new(),
            owed: VecDeque::new(),
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
            (false, false) => self.engine.as_ref().map_or(Ok(()), |engine| engine.room()),
        }
    }

    /// Begins the record of a request, of this kind or of that of its surface.
    pub fn open(&mut self, kind: Option<Kind>) {
        self.open = Some(OpenRecord { kind, ..OpenRecord::default() });
    }

    /// True when a request is being answered whose record holds a command already.
    pub fn has_begun(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.has_begun)
    }

    /// True when a request that is being answered has no command yet, and its record might not be
    /// stored: the world as it is now may be needed again.
    pub fn may_fail(&self) -> bool {
        let is_near = self.bytes.saturating_add(NEAR) >= self.limits.bytes;
        self.open.is_some()
            && !self.has_begun()
            && self.engine.as_ref().is_some_and(|engine| is_near || engine.may_fail())
    }

    /// Appends a command that is about to be applied: to the record of the request that is being
    /// answered, or as a record of its own.
    pub fn append(
        &mut self,
        world: &World,
        context: &CommandContext,
        command: AnyAct,
    ) -> Result<(), Unavailable> {
        if self.open.as_ref().is_some_and(|open| open.is_undone) {
            return Err(Unavailable::Storage);
        }
        if !context.continues && !self.has_begun() {
            self.room()?;
        }
        let command = RanCommand::of(context, command);
        if let Some(open) = &mut self.open {
            open.has_begun = true;
            open.continues |= context.continues;
            if self.engine.is_some() {
                open.commands.push(command);
            }
            return Ok(());
        }
        if self.engine.is_none() {
            self.next += 1;
            return Ok(());
        }
        let alone = OpenRecord { commands: vec![command], ..OpenRecord::default() };
        self.store(world, alone, None, context.continues)
    }

    /// Ends the record of a request and stores it; nothing is stored of a request that did nothing.
    /// After an error the record is not stored, and the world has to become what it was before.
    pub fn close(&mut self, world: &World, end: Option<RequestEnd>) -> Result<(), Unavailable> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        if open.is_undone {
            return Err(Unavailable::Storage);
        }
        let has_commands = !open.commands.is_empty();
        // A full journal lets reads go on, and forgets their claims.
        if !has_commands && self.room().is_err() {
            return Ok(());
        }
        let (fired, continues) = (std::mem::take(&mut open.fired), open.continues);
        let stored = self.store(world, open, end, continues);
        if has_commands {
            stored?;
        }
        for effect in &fired {
            // Evidence only: replay fires it again by itself.
            let _ = self.note_fired(effect);
        }
        Ok(())
    }

    /// Appends an effect that fired. It is evidence only: replay fires the effect again by itself.
    /// An effect that fires while a request is answered, after its first command, follows its record.
    pub fn note_fired(&mut self, fired: &Fired) -> Result<(), Unavailable> {
        if let Some(open) = self.open.as_mut().filter(|open| open.has_begun) {
            if self.engine.is_some() {
                open.fired.push(fired.clone());
            }
            return Ok(());
        }
        let room = self.room();
        match room {
            Ok(()) | Err(Unavailable::Storage) => self.owed.push_back(fired.clone()),
            Err(Unavailable::Records(_) | Unavailable::Bytes(_) | Unavailable::Deliveries(_)) => {}
        }
        room?;
        self.pay()
    }
}

/// Version of the format of records.
pub const FORMAT: u32 = 1;

/// Place that stands for the principal of a record when it is sealed.
pub(super) const BY: &str = "#by";

/// Place that stands for the operation of a record when it is sealed.
pub(super) const OP: &str = "#op";

/// Member of a command before which nothing fired.
pub(super) const JOINS: &str = "joins";

/// Place of the request of a record.
pub(super) const REQUEST: &str = "#request";

/// Bytes before the limit from which on a record might not fit: more than one record has.
const NEAR: u64 = 16 << 20;
