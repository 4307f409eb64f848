//! One world: an isolated deterministic state machine.
//!
//! A [`World`] is a plain value. Its definition and the commands it has taken, each at its world
//! time, decide every answer byte for byte; nothing else does. Snapshot = clone, restore = assign,
//! replay = act again. Everything that changes a world goes through [`World::act`] or
//! [`World::settle`]; reads get a shared reference. Locks, tasks and sockets live upstairs.

pub mod access;
mod act;
pub mod clock;
pub mod commands;
mod creation;
mod definition;
mod deviations;
mod dice;
pub mod faults;
pub mod journal;
pub mod outbox;
mod projects;
pub mod replay;
mod timeline;

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    collections::List,
    issuer::{Event, Issuer},
    rulebook::Rulebook,
};

pub use access::{Access, Credential, Holder, KeyFault, Principal};
pub use act::{Act, AnyAct, CommandContext, Denied, EFFECTS_A_SPAN, Fired, Part};
pub use clock::Clock;
pub use creation::{CreationError, FIXTURES};
pub use definition::{Definition, Idle, Step};
pub use deviations::{Active, Deviations};
pub use dice::Dice;
pub use faults::Faults;
pub use journal::{Journal, Record};
pub use outbox::Outbox;
pub use timeline::Timeline;

/// Changes whenever the same commands could give other answers.
pub const ENGINE: u32 = 1;

/// Everything that a snapshot of a world holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// What it was made from.
    pub definition: Definition,
    /// The make-believe issuer.
    pub issuer: Issuer,
    /// The rules in force: defaults, readings, patches, deviations.
    pub rules: Arc<Rulebook>,
    /// Rules that differ from their default, and by what.
    pub changed: Changes,
    /// Deviations that are switched on.
    pub deviations: Deviations,
    /// How time goes.
    pub clock: Clock,
    /// Randomness.
    pub dice: Dice,
    /// What is due when.
    pub timeline: Timeline,
    /// Credentials, nonces, sessions.
    pub access: Access,
    /// Failures that were ordered.
    pub faults: Faults,
    /// What receivers are told.
    pub outbox: Outbox,
    /// What happened, oldest first.
    pub events: List<Event>,
}

/// Which rules were changed by whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// Patches through the control plane or at birth.
    pub patches: indexmap::IndexMap<String, serde_json::Value>,
    /// Readings, by the id of their ambiguity.
    pub readings: indexmap::IndexMap<String, String>,
}

impl World {
    /// Whether two worlds are in the same state, whatever rules and deviations govern them and
    /// whatever requests they remember.
    pub fn same_state(&self, other: &Self) -> bool {
        self.issuer == other.issuer
            && self.access.same_state(&other.access)
            && self.faults == other.faults
            && self.outbox == other.outbox
            && self.timeline == other.timeline
            && self.events == other.events
            && self.dice == other.dice
            && self.clock == other.clock
    }

    /// World time when the machine's clock shows `real`.
    pub fn time(&self, real: Timestamp) -> Timestamp {
        self.clock.at(real)
    }
}
