//! States of transactions.

use serde::{Deserialize, Serialize};

/// Where a transaction stands (SB 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionStatus {
    /// Held, perhaps partly settled.
    Authorized,
    /// Settled.
    Posted,
    /// Given back before it was settled.
    Reversed,
    /// Given back by the network after days.
    Expired,
    /// Settled and refunded in full.
    Refunded,
    /// Refused.
    Declined,
}

impl TransactionStatus {
    /// The name of the value in the control plane.
    pub fn name(self) -> &'static str {
        match self {
            Self::Authorized => "authorized",
            Self::Posted => "posted",
            Self::Reversed => "reversed",
            Self::Expired => "expired",
            Self::Refunded => "refunded",
            Self::Declined => "declined",
        }
    }
}

/// The state of a transaction does not allow the step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the transaction is {}", status.name())]
pub struct WrongState {
    /// The state.
    pub status: TransactionStatus,
    /// The steps that the state allows.
    pub allowed: Vec<&'static str>,
}
