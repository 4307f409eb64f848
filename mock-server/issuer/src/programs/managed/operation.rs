//! Operations: every movement of a wallet (MC 12).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{AuthorizationId, CardId, DisputeId, OperationId, WalletId};
use crate::{collections::Row, money::Cents};

/// An operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Internal id.
    pub id: OperationId,
    /// `opr_…`.
    pub reference: String,
    /// The kind.
    pub kind: OperationKind,
    /// The status.
    pub status: OperationStatus,
    /// The amount, in minor units of the wallet's currency.
    pub amount: Cents,
    /// The wallet.
    pub wallet: WalletId,
    /// The things that it belongs to.
    pub links: Links,
    /// The reason of a failure.
    pub failure: Option<OperationFailure>,
    /// The caller's own data.
    pub metadata: BTreeMap<String, String>,
    /// The instant at which it was made.
    pub created_at: Timestamp,
    /// The instant at which it was completed.
    pub completed_at: Option<Timestamp>,
}

impl Row for Operation {
    type Id = OperationId;
    const TRACKED: bool = true;
}

/// The things that an operation belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// The card.
    pub card: Option<CardId>,
    /// The authorization.
    pub authorization: Option<AuthorizationId>,
    /// The dispute.
    pub dispute: Option<DisputeId>,
}

/// The kind of an operation.
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
pub enum OperationKind {
    /// Money from outside.
    Deposit,
    /// Wallet to card.
    CardFunding,
    /// Card to wallet.
    CardWithdrawal,
    /// The rest of a terminated card.
    CardTermination,
    /// Money that an authorization released after the end of its card.
    AuthorizationRelease,
    /// A dispute that was won after the end of its card.
    DisputeCredit,
    /// A refund after the end of its card.
    CardRefund,
}

impl OperationKind {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Whether money leaves the wallet.
    pub fn is_debit(self) -> bool {
        match self {
            Self::CardFunding => true,
            Self::Deposit
            | Self::CardWithdrawal
            | Self::CardTermination
            | Self::AuthorizationRelease
            | Self::DisputeCredit
            | Self::CardRefund => false,
        }
    }
}

/// The status of an operation.
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
pub enum OperationStatus {
    /// The partner is slow.
    Processing,
    /// Done.
    Completed,
    /// Not done; the money is where it was.
    Failed,
    /// The operator has to decide.
    UnderReview,
}

impl OperationStatus {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Whether it is still to end.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Processing | Self::UnderReview)
    }
}

/// The reason of a failure.
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
pub enum OperationFailure {
    /// The operator rejected it.
    ReviewRejected,
    /// The card was terminated meanwhile.
    CardTerminated,
    /// The card expired meanwhile.
    CardExpired,
}
