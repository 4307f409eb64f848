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
    /// Who was charged.
    pub user: CardUserId,
    /// The row it made among the transactions.
    pub transaction: TransactionId,
    /// How much.
    pub amount: Cents,
    /// What for.
    pub description: String,
    /// When.
    pub created_at: Timestamp,
}

impl Row for Charge {
    type Id = ChargeId;
}
