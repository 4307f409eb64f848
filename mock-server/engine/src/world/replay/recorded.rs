//! A record as a replay reads it.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{ReplayError, read};
use crate::{
    crypto::secret::MARK,
    surface::{RequestMemory, Surface},
    world::{
        AnyAct, Record, World,
        access::{Claim, Nonce},
        commands::AnyWorldCommand,
        journal::{BY, JOINS, OP, REQUEST, Seal},
    },
};

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
    pub(super) at: Timestamp,
    pub(super) by: String,
    pub(super) operation: String,
    /// True when nothing fired before it.
    pub(super) joins: bool,
    /// The command.
    pub command: AnyAct,
}

impl Recorded {
    /// Reads a record that tells of commands.
    pub(in crate::world) fn read(record: &Record, seal: &Seal) -> Result<Self, ReplayError> {
        let n = record.n;
        let time = |text: &str| text.parse::<Timestamp>().map_err(|_| ReplayError::Time(n));
        let text = |place, text: &Option<String>| {
            seal.open_text(n, place, text.as_deref().unwrap_or_default())
        };
        let (by, operation) = (text(BY, &record.by)?, text(OP, &record.op)?);
        let at = time(&record.at)?;
        let mut input = record.input.clone();
        seal.open(n, "", &mut input)?;
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
            seal.open(n, REQUEST, &mut request)?;
            unmark(&mut request);
            Ok::<_, ReplayError>(request)
        });
        let digest = record.auth.as_deref().and_then(Nonce::read);
        let until = record.auth_until.as_deref().and_then(|text| text.parse().ok());
        let surface = record.surface.ok_or(ReplayError::Surface(n))?;
        let request = request.transpose()?;
        Ok(Self { n, at, surface, by, request, claim: digest.zip(until), commands })
    }

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
