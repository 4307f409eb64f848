//! Disputes of authorizations (MC 11).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{AuthorizationId, CardId, DisputeId};
use crate::{collections::Row, money::Cents};

/// A dispute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// Internal id.
    pub id: DisputeId,
    /// `dsp_…`.
    pub reference: String,
    /// The authorization.
    pub authorization: AuthorizationId,
    /// The card of the authorization.
    pub card: CardId,
    /// The status.
    pub status: DisputeStatus,
    /// The caller's statement of the case.
    pub case: Case,
    /// The disputed amount.
    pub amount: Cents,
    /// The credit of the time until the decision.
    pub credit: ProvisionalCredit,
    /// The end.
    pub resolution: Option<Resolution>,
    /// Every status and its instant, oldest first.
    pub history: Vec<(DisputeStatus, Timestamp)>,
    /// The instant at which it was opened.
    pub created_at: Timestamp,
    /// The instant of the last change.
    pub updated_at: Timestamp,
}

impl Row for Dispute {
    type Id = DisputeId;
    const TRACKED: bool = true;
}

/// The caller's statement of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// The reason.
    pub reason: DisputeReason,
    /// In the caller's words.
    pub description: Option<String>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// The caller's own data.
    pub metadata: BTreeMap<String, String>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Evidence {
    /// In words.
    Text(String),
    /// An address.
    Url(String),
}

/// The reason of a dispute.
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
pub enum DisputeReason {
    /// Somebody else spent it.
    Fraudulent,
    /// Charged twice.
    Duplicate,
    /// Nothing came.
    NotReceived,
    /// Something else came.
    NotAsDescribed,
    /// The order was canceled.
    Canceled,
    /// Another amount was agreed.
    IncorrectAmount,
    /// A refund did not come.
    CreditNotProcessed,
    /// Something else.
    Other,
}

/// The status of a dispute.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DisputeStatus {
    /// Opened.
    Open,
    /// The operator looks at it.
    UnderReview,
    /// Decided for the caller.
    Won,
    /// Decided against the caller.
    Lost,
    /// Taken back by the caller.
    Canceled,
}

impl DisputeStatus {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Whether it is still to be decided.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::UnderReview)
    }

    /// Whether its amount counts as disputed (MC 11.2).
    pub fn counts(self) -> bool {
        match self {
            Self::Open | Self::UnderReview | Self::Won => true,
            Self::Lost | Self::Canceled => false,
        }
    }
}

/// The credit of the time until the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisionalCredit {
    /// The status.
    pub status: CreditStatus,
    /// The amount.
    pub amount: Cents,
    /// The instant at which it was given.
    pub granted_at: Option<Timestamp>,
    /// The instant at which it became final or was taken back.
    pub ended_at: Option<Timestamp>,
}

/// The status of a provisional credit.
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
pub enum CreditStatus {
    /// On the card.
    Granted,
    /// The provisional credit stays on the card.
    Final,
    /// Taken back.
    Reversed,
    /// Never given: the card was terminated.
    NotGranted,
}

/// The end of a dispute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// The outcome: won, lost or canceled.
    pub outcome: DisputeStatus,
    /// The operator's words.
    pub note: Option<String>,
    /// The instant.
    pub at: Timestamp,
}
