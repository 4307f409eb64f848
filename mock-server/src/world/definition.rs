//! What a world is made from (SB 3.1).

use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Clock;

/// Seed, fixture, clock, rules: with the commands that follow they decide every answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Its id.
    pub id: String,
    /// The source of all ids, numbers and keys.
    pub seed: String,
    /// People and things that exist at birth, `<name>@<version>`.
    pub fixture: String,
    /// How its time goes at birth.
    pub clock: Clock,
    /// World time at birth, which the rows of the fixture carry.
    pub born_at: Timestamp,
    /// Rules that differ from their defaults.
    pub rules: IndexMap<String, Value>,
    /// Readings that differ from their defaults, by ambiguity.
    pub readings: IndexMap<String, String>,
    /// Deviations that are switched on.
    pub deviations: Vec<String>,
    /// For finding and bulk deletion.
    pub labels: IndexMap<String, String>,
    /// How long it may go unused.
    pub idle: Idle,
    /// What is done in it before anybody comes in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub setup: Vec<Step>,
}

/// A step of a world's setup (SB 3.8): an op of the back office, or `clock.advance`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The name under which later steps find its result.
    #[serde(rename = "as", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is done.
    pub op: String,
    /// With what; `${name.member}` stands for a member of an earlier result.
    #[serde(default)]
    pub input: Map<String, Value>,
}

/// How long a world may go unused, in real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Idle {
    /// For ever.
    Never,
    /// So long.
    For(Duration),
}

impl Definition {
    /// A world by id and seed, all else by default.
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
            setup: Vec::new(),
        }
    }
}
