//! The card and its state machine (PG 7.1 to 7.3).

mod action;
mod status;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Collateral, Refusal,
    ids::{ApplicationId, CardId, CardUserId, CompanyId, LimitChangeId, ShipmentId, TransactionId},
    limit::Limit,
    pin::Pin,
};
use crate::{
    card_data::CardSecrets,
    collections::{Ids, Row},
    people::PostalAddress,
};

pub use action::CardAction;
pub use status::CardStatus;

/// A payment card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Internal id.
    pub id: CardId,
    /// Issuer-side id (UUID text), `cardId` of the answers.
    pub external_id: String,
    /// The application it was made from.
    pub application: ApplicationId,
    /// The company that anchors it.
    pub company: CompanyId,
    /// The person who holds it.
    pub user: CardUserId,
    /// Virtual or physical.
    pub kind: CardType,
    /// The state.
    pub status: CardStatus,
    /// Number, CVC and expiry.
    pub secrets: CardSecrets,
    /// Name on the card; never changes.
    pub display_name: Option<String>,
    /// Label.
    pub nickname: Option<String>,
    /// Marked by an in-app user.
    pub is_starred: bool,
    /// Spending limit.
    pub limit: Option<Limit>,
    /// Billing address.
    pub billing: Option<PostalAddress>,
    /// The PIN in force.
    pub pin: Option<Pin>,
    /// A PIN that waits for activation.
    pub staged_pin: Option<Pin>,
    /// The card that replaced it.
    pub replaced_by: Option<CardId>,
    /// The reason of the replacement.
    pub replacement_reason: Option<String>,
    /// The reason of the cancellation, in free text.
    pub cancel_reason: Option<String>,
    /// Shipments, oldest first.
    pub shipments: Ids<ShipmentId>,
    /// Transactions, oldest first.
    pub transactions: Ids<TransactionId>,
    /// Limit changes, oldest first.
    pub limit_changes: Ids<LimitChangeId>,
    /// The instant of the first activation.
    pub activated_at: Option<Timestamp>,
    /// The instant of the cancellation.
    pub canceled_at: Option<Timestamp>,
    /// The instant of the last approved authorization.
    pub last_used_at: Option<Timestamp>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for Card {
    type Id = CardId;
    const TRACKED: bool = true;
}

/// The type of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardType {
    /// Numbers only.
    Virtual,
    /// Plastic.
    Physical,
}

impl CardType {
    /// The name of the value in the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Virtual => "virtual",
            Self::Physical => "physical",
        }
    }
}

impl Card {
    /// Refuses `action` unless the card is in one of the states named.
    pub fn must_be_in(&self, states: &[String], action: CardAction) -> Result<(), Refusal> {
        if self.status.is_in(states) {
            return Ok(());
        }
        let allowed = states.to_vec();
        Err(Refusal::CardState { action, status: self.status, allowed })
    }

    /// Refuses `action` on a canceled card.
    pub fn must_live(&self, action: CardAction) -> Result<(), Refusal> {
        if self.status != CardStatus::Canceled {
            return Ok(());
        }
        let living = CardStatus::ALL.into_iter().filter(|s| *s != CardStatus::Canceled);
        let living: Vec<_> = living.map(|status| status.name().to_owned()).collect();
        self.must_be_in(&living, action)
    }

    /// Moves the card to `status`, keeping the instants that go with it.
    pub(super) fn become_status(&mut self, status: CardStatus, now: Timestamp) {
        self.status = status;
        self.updated_at = now;
        match status {
            CardStatus::Active if self.activated_at.is_none() => self.activated_at = Some(now),
            CardStatus::Canceled => self.canceled_at = Some(now),
            _ => {}
        }
    }
}

impl Collateral {
    /// The address that funds the account behind a card.
    pub fn deposit_address(&self, card: &Card) -> Option<&str> {
        self.holder(card).account.as_ref().map(|account| account.deposit_address.as_str())
    }
}
