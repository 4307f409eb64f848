//! Disputes of transactions (AG 5.15).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{CardUserId, DisputeId, TransactionId};
use crate::collections::Row;

/// A cardholder's objection to a posted transaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// Internal id.
    pub id: DisputeId,
    /// `disputeId` (UUID text).
    pub external_id: String,
    /// The transaction.
    pub transaction: TransactionId,
    /// The person who disputes it.
    pub user: CardUserId,
    /// The evidence, in free text.
    pub evidence: Option<String>,
    /// The state.
    pub status: DisputeStatus,
    /// The note of whoever decided it.
    pub note: Option<String>,
    /// The refund of a won dispute; none when nothing was left to refund.
    pub refund: Option<TransactionId>,
    /// The instant at which it was opened.
    pub created_at: Timestamp,
    /// The instant of the decision.
    pub decided_at: Option<Timestamp>,
}

impl Row for Dispute {
    type Id = DisputeId;
    const TRACKED: bool = true;
}

/// The state of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DisputeStatus {
    /// Not decided.
    Open,
    /// Decided for the cardholder; the amount is refunded.
    Won,
    /// Decided against the cardholder.
    Lost,
}

impl DisputeStatus {
    /// The name of the value in the control plane.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }
}
