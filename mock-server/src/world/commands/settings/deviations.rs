//! `SetDeviations`: requirements are broken on purpose.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Settings, SettingsCommand, WorldCommandError};
use crate::{
    register::{Patch, register},
    spelling,
    world::{Active, Deviations},
};

/// Replaces the set of deviations (`PUT …/deviations`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetDeviations {
    /// Ids of the deviations.
    pub active: Vec<String>,
}

impl SetDeviations {
    pub(in crate::world::commands) const NAME: &'static str = "deviations.set";
}

impl SettingsCommand for SetDeviations {
    fn change(&self, next: &mut Settings) -> Result<(), WorldCommandError> {
        next.deviations = Deviations::new(activate(&self.active)?);
        Ok(())
    }
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
        active.push(Active {
            id: id.clone(),
            patch: found.patch.clone(),
            hits: 0,
            without: Arc::default(),
        });
    }
    Ok(active)
}
