//! Entries of a card's ledger (MC 12).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    card::Balance,
    ids::{AuthorizationId, CardId, DisputeId, EntryId, OperationId},
};
use crate::{collections::Row, money::Cents};

/// An entry: how the balance of a card changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Internal id.
    pub id: EntryId,
    /// `ent_…`.
    pub reference: String,
    /// The card.
    pub card: CardId,
    /// The change.
    pub posting: Posting,
    /// The balance after it.
    pub after: Balance,
    /// The instant.
    pub created_at: Timestamp,
}

impl Row for Entry {
    type Id = EntryId;
}

/// A change of a card's balance, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// The kind.
    pub kind: EntryKind,
    /// The change of what is available.
    pub available: Cents,
    /// The change of what is held.
    pub held: Cents,
    /// The operation that did it.
    pub operation: Option<OperationId>,
    /// The authorization that did it.
    pub authorization: Option<AuthorizationId>,
    /// The dispute that did it.
    pub dispute: Option<DisputeId>,
}

impl Posting {
    /// A change that no operation, authorization or dispute has made.
    pub fn new(kind: EntryKind, available: Cents, held: Cents) -> Self {
        Self { kind, available, held, operation: None, authorization: None, dispute: None }
    }

    /// The change, made by an operation.
    #[must_use]
    pub fn by_operation(self, operation: OperationId) -> Self {
        Self { operation: Some(operation), ..self }
    }

    /// The change, made by an authorization.
    #[must_use]
    pub fn by_authorization(self, authorization: AuthorizationId) -> Self {
        Self { authorization: Some(authorization), ..self }
    }

    /// The change, made by a dispute.
    #[must_use]
    pub fn by_dispute(self, dispute: DisputeId) -> Self {
        Self { dispute: Some(dispute), ..self }
    }
}

/// The kind of an entry.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EntryKind {
    /// Wallet to card.
    Funding,
    /// Card to wallet.
    Withdrawal,
    /// A slow withdrawal begins.
    WithdrawalHold,
    /// A slow withdrawal is rejected.
    WithdrawalHoldRelease,
    /// An authorization.
    Hold,
    /// A settlement.
    Settlement,
    /// A hold that is given back.
    Release,
    /// Credit for a dispute.
    ProvisionalCredit,
    /// The credit is taken back.
    ProvisionalCreditReversal,
    /// The rest of a terminated card.
    Termination,
    /// Money back from a merchant.
    Refund,
}
