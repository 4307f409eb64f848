//! One world: an isolated deterministic state machine.
//!
//! A [`World`] is a plain value. Its definition and the commands it has taken, each at its world
//! time, decide every answer byte for byte; nothing else does. Snapshot = clone, restore = assign,
//! replay = act again. Everything that changes a world goes through [`World::act`] or
//! [`World::settle`]; reads get a shared reference. Locks, tasks and sockets belong to the rooms
//! above.

pub mod access;
mod act;
mod birth;
mod change;
pub mod clock;
mod command_context;
pub mod commands;
mod creation;
mod definition;
mod deviations;
mod dice;
mod effect;
mod elsewhere;
mod explanation;
pub mod faults;
pub mod fork;
pub mod history;
pub mod journal;
pub mod outbox;
pub mod replay;
mod resumption;
mod secrets;
mod settle;
pub mod snapshots;
pub mod strip;
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
pub use act::{Act, Denied};
pub use change::Change;
pub use clock::Clock;
pub use command_context::CommandContext;
pub use commands::AnyAct;
pub use creation::{CreateWorld, CreationError};
pub use definition::{Definition, Idle, Step};
pub use deviations::{Active, Deviations, Seen};
pub use dice::Dice;
pub use effect::Effect;
pub use explanation::{Explanation, Obstacle};
pub use faults::Faults;
pub use history::History;
pub use journal::{Journal, Record};
pub use outbox::Outbox;
pub use resumption::Resumed;
pub use secrets::WorldSecret;
pub use settle::EFFECTS_A_SPAN;
pub use snapshots::Snapshots;
pub use timeline::{Fired, Timeline};

/// Version of the engine; raised whenever the same commands could give other answers.
pub const ENGINE: u32 = 1;

/// A world, with everything that its snapshot holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// Definition that it was made from.
    pub definition: Arc<Definition>,
    /// The make-believe issuer: people, cards, money.
    pub issuer: Issuer,
    /// Rules in force: defaults, readings, patches, deviations.
    pub rules: Arc<Rulebook>,
    /// Rules that differ from their defaults.
    pub changed: Arc<Changes>,
    /// Deviations that are switched on.
    pub deviations: Deviations,
    /// Clock of the world.
    pub clock: Clock,
    /// Source of random values.
    pub dice: Dice,
    /// Scheduled effects.
    pub timeline: Timeline,
    /// Credentials, claims of requests, encryption sessions.
    pub access: Access,
    /// Faults that were ordered.
    pub faults: Faults,
    /// Webhook receivers and deliveries.
    pub outbox: Outbox,
    /// Events, oldest first.
    pub events: List<Event>,
    /// Steps that touched things, for their timelines. It follows from the rest.
    pub history: History,
    /// States under names, to which the world can go back.
    pub snapshots: Snapshots,
}

/// Changed rules, by the way in which they were changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// Patches, by rule name, through the control plane or the definition.
    pub patches: indexmap::IndexMap<String, serde_json::Value>,
    /// Readings, by the id of their ambiguity.
    pub readings: indexmap::IndexMap<String, String>,
}

impl World {
    /// True when two worlds are in the same state, whatever their rules, deviations and remembered
    /// requests.
    pub fn same_state(&self, other: &Self) -> bool {
        self.issuer == other.issuer
            && self.access.same_state(&other.access)
            && self.faults == other.faults
            && self.outbox == other.outbox
            && self.timeline == other.timeline
            && self.events == other.events
            && self.snapshots == other.snapshots
            && self.dice == other.dice
            && self.clock == other.clock
    }

    /// The event at a place of the list, from 0; none of one that was taken back.
    pub fn event(&self, place: usize) -> Option<&Event> {
        self.events.get(place).filter(|event| !event.taken_back)
    }

    /// World time at the real time `real`.
    pub fn time(&self, real: Timestamp) -> Timestamp {
        self.clock.at(real)
    }
}
