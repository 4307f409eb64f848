//! Incoming transfers: their status, and when they are confirmed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Status of a deposit. It only moves forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DepositStatus {
    /// Sent, not yet seen; no surface shows it.
    Sent,
    /// Seen, not yet part of the balance.
    Received,
    /// Confirmed, and part of the balance.
    Confirmed,
}

impl DepositStatus {
    /// Word of this status on the wire: `sent`, `received` or `confirmed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Confirmed => "confirmed",
        }
    }
}

/// Time at which a received deposit is confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Confirmation {
    /// At once.
    Now,
    /// When the back office confirms it.
    Later,
    /// After the confirmation delay of the rulebook.
    #[default]
    Auto,
}
