//! Fees charged with `chargeCard` (PG 10.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{CardUserId, ChargeId, TransactionId};
use crate::{collections::Row, money::Cents};

/// A fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    /// Internal id.
    pub id: ChargeId,
    /// `chargeId` (UUID text).
    pub external_id: String,
    /// The person who was charged.
    pub user: CardUserId,
    /// The row it made among the transactions.
    pub transaction: TransactionId,
    /// The amount, in cents.
    pub amount: Cents,
    /// The description, up to 255 characters.
    pub description: String,
    /// The instant of the charge.
    pub created_at: Timestamp,
}

impl Row for Charge {
    type Id = ChargeId;
}
