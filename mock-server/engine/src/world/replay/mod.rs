//! Replay: makes a world again from its journal.

mod failures;
mod recorded;

use std::collections::VecDeque;

use jiff::Timestamp;
use serde_json::Value;

pub use failures::ReplayError;
pub use recorded::{Recorded, RecordedCommand};

use super::{
    AnyAct, CommandContext, CreateWorld, Definition, Fired, Record, World,
    journal::{FORMAT, Kind, START, Seal},
};
use crate::register::Repeat;

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

impl World {
    /// The world that these records lead to; `create` makes the one in which they begin.
    pub fn replay(records: &[Record], create: CreateWorld) -> Result<Self, ReplayError> {
        Ok(Replay::of(records, create)?.world)
    }

    fn with_deviations(
        &mut self,
        (context, command): (&CommandContext, &AnyAct),
        run: impl Fn(&mut Self),
    ) {
        self.keep_view_before(context);
        match self.deviations.repeat(&context.operation) {
            None => run(self),
            Some(Repeat::Lost) => run(&mut self.clone()),
            Some(Repeat::Twice) => {
                run(self);
                run(self);
            }
            Some(Repeat::Elsewhere(others)) => match command {
                AnyAct::Issuer(command) => {
                    if others.and_the_right_one() {
                        run(self);
                    }
                    self.run_elsewhere(context, command, others);
                }
                AnyAct::World(_) => run(self),
            },
        }
    }

    fn again(&mut self, context: &CommandContext, act: &AnyAct) {
        match act {
            AnyAct::Issuer(command) => {
                self.with_deviations((context, act), |world| {
                    // What was written down was not refused then and is not refused now; a second
                    // application under a deviation may be, then as now.
                    let _ =
                        world.with_issuer(context, |issuer, context| command.run(issuer, context));
                });
            }
            AnyAct::World(command) => {
                self.with_deviations((context, act), |world| command.run(world, context));
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
        match record.kind {
            Kind::Call | Kind::Control | Kind::Attempt | Kind::Restore => {
                Recorded::read(record, &self.seal).map(Some)
            }
            Kind::Fired | Kind::Gone => Ok(None),
            Kind::World => Err(ReplayError::Kind(record.n)),
        }
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
