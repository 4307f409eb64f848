//! A world as it is asked for (SB 3.1).

use std::time::Duration;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Problem, clock::Setting, duration::read as read_duration};
use crate::{
    world::{Clock, Definition, Idle, Step, clock::real_now},
    worlds::{DEFAULT, Worlds},
};

/// A world as it is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WorldBody {
    id: Option<String>,
    seed: Option<String>,
    fixture: Option<String>,
    #[serde(default)]
    setup: Vec<Step>,
    clock: Option<Setting>,
    /// Values by the keys of rules.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    rules: IndexMap<String, Value>,
    #[serde(default)]
    deviations: Vec<String>,
    /// Names of readings by the ids of ambiguities.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    readings: IndexMap<String, String>,
    /// At most 16.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    labels: IndexMap<String, String>,
    idle: Option<String>,
    /// Only its defaults so far, so there is nothing to keep of it.
    #[serde(rename = "journal")]
    _journal: Option<Recording>,
}

/// Contents of a world's journal (SB 13).
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Recording {
    #[serde(rename = "level")]
    _level: Option<Level>,
    #[serde(rename = "answers")]
    _answers: Option<Answers>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Level {
    Changes,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Answers {
    Digest,
}

/// The most labels that a world carries.
const MOST_LABELS: usize = 16;

impl WorldBody {
    /// The definition that this asks for; `named` is the id in the path, if there is one.
    pub(super) fn definition(
        &self,
        worlds: &Worlds,
        named: Option<&str>,
    ) -> Result<Definition, Problem> {
        let real = real_now();
        let (clock, born_at) = match &self.clock {
            None => (Clock::default(), real),
            Some(setting) => {
                setting.clock(real, real).map_err(|problem| problem.below("/clock"))?
            }
        };
        let id = self.id(named)?;
        let fixture = match self.fixture.as_deref() {
            None | Some("standard") => "standard@1".to_owned(),
            Some("empty") => "empty@1".to_owned(),
            Some(other) => other.to_owned(),
        };
        if self.labels.len() > MOST_LABELS {
            let detail = format!("a world carries at most {MOST_LABELS} labels");
            return Err(Problem::invalid("/labels", detail));
        }
        Ok(Definition {
            fixture,
            clock,
            rules: self.rules()?,
            readings: self.readings.clone(),
            deviations: self.deviations.clone(),
            labels: self.labels.clone(),
            idle: self.idle(&id, worlds.usual_idle())?,
            setup: self.setup.clone(),
            ..Definition::new(id, seed(self.seed.clone())?, born_at)
        })
    }

    fn id(&self, named: Option<&str>) -> Result<String, Problem> {
        let id = match (named, &self.id) {
            (Some(named), Some(id)) if named != id => {
                return Err(Problem::invalid("/id", format!("the path says {named:?}")));
            }
            (Some(id), _) => id.to_owned(),
            (None, Some(id)) => id.clone(),
            (None, None) => new_id(),
        };
        check_id(&id, "/id")?;
        Ok(id)
    }

    /// The rules, with the one that `auth_time` of the clock stands for.
    fn rules(&self) -> Result<IndexMap<String, Value>, Problem> {
        let mut rules = self.rules.clone();
        let Some((key, value)) = self.clock.as_ref().and_then(Setting::rule) else {
            return Ok(rules);
        };
        if rules.get(&key).is_some_and(|other| *other != value) {
            let detail = format!("the rule {key} says otherwise");
            return Err(Problem::invalid("/clock/auth_time", detail));
        }
        rules.insert(key, value);
        Ok(rules)
    }

    fn idle(&self, id: &str, usual: Idle) -> Result<Idle, Problem> {
        match self.idle.as_deref() {
            None | Some("never") if id == DEFAULT => Ok(Idle::Never),
            Some(_) if id == DEFAULT => {
                Err(Problem::invalid("/idle", "the default world never expires"))
            }
            None => Ok(usual),
            Some(text) => read_idle(text).map_err(|detail| Problem::invalid("/idle", detail)),
        }
    }
}

/// An id of a world that was given none.
pub(super) fn new_id() -> String {
    format!("w-{}", &hex::encode(drawn())[..10])
}

/// Refuses what is no id of a world.
pub(super) fn check_id(id: &str, place: &str) -> Result<(), Problem> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > 40 || id.starts_with('-') || !id.chars().all(plain) {
        return Err(Problem::invalid(place, "an id is [a-z0-9][a-z0-9-]{0,39}"));
    }
    Ok(())
}

/// The time that a world may go unused: a duration of 1 s to 24 h, or `never`.
pub fn read_idle(text: &str) -> Result<Idle, String> {
    if text == "never" {
        return Ok(Idle::Never);
    }
    let idle = read_duration(text)?;
    let allowed = Duration::from_secs(1)..=Duration::from_secs(86_400);
    if !allowed.contains(&idle) {
        return Err("1s to 24h, or never".to_owned());
    }
    Ok(Idle::For(idle))
}

/// A seed that was given, or one that was not.
pub(super) fn seed(given: Option<String>) -> Result<String, Problem> {
    let seed = given.unwrap_or_else(|| hex::encode(drawn()));
    match seed.chars().count() {
        1..=128 => Ok(seed),
        _ => Err(Problem::invalid("/seed", "a seed has 1 to 128 characters")),
    }
}

/// Bytes for a world that was given no seed or no id; the only randomness that does not follow
/// from a seed.
fn drawn() -> [u8; 16] {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let draw = || RandomState::new().build_hasher().finish().to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&draw());
    bytes[8..].copy_from_slice(&draw());
    bytes
}
