//! A world before its first object: default rules, no readings, no deviations.

use std::sync::Arc;

use super::{
    Access, Definition, Deviations, Dice, Faults, History, Outbox, Snapshots, Timeline, World,
    clock, commands::WorldCommandError,
};
use crate::{collections::List, issuer::Issuer};

/// Reason why a world was not made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CreationError {
    /// The fixture is unknown.
    #[error("there is no fixture {0:?}")]
    Fixture(String),
    /// World time would start before 2000 or after 2100.
    #[error("world time stays between 2000 and 2100")]
    Clock,
    /// A rule, reading or deviation cannot be set.
    #[error(transparent)]
    WorldCommand(#[from] WorldCommandError),
}

/// Function that makes a world with the objects of its fixture. The steps of a fixture are those of
/// the back office, which is above this room.
pub type CreateWorld = fn(Definition) -> Result<World, CreationError>;

impl World {
    /// A world without objects, and with default rules whatever its definition says.
    pub fn bare(definition: Definition) -> Result<Self, CreationError> {
        if !clock::in_range(definition.born_at) {
            return Err(CreationError::Clock);
        }
        Ok(Self {
            issuer: Issuer::default(),
            rules: Arc::default(),
            changed: Arc::default(),
            deviations: Deviations::default(),
            clock: definition.clock,
            dice: Dice::new(definition.seed.clone()),
            timeline: Timeline::default(),
            access: Access::default(),
            faults: Faults::default(),
            outbox: Outbox::default(),
            events: List::default(),
            history: History::default(),
            snapshots: Snapshots::default(),
            definition: Arc::new(definition),
        })
    }
}
