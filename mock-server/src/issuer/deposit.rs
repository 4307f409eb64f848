//! Deposits of collateral (PG 10.2, SB 5.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    CardUserId, Cents,
    rows::{Row, row_id},
};

row_id! {
    /// A deposit's number.
    DepositId
}

/// A transfer to a deposit address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deposit {
    /// Internal id.
    pub id: DepositId,
    /// Whose address was paid.
    pub user: CardUserId,
    /// The address.
    pub address: String,
    /// Which chain.
    pub chain_id: i32,
    /// Which token, by its symbol.
    pub token_symbol: String,
    /// The token's contract.
    pub token_address: String,
    /// How much is credited; amounts below a cent are dust.
    pub amount: Cents,
    /// What is left below a cent, in millionths of a dollar.
    pub dust_micros: i64,
    /// Whether the address takes this asset.
    pub credited: bool,
    /// Hash of the transfer.
    pub transaction_hash: String,
    /// How far it is.
    pub status: DepositStatus,
    /// Whether the confirmation comes by itself, and after which time.
    pub confirm: Confirmation,
    /// When it was received.
    pub received_at: Option<Timestamp>,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
}

impl Row for Deposit {
    type Id = DepositId;
}

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
