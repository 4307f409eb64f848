//! The record of a request that is being answered: its commands are collected, and become one record
//! when the answer is known.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{AnswerDigest, JOINS, Kind};
use crate::{
    surface::Surface,
    world::{
        AnyAct, CommandContext, access::Claim, clock, commands::AnyWorldCommand, timeline::Fired,
    },
};

/// A command that ran in a request.
#[derive(Clone)]
pub(super) struct RanCommand {
    at: Timestamp,
    by: String,
    operation: String,
    surface: Surface,
    joins: bool,
    command: AnyAct,
}

/// The record of a request that is being answered.
#[derive(Clone, Default)]
pub(super) struct OpenRecord {
    /// Kind of the record; that of the surface of its first command when absent.
    pub(super) kind: Option<Kind>,
    /// Commands, in order.
    pub(super) commands: Vec<RanCommand>,
    /// True once a command has run.
    pub(super) has_begun: bool,
    /// True when a command continues work that has begun: the record is stored even if the journal
    /// is full.
    pub(super) continues: bool,
    /// True when what the request has done so far was taken back, because the storage has failed.
    pub(super) is_undone: bool,
    /// Effects that fired after the first command; they follow the record.
    pub(super) fired: Vec<Fired>,
}

/// A request as its surface describes it.
#[derive(Clone, Debug)]
pub enum DescribedRequest {
    /// In canonical form, without a secret that its surface knows of.
    Plain(Vec<u8>),
    /// With marks on its secrets.
    Marked(Value),
}

/// A request, as its record holds it beside its commands.
#[derive(Clone, Debug)]
pub struct RequestEnd {
    /// World time; that of its first command when absent.
    pub at: Option<Timestamp>,
    /// Surface to which it came.
    pub surface: Surface,
    /// Name of its operation; that of its first command when absent.
    pub operation: Option<String>,
    /// Label of its principal; that of its first command when absent.
    pub by: Option<String>,
    /// The request.
    pub request: Option<DescribedRequest>,
    /// Claim that it took, and the last instant at which it is held.
    pub claim: Option<(Claim, Timestamp)>,
    /// Number of the fault that acted.
    pub fault: Option<u64>,
    /// The answer.
    pub answer: Option<AnswerDigest>,
}

/// Head of a record: what its commands have in common.
pub(super) struct RecordHead {
    pub(super) kind: Kind,
    pub(super) at: Timestamp,
    pub(super) surface: Surface,
    pub(super) operation: String,
    pub(super) by: String,
}

impl RanCommand {
    pub(super) fn of(context: &CommandContext, command: AnyAct) -> Self {
        Self {
            at: context.now,
            by: context.principal.label.clone(),
            operation: context.operation.clone(),
            surface: context.surface,
            joins: context.joins,
            command,
        }
    }

    /// True for what faults do beside the operation of a request.
    fn is_of_fault(&self) -> bool {
        matches!(
            self.command,
            AnyAct::World(AnyWorldCommand::MeetFaults(_) | AnyWorldCommand::StrikeFault(_))
        )
    }

    /// True for a return to a snapshot.
    fn is_restore(&self) -> bool {
        matches!(self.command, AnyAct::World(AnyWorldCommand::RestoreSnapshot(_)))
    }

    /// Appends the command as an item of a record's input, as JSON; see [`RanCommand::item`].
    pub(super) fn write(&self, head: &RecordHead, out: &mut Vec<u8>) {
        serde_json::to_writer(&mut *out, &self.command).expect("a command is plain data");
        let mut member = |name: &str, value: &str| {
            // Behind the last member of the command.
            out.pop();
            out.extend_from_slice(b",\"");
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            serde_json::to_writer(&mut *out, value).expect("memory takes what is written to it");
            out.push(b'}');
        };
        if self.at != head.at {
            member("at", &clock::written(self.at));
        }
        if self.by != head.by {
            member("by", &self.by);
        }
        if self.operation != head.operation {
            member("op", &self.operation);
        }
        if self.joins {
            out.pop();
            out.extend_from_slice(b",\"joins\":true}");
        }
    }

    /// The command as an item of a record's input. Members in which it is like the record are left
    /// out.
    pub(super) fn item(self, head: &RecordHead) -> Value {
        let mut item = serde_json::to_value(&self.command).expect("a command is plain data");
        if self.at != head.at {
            item["at"] = json!(clock::written(self.at));
        }
        if self.by != head.by {
            item["by"] = json!(self.by);
        }
        if self.operation != head.operation {
            item["op"] = json!(self.operation);
        }
        if self.joins {
            item[JOINS] = json!(true);
        }
        item
    }
}

impl OpenRecord {
    /// The head of the record; none when nothing is to be recorded.
    pub(super) fn head(&self, end: Option<&RequestEnd>) -> Option<RecordHead> {
        let first = self.commands.iter().find(|one| !one.is_of_fault()).or(self.commands.first());
        let claims = end.filter(|end| end.claim.is_some());
        let (at, surface) = match (end, self.commands.first()) {
            (Some(RequestEnd { at: Some(at), surface, .. }), _) => (*at, *surface),
            (_, Some(first)) => (first.at, first.surface),
            (_, None) => return None,
        };
        if first.is_none() && claims.is_none() {
            return None;
        }
        let of_end = |of: fn(&RequestEnd) -> &Option<String>| end.and_then(|end| of(end).clone());
        let of_first = |of: fn(&RanCommand) -> &String| first.map(|first| of(first).clone());
        let usual = match (surface, self.commands.iter().any(RanCommand::is_restore)) {
            (_, true) => Kind::Restore,
            (Surface::SB, false) => Kind::Control,
            (Surface::PG | Surface::AG | Surface::ER | Surface::MC, false) => Kind::Call,
        };
        Some(RecordHead {
            kind: self.kind.unwrap_or(usual),
            at,
            surface,
            operation: of_end(|end| &end.operation)
                .or_else(|| of_first(|one| &one.operation))
                .unwrap_or_default(),
            by: of_end(|end| &end.by).or_else(|| of_first(|one| &one.by)).unwrap_or_default(),
        })
    }
}
