//! Managed cards (MC 7).

mod action;
mod transition;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    adapter::AdapterChoice,
    ids::{
        AuthorizationId, CardId, CardProgramId, DisputeId, EntryId, OperationId, UserId, WalletId,
    },
};
use crate::{
    collections::{Ids, Row},
    money::Cents,
};

pub use action::{Action, CardStanding};
pub use transition::Cause;

/// A card. Its balance is in the ledger, its number in the program's own table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Internal id.
    pub id: CardId,
    /// `crd_…`.
    pub reference: String,
    /// The user.
    pub user: UserId,
    /// The program.
    pub program: CardProgramId,
    /// The linked wallet, fixed for life.
    pub wallet: WalletId,
    /// The status.
    pub status: CardStatus,
    /// The reason that the operator or the caller gave for the status.
    pub status_reason: Option<String>,
    /// Label.
    pub label: Option<String>,
    /// Name on the card.
    pub cardholder_name: String,
    /// Number, code and expiry that the partner has made; none until then.
    pub plastic: Option<Plastic>,
    /// The failure of its creation.
    pub failure: Option<CardFailure>,
    /// The caller's own data.
    pub metadata: BTreeMap<String, String>,
    /// Adapter and delay that the control plane has set.
    pub set: AdapterChoice,
    /// The instant at which the card was made.
    pub created_at: Timestamp,
    /// The instant of the last change.
    pub updated_at: Timestamp,
    /// The instant of the first activation.
    pub activated_at: Option<Timestamp>,
    /// The instant of the termination.
    pub terminated_at: Option<Timestamp>,
}

impl Row for Card {
    type Id = CardId;
    const TRACKED: bool = true;
}

/// Data of a card that may be shown once the partner has made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plastic {
    /// The partner's own id.
    pub card_id: String,
    /// Last four digits of the number.
    pub last4: String,
    /// Last valid month, from 1.
    pub expiry_month: i8,
    /// Year of the last valid month.
    pub expiry_year: i16,
}

/// The reason why a card was not made.
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
pub enum CardFailure {
    /// By the issuing partner.
    ProviderRejected,
    /// By the operator.
    ReviewRejected,
}

/// The eight statuses.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CardStatus {
    /// The partner has not made it yet.
    Pending,
    /// Can be used.
    Active,
    /// Frozen by the caller.
    Frozen,
    /// Blocked by the operator.
    Blocked,
    /// Past its last valid month.
    Expired,
    /// Ended by the caller.
    Terminated,
    /// Never made.
    Failed,
    /// The operator has to decide.
    UnderReview,
}

impl CardStatus {
    /// The word of the source document.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Whether the card counts for the limit of cards of one program (MC 7.2).
    pub fn is_live(self) -> bool {
        match self {
            Self::Pending | Self::Active | Self::Frozen | Self::Blocked | Self::UnderReview => true,
            Self::Expired | Self::Terminated | Self::Failed => false,
        }
    }
}

/// Money on a card or in a wallet, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// Can be spent; below zero after a lost dispute.
    pub available: Cents,
    /// On hold.
    pub held: Cents,
}

impl Balance {
    /// All of it.
    pub fn total(self) -> Cents {
        self.available + self.held
    }
}

/// Everything that belongs to a card, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CardRecords {
    /// Entries of its ledger.
    pub entries: Ids<EntryId>,
    /// Its authorizations.
    pub authorizations: Ids<AuthorizationId>,
    /// Fundings, withdrawals and the rest.
    pub operations: Ids<OperationId>,
    /// Disputes of its authorizations.
    pub disputes: Ids<DisputeId>,
}
