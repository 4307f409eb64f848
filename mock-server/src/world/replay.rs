//! Replay: makes a world again from its journal.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{
    AnyAct, CommandContext, CreateWorld, CreationError, Definition, Fired, Record, World,
    access::{Claim, Nonce},
    commands::AnyWorldCommand,
    journal::{BY, FORMAT, JOINS, Kind, OP, REQUEST, START, Seal, SealError},
};
use crate::{
    crypto::secret::MARK,
    register::Repeat,
    surface::{RequestMemory, Surface},
};

/// Reason why a journal cannot be replayed; `n` is the number of the record.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// Record 0 is not a definition.
    #[error("the journal does not begin with a world")]
    NoWorld,
    /// The record is missing, or its chain value does not fit.
    #[error("record {0} is not the one that was written")]
    Chain(u64),
    /// The record has another version of the format.
    #[error("record {n} has version {version} of the format; this program reads {FORMAT}")]
    Version {
        /// Number of the record.
        n: u64,
        /// Version of the format.
        version: u32,
    },
    /// The record is of a kind that does not stand there.
    #[error("record {0} is of a kind that does not stand there")]
    Kind(u64),
    /// The record is not understood by this program.
    #[error("record {n}: {error}")]
    Record {
        /// Number of the record.
        n: u64,
        /// Cause.
        error: serde_json::Error,
    },
    /// A sealed value does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The definition does not make a world.
    #[error(transparent)]
    Creation(#[from] CreationError),
    /// The record's principal is unknown in this world.
    #[error("record {0} was done by nobody in this world")]
    Principal(u64),
    /// The record names no surface.
    #[error("record {0} names no surface")]
    Surface(u64),
    /// The record's time cannot be read.
    #[error("record {0} has no readable time")]
    Time(u64),
}

impl ReplayError {
    /// Number of the record.
    pub fn n(&self) -> u64 {
        match self {
            Self::NoWorld | Self::Creation(_) => 0,
            Self::Chain(n)
            | Self::Version { n, .. }
            | Self::Kind(n)
            | Self::Record { n, .. }
            | Self::Principal(n)
            | Self::Surface(n)
            | Self::Time(n) => *n,
            Self::Seal(error) => error.record(),
        }
    }
}

/// A replay on its way: the world as far as its records have been taken.
pub struct Replay {
    /// The world.
    pub world: World,
    seal: Seal,
    chain: String,
    next: u64,
    /// Real time of the last record while a clock has run.
    real: Timestamp,
    /// Effects that have fired and whose records have not come yet.
    fired: VecDeque<Fired>,
}

/// A record as a replay reads it: opened, and without defaults.
pub struct Recorded {
    /// Number.
    pub n: u64,
    /// World time.
    pub at: Timestamp,
    /// Surface of the request.
    pub surface: Surface,
    /// Label of the principal; empty before authentication.
    pub by: String,
    /// The request, its secrets in clear; none when it cannot be answered again.
    pub request: Option<Value>,
    /// Digest of its claim, and the last instant at which that is held.
    claim: Option<(Nonce, Timestamp)>,
    /// The commands, in order.
    pub commands: Vec<RecordedCommand>,
}

/// A command of a record.
pub struct RecordedCommand {
    at: Timestamp,
    by: String,
    operation: String,
    /// True when nothing fired before it.
    joins: bool,
    /// The command.
    pub command: AnyAct,
}

impl World {
    /// The world that these records lead to; `create` makes the one in which they begin.
    pub fn replay(records: &[Record], create: CreateWorld) -> Result<Self, ReplayError> {
        Ok(Replay::of(records, create)?.world)
    }

    fn with_deviations(&mut self, context: &CommandContext, run: impl Fn(&mut Self)) {
        match self.deviations.repeat(&context.operation) {
            None => run(self),
            Some(Repeat::Lost) => run(&mut self.clone()),
            Some(Repeat::Twice) => {
                run(self);
                run(self);
            }
        }
    }

    fn again(&mut self, context: &CommandContext, command: &AnyAct) {
        match command {
            AnyAct::Issuer(command) => {
                self.with_deviations(context, |world| {
                    // What was written down was not refused then and is not refused now; a second
                    // application under a deviation may be, then as now.
                    let _ =
                        world.with_issuer(context, |issuer, context| command.run(issuer, context));
                });
            }
            AnyAct::World(command) => {
                self.with_deviations(context, |world| command.run(world, context));
            }
        }
    }
}

impl Replay {
    /// Takes all of these records.
    pub fn of(records: &[Record], create: CreateWorld) -> Result<Self, ReplayError> {
        let (first, rest) = records.split_first().ok_or(ReplayError::NoWorld)?;
        let mut replay = Self::begin(first, create)?;
        for record in rest {
            if let Some(recorded) = replay.read(record)? {
                replay.apply(&recorded)?;
            }
        }
        Ok(replay)
    }

    /// World time after the last record.
    pub fn now(&self) -> Timestamp {
        self.world.time(self.real)
    }

    /// Makes the world that record 0 defines.
    pub fn begin(first: &Record, create: CreateWorld) -> Result<Self, ReplayError> {
        let (definition, seal) = definition(first)?;
        let world = create(definition)?;
        let born_at = world.definition.born_at;
        let real = world.clock.real_at(born_at).unwrap_or(born_at);
        let (chain, fired) = (START.to_owned(), VecDeque::new());
        let mut replay = Self { world, seal, chain, next: 0, real, fired };
        replay.link(first)?;
        Ok(replay)
    }

    /// Reads the next record; none for one that tells of no command.
    pub fn read(&mut self, record: &Record) -> Result<Option<Recorded>, ReplayError> {
        self.link(record)?;
        let n = record.n;
        match record.kind {
            Kind::Call | Kind::Control | Kind::Attempt | Kind::Restore => {}
            Kind::Fired | Kind::Gone => return Ok(None),
            Kind::World => return Err(ReplayError::Kind(n)),
        }
        let time = |text: &str| text.parse::<Timestamp>().map_err(|_| ReplayError::Time(n));
        let text = |place, text: &Option<String>| {
            self.seal.open_text(n, place, text.as_deref().unwrap_or_default())
        };
        let (by, operation) = (text(BY, &record.by)?, text(OP, &record.op)?);
        let at = time(&record.at)?;
        let mut input = record.input.clone();
        self.seal.open(n, "", &mut input)?;
        let items: Vec<Value> = read(n, input)?;
        let command = |mut item: Value| {
            let members = item.as_object_mut();
            let joins = members.and_then(|members| members.shift_remove(JOINS)).is_some();
            let mut member = |name| match item.as_object_mut()?.shift_remove(name)? {
                Value::String(text) => Some(text),
                _ => None,
            };
            let (own, own_by, own_op) = (member("at"), member("by"), member("op"));
            Ok::<_, ReplayError>(RecordedCommand {
                at: own.as_deref().map_or(Ok(at), time)?,
                by: own_by.unwrap_or_else(|| by.clone()),
                operation: own_op.unwrap_or_else(|| operation.clone()),
                joins,
                command: read(n, item)?,
            })
        };
        let commands = items.into_iter().map(command).collect::<Result<Vec<_>, ReplayError>>()?;
        let request = record.request.clone().map(|mut request| {
            self.seal.open(n, REQUEST, &mut request)?;
            unmark(&mut request);
            Ok::<_, ReplayError>(request)
        });
        let digest = record.auth.as_deref().and_then(Nonce::read);
        let until = record.auth_until.as_deref().and_then(|text| text.parse().ok());
        let surface = record.surface.ok_or(ReplayError::Surface(n))?;
        let request = request.transpose()?;
        Ok(Some(Recorded { n, at, surface, by, request, claim: digest.zip(until), commands }))
    }

    /// Fires what is due at an instant.
    pub fn settle(&mut self, at: Timestamp) {
        self.fired.extend(self.world.settle(at));
    }

    /// Takes the claim of a record and runs its commands.
    pub fn apply(&mut self, recorded: &Recorded) -> Result<(), ReplayError> {
        self.settle(recorded.at);
        let real = recorded.real().or_else(|| self.world.clock.real_at(recorded.at));
        self.real = real.unwrap_or(self.real);
        if let Some(claim) = recorded.claim(&self.world) {
            // The request was accepted, so its claim was free.
            let World { access, rules, .. } = &mut self.world;
            let _ = access.claims.take(&claim, rules, usize::MAX);
        }
        for ran in &recorded.commands {
            if !ran.joins {
                self.settle(ran.at);
            }
            self.world.history.belong_to(recorded.n);
            let principal = self.world.principal(&ran.by);
            let context = CommandContext {
                now: ran.at,
                principal: principal.ok_or(ReplayError::Principal(recorded.n))?,
                surface: recorded.surface,
                operation: ran.operation.clone(),
                continues: true,
                joins: ran.joins,
                explanation: None,
            };
            self.world.again(&context, &ran.command);
        }
        Ok(())
    }

    /// The effect that a `fired` record tells of, as it fired here; none when it did not. A full
    /// journal leaves such records out, so that those which are there need not follow each other.
    pub fn fired(&mut self, record: &Record) -> Result<Option<Fired>, ReplayError> {
        let at = record.at.parse().map_err(|_| ReplayError::Time(record.n))?;
        self.settle(at);
        let is_it = |fired: &Fired| {
            fired.at == at
                && record.op.as_deref() == Some(fired.effect.name())
                && record.input["entity"] == fired.effect.entity()
        };
        let found = self.fired.iter().position(is_it).unwrap_or(0);
        Ok(self.fired.remove(found))
    }

    /// The world as far as its records have been taken, and effects that have fired in it without a
    /// record.
    pub fn ended(self) -> (World, Vec<Fired>) {
        (self.world, self.fired.into())
    }

    fn link(&mut self, record: &Record) -> Result<(), ReplayError> {
        if record.v != FORMAT {
            return Err(ReplayError::Version { n: self.next, version: record.v });
        }
        let link = record.link(&self.chain);
        if record.n != self.next || record.chain != link {
            return Err(ReplayError::Chain(self.next));
        }
        self.chain = link;
        self.next += 1;
        Ok(())
    }
}

impl Recorded {
    /// Real time at which the request came, if a command depends on it.
    pub fn real(&self) -> Option<Timestamp> {
        self.commands.iter().find_map(|ran| match &ran.command {
            AnyAct::World(AnyWorldCommand::SetClock(set)) => set.clock.real_at(set.now),
            AnyAct::World(AnyWorldCommand::RestoreSnapshot(restore)) => Some(restore.real),
            AnyAct::World(_) | AnyAct::Issuer(_) => None,
        })
    }

    /// The claim that the request took.
    pub fn claim(&self, world: &World) -> Option<Claim> {
        let (digest, until) = self.claim?;
        let window = SignedDuration::from_millis(world.rules.auth.replay_window_ms);
        Some(match self.surface.request_memory()? {
            RequestMemory::Nonces => {
                Claim::Nonce { digest, at: until.checked_sub(window).unwrap_or(until) }
            }
            RequestMemory::Slots => Claim::Slot { digest, at: Timestamp::MIN, until },
        })
    }
}

/// The definition in record 0, and the seal of the journal.
pub fn definition(first: &Record) -> Result<(Definition, Seal), ReplayError> {
    if first.kind != Kind::World {
        return Err(ReplayError::NoWorld);
    }
    let mut input = first.input.clone();
    let seal = Seal::of_seed(input["seed"].as_str().ok_or(ReplayError::NoWorld)?);
    seal.open(first.n, "", &mut input)?;
    Ok((read(first.n, input)?, seal))
}

fn read<T: serde::de::DeserializeOwned>(n: u64, value: Value) -> Result<T, ReplayError> {
    serde_json::from_value(value).map_err(|error| ReplayError::Record { n, error })
}

/// Puts marked secrets back in their places, in clear.
fn unmark(value: &mut Value) {
    match value {
        Value::Object(members) => match members.get_mut(MARK).map(Value::take) {
            Some(secret) => *value = secret,
            None => members.values_mut().for_each(unmark),
        },
        Value::Array(items) => items.iter_mut().for_each(unmark),
        _ => {}
    }
}
