//! What happened, for the event list of a world and everything that is delivered from it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::prepaid::notice::Notice;
use crate::surface::Surface;

/// One domain event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// World time.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// To what: `<type>:<id>`.
    pub entity: String,
}

/// Kinds of events, named as in the public guides (PG 16).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    /// An application was approved.
    CardApplicationApproved,
    /// An application was denied.
    CardApplicationDenied,
    /// A card changed its state.
    CardStatusChanged,
    /// A deposit was received.
    CardCollateralReceived,
    /// A deposit was confirmed.
    CardCollateralConfirmed,
    /// A purchase was settled.
    CardSpendCompleted,
    /// Something that a project's subscribers are told.
    Prepaid(Box<Notice>),
}

impl EventKind {
    /// The names of all of them.
    pub const NAMES: [&str; 12] = [
        "CARD_APPLICATION_APPROVED",
        "CARD_APPLICATION_DENIED",
        "CARD_STATUS_CHANGED",
        "CARD_COLLATERAL_RECEIVED",
        "CARD_COLLATERAL_CONFIRMED",
        "CARD_SPEND_COMPLETED",
        "card_issue_completed",
        "card_issue_failed",
        "card_topup_completed",
        "card_topup_failed",
        "card_status_changed",
        "card_transaction",
    ];

    /// The types of what they happen to: the part before the colon of an event's entity.
    pub const ENTITIES: [&str; 5] = ["application", "card", "deposit", "order", "transaction"];

    /// Its name in the field.
    pub fn name(&self) -> &'static str {
        match self {
            Self::CardApplicationApproved => "CARD_APPLICATION_APPROVED",
            Self::CardApplicationDenied => "CARD_APPLICATION_DENIED",
            Self::CardStatusChanged => "CARD_STATUS_CHANGED",
            Self::CardCollateralReceived => "CARD_COLLATERAL_RECEIVED",
            Self::CardCollateralConfirmed => "CARD_COLLATERAL_CONFIRMED",
            Self::CardSpendCompleted => "CARD_SPEND_COMPLETED",
            Self::Prepaid(notice) => notice.kind(),
        }
    }

    /// The surface whose event it is.
    pub fn surface(&self) -> Surface {
        match self {
            Self::CardApplicationApproved
            | Self::CardApplicationDenied
            | Self::CardStatusChanged
            | Self::CardCollateralReceived
            | Self::CardCollateralConfirmed
            | Self::CardSpendCompleted => Surface::PG,
            Self::Prepaid(_) => Surface::ER,
        }
    }
}
