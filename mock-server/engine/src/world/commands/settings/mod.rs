//! Commands that change rules, readings and deviations (SB 7), each of them completely or not at
//! all.

mod deviations;
mod readings;
mod rules;

use std::sync::Arc;

use super::{Change, CommandContext, World};
use crate::{
    register::Patch,
    rulebook::{RuleError, Rulebook},
    world::{Active, Changes, Deviations},
};
use deviations::activate;
use readings::reading;

pub use deviations::SetDeviations;
pub use readings::SetReadings;
pub use rules::PatchRules;

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
    /// A text with a space in it is no patch.
    #[error("{why}")]
    Patch {
        /// Position in the list, from 0.
        at: usize,
        /// The mistake.
        why: String,
    },
    /// Two deviations patch the same rule.
    #[error("{0} and {1} patch the same rule")]
    Clash(String, String),
}

/// A command that changes the settings of a world.
trait SettingsCommand {
    /// Changes the settings, or tells why they cannot be changed so.
    fn change(&self, next: &mut Settings) -> Result<(), WorldCommandError>;
}

/// Lets commands on the settings be changes of a world.
macro_rules! changes_of_settings {
    ($($command:ident,)*) => {$(
        impl Change for $command {
            type Plan = InForce;
            type Done = ();
            type Refusal = WorldCommandError;

            fn check(&self, world: &World, _: &CommandContext) -> Result<InForce, WorldCommandError> {
                let mut next = world.settings();
                self.change(&mut next)?;
                next.in_force()
            }

            fn apply(&self, plan: InForce, world: &mut World, _: &CommandContext) {
                world.take_settings(plan);
            }
        }
    )*};
}

changes_of_settings! {
    PatchRules,
    SetReadings,
    SetDeviations,
}

/// Settings from which the rules in force follow.
struct Settings {
    changed: Arc<Changes>,
    deviations: Deviations,
}

/// Settings, and the rules that follow from them.
pub struct InForce {
    settings: Settings,
    rules: Arc<Rulebook>,
}

impl Settings {
    /// The changed rules, to be changed further.
    fn changed_mut(&mut self) -> &mut Changes {
        Arc::make_mut(&mut self.changed)
    }

    /// Rules in force while the deviation with this id is off: defaults, then readings, then
    /// patches, then deviations.
    fn rules_without(&self, id: &str) -> Result<Rulebook, WorldCommandError> {
        let mut rules = Rulebook::default();
        for (id, name) in &self.changed.readings {
            let (rule, value) = reading(id, name)?;
            rules.patch(&rule, &value)?;
        }
        for (key, value) in &self.changed.patches {
            rules.patch(key, value)?;
        }
        for active in self.deviations.iter().filter(|active| active.id != id) {
            if let Patch::Rule { key, value, only, .. } = &active.patch {
                match only {
                    None => rules.patch(key, value)?,
                    // It is in force while such a request is answered, and has to be possible then.
                    Some(_) => rules.clone().patch(key, value)?,
                }
            }
        }
        Ok(rules)
    }

    fn in_force(mut self) -> Result<InForce, WorldCommandError> {
        let rules = Arc::new(self.rules_without("")?);
        let mut deviations = Vec::new();
        for active in self.deviations.iter() {
            let without = match active.patch.rule() {
                Some(_) => Arc::new(self.rules_without(&active.id)?),
                None => rules.clone(),
            };
            deviations.push(Active { without, ..active.clone() });
        }
        let seen = self.deviations.seen().clone();
        self.deviations = Deviations::new(deviations);
        self.deviations.remember(seen);
        Ok(InForce { settings: self, rules })
    }
}

impl World {
    fn settings(&self) -> Settings {
        Settings { changed: self.changed.clone(), deviations: self.deviations.clone() }
    }

    fn take_settings(&mut self, next: InForce) {
        let InForce { settings: Settings { changed, deviations }, rules } = next;
        self.changed = changed;
        self.deviations = deviations;
        self.rules = rules;
    }

    /// Applies the settings of the world's definition.
    pub fn apply_definition_settings(&mut self) -> Result<(), WorldCommandError> {
        let definition = &self.definition;
        let settings = Settings {
            changed: Arc::new(Changes {
                patches: definition.rules.clone(),
                readings: definition.readings.clone(),
            }),
            deviations: Deviations::new(activate(&definition.deviations)?),
        };
        self.take_settings(settings.in_force()?);
        Ok(())
    }

    /// The world with one deviation switched off, to compare it with when counting hits.
    pub fn without(&self, id: &str) -> Self {
        let mut world = self.clone();
        if let Some(active) = self.deviations.iter().find(|active| active.id == id) {
            world.rules = active.without.clone();
            let rest = self.deviations.iter().filter(|active| active.id != id);
            world.deviations = Deviations::new(rest.cloned().collect());
            world.deviations.remember(self.deviations.seen().clone());
        }
        world
    }
}
