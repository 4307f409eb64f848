//! Transfers that come in: how far one is, and when it counts.

use serde::{Deserialize, Serialize};

/// How far a deposit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DepositStatus {
    /// Under way; no surface shows it yet.
    Sent,
    /// Seen.
    Received,
    /// Counts.
    Confirmed,
}

impl DepositStatus {
    /// Its name in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Confirmed => "confirmed",
        }
    }
}

/// When a received deposit is confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confirmation {
    /// At once.
    Now,
    /// When the back office says so.
    Later,
    /// After the confirmation delay of the rulebook.
    #[default]
    Auto,
}
