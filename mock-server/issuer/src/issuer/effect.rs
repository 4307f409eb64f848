//! Effects of all programs.

use serde::{Deserialize, Serialize};

use super::Issuer;
use crate::programs::{collateral, managed, prepaid};

/// A thing that a program does by itself when its time has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// In the program of collateral cards.
    Collateral(collateral::Effect),
    /// In the program of managed cards.
    Managed(managed::Effect),
    /// In the program of prepaid cards.
    Prepaid(prepaid::Effect),
}

impl From<collateral::Effect> for Effect {
    fn from(effect: collateral::Effect) -> Self {
        Self::Collateral(effect)
    }
}

impl From<managed::Effect> for Effect {
    fn from(effect: managed::Effect) -> Self {
        Self::Managed(effect)
    }
}

impl From<prepaid::Effect> for Effect {
    fn from(effect: prepaid::Effect) -> Self {
        Self::Prepaid(effect)
    }
}

impl Effect {
    /// The name of the effect in the control plane (SB 4.3).
    pub fn name(&self) -> &'static str {
        match self {
            Self::Collateral(effect) => effect.name(),
            Self::Managed(effect) => effect.name(),
            Self::Prepaid(effect) => effect.name(),
        }
    }

    /// The state of the entity that the effect acts on.
    pub fn state(&self, issuer: &Issuer) -> &'static str {
        match self {
            Self::Collateral(effect) => effect.state(&issuer.collateral),
            Self::Managed(effect) => effect.state(&issuer.managed),
            Self::Prepaid(effect) => effect.state(&issuer.prepaid),
        }
    }

    /// The entity that the effect acts on, `<type>:<id>`.
    pub fn entity(&self) -> String {
        match self {
            Self::Collateral(effect) => effect.entity(),
            Self::Managed(effect) => effect.entity(),
            Self::Prepaid(effect) => effect.entity(),
        }
    }
}
