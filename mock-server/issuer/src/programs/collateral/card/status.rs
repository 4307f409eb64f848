//! States of a card (PG 7.2).

use serde::{Deserialize, Serialize};

use crate::rulebook;

/// The state of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CardStatus {
    /// Issued, waits for activation.
    NotActivated,
    /// Can be used.
    Active,
    /// Frozen.
    Locked,
    /// Final.
    Canceled,
}

impl CardStatus {
    /// All states.
    pub const ALL: [Self; 4] = [Self::NotActivated, Self::Active, Self::Locked, Self::Canceled];

    /// The name of the state in rules; surfaces have their own spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotActivated => "notActivated",
            Self::Active => "active",
            Self::Locked => "locked",
            Self::Canceled => "canceled",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Tells whether a list of state names, as a rule has it, contains this one.
    pub fn is_in(self, names: &[String]) -> bool {
        names.iter().any(|name| name == self.name())
    }
}

impl From<rulebook::InitialStatus> for CardStatus {
    fn from(status: rulebook::InitialStatus) -> Self {
        match status {
            rulebook::InitialStatus::Active => Self::Active,
            rulebook::InitialStatus::NotActivated => Self::NotActivated,
        }
    }
}
