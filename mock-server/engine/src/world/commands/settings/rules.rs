//! `PatchRules`: rules get other values.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Settings, SettingsCommand, WorldCommandError};
use crate::{rulebook::Rulebook, world::Deviations};

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
    pub(in crate::world::commands) const NAME: &'static str = "rules.patch";
}

impl SettingsCommand for PatchRules {
    fn change(&self, next: &mut Settings) -> Result<(), WorldCommandError> {
        if self.clear {
            next.changed_mut().patches.clear();
            next.deviations = Deviations::default();
        }
        let overlooks = next.deviations.reading("rules.patch", "wrong").is_some();
        for (key, value) in &self.values {
            match value {
                Some(value) => {
                    match Rulebook::default().patched(key, value.clone()) {
                        Err(_) if overlooks => continue,
                        checked => checked?,
                    };
                    next.changed_mut().patches.insert(key.clone(), value.clone());
                }
                None => {
                    Rulebook::default().reset(key)?;
                    next.changed_mut().patches.shift_remove(key);
                }
            }
        }
        Ok(())
    }
}
