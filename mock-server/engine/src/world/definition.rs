//! Definition that a world is made from (SB 3.1).

use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::Clock;

/// Seed, fixture, clock and rules; together with the commands that follow they decide every answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Id of the world.
    pub id: String,
    /// Seed, from which all ids, card numbers and keys are derived.
    pub seed: String,
    /// Fixture, `<name>@<version>`: the people and objects that exist at the start.
    pub fixture: String,
    /// Clock at the start.
    pub clock: Clock,
    /// World time at the start, which is the creation time of the fixture's objects.
    pub born_at: Timestamp,
    /// Rules that differ from their defaults, by name.
    pub rules: IndexMap<String, Value>,
    /// Readings that differ from their defaults, by id of their ambiguity.
    pub readings: IndexMap<String, String>,
    /// Ids of the deviations that are switched on.
    pub deviations: Vec<String>,
    /// Labels, for finding worlds and deleting them in bulk.
    pub labels: IndexMap<String, String>,
    /// Time after which the world is deleted if it is not used.
    pub idle: Idle,
    /// Id from which the ids of people follow, of a fork: that of its first origin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_after: Option<String>,
    /// Steps that run before the world can be used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setup: Vec<Step>,
}

/// A step of a world's setup (SB 3.8): an operation of the back office, or `clock.advance`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Name under which later steps find the result.
    #[serde(rename = "as", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Name of the operation.
    pub op: String,
    /// Input of the operation; `${name.member}` stands for a member of an earlier result.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub input: Map<String, Value>,
}

/// Time after which an unused world is deleted, in real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Idle {
    /// Never.
    Never,
    /// After this time.
    For(Duration),
}

impl Definition {
    /// Id from which the ids of people follow: that of the world, or of the first origin of a fork.
    pub fn name_source(&self) -> &str {
        self.named_after.as_deref().unwrap_or(&self.id)
    }

    /// A definition with id and seed, all else by default.
    pub fn new(id: impl Into<String>, seed: impl Into<String>, born_at: Timestamp) -> Self {
        Self {
            id: id.into(),
            seed: seed.into(),
            fixture: "standard@1".to_owned(),
            clock: Clock::default(),
            born_at,
            rules: IndexMap::new(),
            readings: IndexMap::new(),
            deviations: Vec::new(),
            labels: IndexMap::new(),
            idle: Idle::For(Duration::from_secs(3600)),
            named_after: None,
            setup: Vec::new(),
        }
    }
}
