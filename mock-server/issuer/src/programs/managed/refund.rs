//! Refunds: money back from merchants (MC 19).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{AuthorizationId, CardId, RefundId};
use crate::{collections::Row, money::Cents};

/// A refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Internal id.
    pub id: RefundId,
    /// The card.
    pub card: CardId,
    /// The authorization whose money it is, if one is named.
    pub authorization: Option<AuthorizationId>,
    /// The amount.
    pub amount: Cents,
    /// The instant.
    pub created_at: Timestamp,
}

impl Row for Refund {
    type Id = RefundId;
}
