//! Replay: makes a world again from its journal.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{
    AnyAct, CommandContext, CreateWorld, CreationError, Definition, Record, World,
    access::{Claim, Nonce},
    command_context::RequestPart,
    journal::{BY, Kind, START, Seal, SealError},
};
use crate::{
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

impl World {
    /// The world that these records lead to; `create` makes the one in which they begin.
    pub fn replay(records: &[Record], create: CreateWorld) -> Result<Self, ReplayError> {
        let (first, rest) = records.split_first().ok_or(ReplayError::NoWorld)?;
        if first.kind != Kind::World {
            return Err(ReplayError::NoWorld);
        }
        let mut input = first.input.clone();
        let seal = Seal::of_seed(input["seed"].as_str().ok_or(ReplayError::NoWorld)?);
        seal.open(first.n, &mut input)?;
        let definition: Definition = read(first.n, input)?;
        let mut world = create(definition)?;
        let mut chain = check(first, 0, START)?;
        for (n, record) in (1..).zip(rest) {
            chain = check(record, n, &chain)?;
            let at: Timestamp = record.at.parse().map_err(|_| ReplayError::Time(n))?;
            world.settle(at);
            if let Some(by) = &record.by {
                let mut input = record.input.clone();
                seal.open(n, &mut input)?;
                let by = seal.open_text(n, BY, by)?;
                let principal = world.principal(&by).ok_or(ReplayError::Principal(n))?;
                let operation = record.op.clone().unwrap_or_default();
                let surface = record.surface.ok_or(ReplayError::Surface(n))?;
                world.claim_again(surface, record);
                let request = RequestPart::default();
                let context = CommandContext { now: at, principal, surface, operation, request };
                world.again(&context, &read(n, input)?);
            }
        }
        Ok(world)
    }

    /// Takes the claim of a recorded request again: a request that took effect once is not accepted
    /// twice.
    fn claim_again(&mut self, surface: Surface, record: &Record) {
        let digest = record.auth.as_deref().and_then(Nonce::read);
        let until = record.auth_until.as_deref().and_then(|text| text.parse::<Timestamp>().ok());
        let memory = surface.request_memory();
        let (Some(digest), Some(until), Some(memory)) = (digest, until, memory) else { return };
        let window = SignedDuration::from_millis(self.rules.auth.replay_window_ms);
        let claim = match memory {
            RequestMemory::Nonces => {
                Claim::Nonce { digest, at: until.checked_sub(window).unwrap_or(until) }
            }
            RequestMemory::Slots => Claim::Slot { digest, at: Timestamp::MIN, until },
        };
        // The request was accepted, so its claim was free.
        let _ = self.access.claims.take(&claim, &self.rules, usize::MAX);
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

fn check(record: &Record, n: u64, previous: &str) -> Result<String, ReplayError> {
    let link = record.link(previous);
    if record.n == n && record.chain == link { Ok(link) } else { Err(ReplayError::Chain(n)) }
}

fn read<T: serde::de::DeserializeOwned>(n: u64, value: Value) -> Result<T, ReplayError> {
    serde_json::from_value(value).map_err(|error| ReplayError::Record { n, error })
}
