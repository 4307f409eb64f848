//! Effects of a world: what its timeline does by itself.

use serde::{Deserialize, Serialize};

use crate::issuer::{self, Issuer};

/// A step that the timeline takes by itself when its time has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// In a program of the issuer.
    Issuer(issuer::Effect),
    /// A delivery, by its number, is tried.
    AttemptDelivery(u64),
}

impl From<issuer::Effect> for Effect {
    fn from(effect: issuer::Effect) -> Self {
        Self::Issuer(effect)
    }
}

impl Effect {
    /// The name of the effect in the control plane (SB 4.3).
    pub fn name(&self) -> &'static str {
        match self {
            Self::Issuer(effect) => effect.name(),
            Self::AttemptDelivery(_) => "webhook.attempt",
        }
    }

    /// The state of the entity that the effect acts on.
    pub fn state(&self, issuer: &Issuer) -> &'static str {
        match self {
            Self::Issuer(effect) => effect.state(issuer),
            // The receiver decides later, when it answers.
            Self::AttemptDelivery(_) => "due",
        }
    }

    /// The entity that the effect acts on, `<type>:<id>`.
    pub fn entity(&self) -> String {
        match self {
            Self::Issuer(effect) => effect.entity(),
            Self::AttemptDelivery(number) => format!("delivery:d-{number}"),
        }
    }
}
