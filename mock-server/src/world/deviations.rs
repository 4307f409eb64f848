//! Deviations that are switched on in a world, and what they do to commands.

use serde::{Deserialize, Serialize};

use crate::register::{Patch, Repeat};

/// One that is switched on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Active {
    /// Its id.
    pub id: String,
    /// What it does.
    pub patch: Patch,
    /// How many requests it made a difference to.
    pub hits: u64,
}

/// Those of a world, in the order in which they were switched on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Deviations {
    active: Vec<Active>,
}

impl Deviations {
    /// Switched on: these.
    pub fn new(active: Vec<Active>) -> Self {
        Self { active }
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Active> {
        self.active.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.active.is_empty()
    }

    /// Counts one more request to which this one made a difference.
    pub fn hit(&mut self, id: &str) {
        if let Some(active) = self.active.iter_mut().find(|active| active.id == id) {
            active.hits += 1;
        }
    }

    /// What becomes of the effect of an operation.
    pub fn repeat(&self, operation: &str) -> Option<Repeat> {
        self.active.iter().find_map(|active| match &active.patch {
            Patch::Effect { on, repeat } if on.means(operation) => Some(*repeat),
            _ => None,
        })
    }

    /// As whom an operation runs instead.
    pub fn principal(&self, operation: &str) -> Option<&str> {
        self.active.iter().find_map(|active| match &active.patch {
            Patch::Principal { on, label } if on.means(operation) => Some(label.as_str()),
            _ => None,
        })
    }
}
