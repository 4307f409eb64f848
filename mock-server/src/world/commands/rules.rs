//! Changing rules, readings and deviations (SB 7): all or nothing.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Act, CommandContext, World};
use crate::{
    register::{Patch, register},
    rulebook::{RuleError, Rulebook},
    world::{Active, Changes, Deviations},
};

/// Why rules, readings or deviations were not set.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WorldCommandError {
    /// A rule that cannot be set.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// No such ambiguity, or it has no such reading.
    #[error("there is no reading {name:?} of {id}")]
    Reading {
        /// The ambiguity.
        id: String,
        /// The reading that was asked for.
        name: String,
        /// What there is: readings, or ambiguities when the id is unknown.
        choices: Vec<String>,
    },
    /// No such deviation.
    #[error("there is no deviation {id:?}")]
    Deviation {
        /// What was asked for.
        id: String,
        /// Its place in the list, from 0.
        at: usize,
        /// The nearest ones there are.
        near: Vec<String>,
    },
    /// Two deviations that patch one rule.
    #[error("{0} and {1} patch one rule")]
    Clash(String, String),
}

/// The rule and value that a reading stands for.
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

/// The deviations with these ids, switched on, none hit yet.
pub(super) fn activate(ids: &[String]) -> Result<Vec<Active>, WorldCommandError> {
    let mut active: Vec<Active> = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let found = register().deviation(id).ok_or_else(|| {
            let mut near: Vec<_> = register()
                .deviations
                .iter()
                .map(|known| (strsim::osa_distance(&known.id, id), known.id.clone()))
                .collect();
            near.sort();
            let near = near.into_iter().take(3).map(|(_, id)| id).collect();
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

/// Patches rules; nothing sets one back to its default (`PATCH …/rules`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PatchRules {
    /// The rules and their values.
    pub values: IndexMap<String, Option<Value>>,
    /// Before that, everything goes back to default and every deviation off (`DELETE …/rules`).
    pub clear: bool,
}

impl PatchRules {
    pub(super) const NAME: &'static str = "rules.patch";
}

impl Act for PatchRules {
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

/// Sets readings; nothing sets one back to its default (`PATCH …/readings`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetReadings {
    /// Readings by ambiguity.
    pub values: IndexMap<String, Option<String>>,
    /// Before that, every reading goes back to its default.
    pub clear: bool,
}

impl SetReadings {
    pub(super) const NAME: &'static str = "readings.set";
}

impl Act for SetReadings {
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
    /// Their ids.
    pub active: Vec<String>,
}

impl SetDeviations {
    pub(super) const NAME: &'static str = "deviations.set";
}

impl Act for SetDeviations {
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

/// What decides the effective rulebook.
struct Settings {
    changed: Changes,
    deviations: Deviations,
}

impl Settings {
    /// Defaults, then readings, then patches, then deviations.
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

    /// Puts the settings of its definition into force.
    pub(in crate::world) fn take_settings_of_birth(&mut self) -> Result<(), WorldCommandError> {
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

    /// This world with one deviation switched off: what it is compared with to count hits.
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
