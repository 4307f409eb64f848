//! `SetDeviations`: requirements are broken on purpose.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Settings, SettingsCommand, WorldCommandError};
use crate::{
    register::{Patch, PatchError, register},
    spelling,
    world::{Active, Deviations},
};

/// Replaces the set of deviations (`PUT …/deviations`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetDeviations {
    /// Ids of the deviations, or patches as the register writes them.
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

/// The deviations with these ids, switched on, with no hits. What has a space in it is a patch that
/// is written out, and its own id. Unknown ids, patches that are none and two deviations on one rule
/// are errors.
pub(super) fn activate(ids: &[String]) -> Result<Vec<Active>, WorldCommandError> {
    let mut active: Vec<Active> = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let patch = if id.contains(' ') {
            let wrong = |error: PatchError| WorldCommandError::Patch { at, why: error.to_string() };
            Patch::parse(id).map_err(wrong)?
        } else {
            let found = register().deviation(id).ok_or_else(|| {
                let known = register().deviations.iter().map(|known| &known.id);
                let near = spelling::nearest(id, known);
                WorldCommandError::Deviation { id: id.clone(), at, near }
            })?;
            found.patch.clone()
        };
        let clash = active
            .iter()
            .find(|other| patch.rule().is_some() && other.patch.rule() == patch.rule());
        if let Some(other) = clash {
            return Err(WorldCommandError::Clash(other.id.clone(), id.clone()));
        }
        active.push(Active { id: id.clone(), patch, hits: 0, without: Arc::default() });
    }
    Ok(active)
}
