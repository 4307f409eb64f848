//! `SetReadings`: ambiguities are read in another way.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Settings, SettingsCommand, WorldCommandError};
use crate::register::register;

/// Sets readings (`PATCH …/readings`). The value `null` sets a reading back to its default.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetReadings {
    /// Names of readings by id of their ambiguity.
    pub values: IndexMap<String, Option<String>>,
    /// True to set every reading back to its default first.
    pub clear: bool,
}

impl SetReadings {
    pub(in crate::world::commands) const NAME: &'static str = "readings.set";
}

impl SettingsCommand for SetReadings {
    fn change(&self, next: &mut Settings) -> Result<(), WorldCommandError> {
        if self.clear {
            next.changed_mut().readings.clear();
        }
        for (id, name) in &self.values {
            let default = register().ambiguity(id).map(|ambiguity| ambiguity.default.clone());
            let name = name.clone().or(default).unwrap_or_default();
            reading(id, &name)?;
            next.changed_mut().readings.insert(id.clone(), name);
        }
        Ok(())
    }
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
