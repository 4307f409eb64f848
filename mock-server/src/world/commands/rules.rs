//! Commands that change rules, readings and deviations (SB 7), each of them completely or not at
//! all.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Change, CommandContext, World};
use crate::{
    register::{Patch, register},
    rulebook::{RuleError, Rulebook},
    spelling,
    world::{Active, Changes, Deviations},
};

/// Reason why rules, readings or deviations were not set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WorldCommandError {
    /// A rule cannot be set.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// The ambiguity is unknown, or has no such reading.
    #[error("there is no reading {name:?} of {id}")]
    Reading {
        /// Id of the ambiguity.
        id: String,
        /// Name of the reading that was asked for.
        name: String,
        /// Valid names: readings of the ambiguity, or ids of ambiguities when the id is unknown.
        choices: Vec<String>,
    },
    /// The deviation is unknown.
    #[error("there is no deviation {id:?}")]
    Deviation {
        /// Id that was asked for.
        id: String,
        /// Position in the list, from 0.
        at: usize,
        /// Nearest ids.
        near: Vec<String>,
    },
    /// Two deviations patch the same rule.
    #[error("{0} and {1} patch the same rule")]
    Clash(String, String),
}

/// Rule and value that a reading stands for.
pub(super) fn reading(id: &str, name: &str) -> Result<(String, Value), WorldCommandError> {
    let unknown = |choices: Vec<String>| WorldCommandError::Reading {
        id: id.to_owned(),
        name: name.to_owned(),
        choices,
    };
    let all = &register().ambiguities;
    let ambiguity = register()
        .ambiguity(id)
        .ok_or_else(|| unknown(all.iter().map(|ambiguity| ambiguity.id.clone()).collect()))?;
    let found = ambiguity.reading.iter().find(|reading| reading.name == name);
    let found = found.ok_or_else(|| {
        unknown(ambiguity.reading.iter().map(|reading| reading.name.clone()).collect())
    })?;
    Ok((ambiguity.rule.clone(), found.value.clone()))
}

/// The deviations with these ids, switched on, with no hits. Unknown ids and two deviations on one
/// rule are errors.
pub(super) fn activate(ids: &[String]) -> Result<Vec<Active>, WorldCommandError> {
    let mut active: Vec<Active> = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let found = register().deviation(id).ok_or_else(|| {
            let near = spelling::nearest(id, register().deviations.iter().map(|known| &known.id));
            WorldCommandError::Deviation { id: id.clone(), at, near }
        })?;
        let clash = active.iter().find(|other| match (&other.patch, &found.patch) {
            (Patch::Rule { key: left, .. }, Patch::Rule { key: right, .. }) => left == right,
            _ => false,
        });
        if let Some(other) = clash {
            return Err(WorldCommandError::Clash(other.id.clone(), id.clone()));
        }
        active.push(Active { id: id.clone(), patch: found.patch.clone(), hits: 0 });
    }
    Ok(active)
}

/// Patches rules (`PATCH …/rules`). The value `null` sets a rule back to its default.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PatchRules {
    /// Values by rule name.
    pub values: IndexMap<String, Option<Value>>,
    /// True to set everything back to its default and switch off every deviation first (`DELETE
    /// …/rules`).
    pub clear: bool,
}

impl PatchRules {
    pub(super) const NAME: &'static str = "rules.patch";
}

impl Change for PatchRules {
    type Plan = (Changes, Deviations, Arc<Rulebook>);
    type Done = ();
    type Refusal = WorldCommandError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<Self::Plan, WorldCommandError> {
        let mut next = world.settings();
        if self.clear {
            next.changed.patches.clear();
            next.deviations = Deviations::default();
        }
        for (key, value) in &self.values {
            match value {
                Some(value) => {
                    Rulebook::default().patched(key, value.clone())?;
                    next.changed.patches.insert(key.clone(), value.clone());
                }
                None => {
                    Rulebook::default().reset(key)?;
                    next.changed.patches.shift_remove(key);
                }
            }
        }
        next.plan()
    }

    fn apply(&self, plan: Self::Plan, world: &mut World, _: &CommandContext) {
        world.take_settings(plan);
    }
}

/// Sets readings (`PATCH …/readings`). The value `null` sets a reading back to its default.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetReadings {
    /// Names of readings by id of their ambiguity.
    pub values: IndexMap<String, Option<String>>,
    /// True to set every reading back to its default first.
    pub clear: bool,
}

impl SetReadings {
    pub(super) const NAME: &'static str = "readings.set";
}

impl Change for SetReadings {
    type Plan = (Changes, Deviations, Arc<Rulebook>);
    type Done = ();
    type Refusal = WorldCommandError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<Self::Plan, WorldCommandError> {
        let mut next = world.settings();
        if self.clear {
            next.changed.readings.clear();
        }
        for (id, name) in &self.values {
            let default = register().ambiguity(id).map(|ambiguity| ambiguity.default.clone());
            let name = name.clone().or(default).unwrap_or_default();
            reading(id, &name)?;
            next.changed.readings.insert(id.clone(), name);
        }
        next.plan()
    }

    fn apply(&self, plan: Self::Plan, world: &mut World, _: &CommandContext) {
        world.take_settings(plan);
    }
}

/// Replaces the set of deviations (`PUT …/deviations`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetDeviations {
    /// Ids of the deviations.
    pub active: Vec<String>,
}

impl SetDeviations {
    pub(super) const NAME: &'static str = "deviations.set";
}

impl Change for SetDeviations {
    type Plan = (Changes, Deviations, Arc<Rulebook>);
    type Done = ();
    type Refusal = WorldCommandError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<Self::Plan, WorldCommandError> {
        let mut next = world.settings();
        next.deviations = Deviations::new(activate(&self.active)?);
        next.plan()
    }

    fn apply(&self, plan: Self::Plan, world: &mut World, _: &CommandContext) {
        world.take_settings(plan);
    }
}

/// Settings from which the rules in force follow.
struct Settings {
    changed: Changes,
    deviations: Deviations,
}

impl Settings {
    /// Rules in force: defaults, then readings, then patches, then deviations.
    fn rules(&self) -> Result<Rulebook, WorldCommandError> {
        let mut rules = Rulebook::default();
        for (id, name) in &self.changed.readings {
            let (rule, value) = reading(id, name)?;
            rules.patch(&rule, &value)?;
        }
        for (key, value) in &self.changed.patches {
            rules.patch(key, value)?;
        }
        for active in self.deviations.iter() {
            if let Patch::Rule { key, value } = &active.patch {
                rules.patch(key, value)?;
            }
        }
        Ok(rules)
    }

    fn plan(self) -> Result<(Changes, Deviations, Arc<Rulebook>), WorldCommandError> {
        let rules = Arc::new(self.rules()?);
        Ok((self.changed, self.deviations, rules))
    }
}

impl World {
    fn settings(&self) -> Settings {
        Settings { changed: self.changed.clone(), deviations: self.deviations.clone() }
    }

    fn take_settings(&mut self, plan: (Changes, Deviations, Arc<Rulebook>)) {
        let (changed, deviations, rules) = plan;
        self.changed = changed;
        self.deviations = deviations;
        self.rules = rules;
    }

    /// Applies the settings of the world's definition.
    pub fn apply_definition_settings(&mut self) -> Result<(), WorldCommandError> {
        let definition = &self.definition;
        let settings = Settings {
            changed: Changes {
                patches: definition.rules.clone(),
                readings: definition.readings.clone(),
            },
            deviations: Deviations::new(activate(&definition.deviations)?),
        };
        self.take_settings(settings.plan()?);
        Ok(())
    }

    /// The world with one deviation switched off, to compare it with when counting hits.
    pub fn without(&self, id: &str) -> Self {
        let mut world = self.clone();
        let rest = self.deviations.iter().filter(|active| active.id != id).cloned().collect();
        let settings =
            Settings { changed: self.changed.clone(), deviations: Deviations::new(rest) };
        if let Ok(plan) = settings.plan() {
            world.take_settings(plan);
        }
        world
    }
}
