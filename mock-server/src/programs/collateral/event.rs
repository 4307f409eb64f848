//! Events of the program.

use serde::{Deserialize, Serialize};

/// An event of the collateral program, named as in the public guides (PG 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An application was approved.
    ApplicationApproved,
    /// An application was denied.
    ApplicationDenied,
    /// A card changed its state.
    CardStatusChanged,
    /// A deposit was received.
    CollateralReceived,
    /// A deposit was confirmed.
    CollateralConfirmed,
    /// A purchase was settled.
    SpendCompleted,
}

impl Event {
    /// The names of all kinds.
    pub const NAMES: [&str; 6] = [
        "CARD_APPLICATION_APPROVED",
        "CARD_APPLICATION_DENIED",
        "CARD_STATUS_CHANGED",
        "CARD_COLLATERAL_RECEIVED",
        "CARD_COLLATERAL_CONFIRMED",
        "CARD_SPEND_COMPLETED",
    ];

    /// The name of the kind in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::ApplicationApproved => "CARD_APPLICATION_APPROVED",
            Self::ApplicationDenied => "CARD_APPLICATION_DENIED",
            Self::CardStatusChanged => "CARD_STATUS_CHANGED",
            Self::CollateralReceived => "CARD_COLLATERAL_RECEIVED",
            Self::CollateralConfirmed => "CARD_COLLATERAL_CONFIRMED",
            Self::SpendCompleted => "CARD_SPEND_COMPLETED",
        }
    }
}
