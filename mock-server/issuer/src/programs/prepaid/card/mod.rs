//! Prepaid cards and their states (ER 9.8).

mod lifecycle;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Prepaid,
    ids::{CardId, CardholderId, OrderId, ProductId, ProjectId, TransactionId, UserId},
    state::states,
};
use crate::{
    card_data::CardSecrets,
    collections::{Ids, Row},
};

/// A card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Internal id.
    pub id: CardId,
    /// `card_id`.
    pub external_id: String,
    /// The project.
    pub project: ProjectId,
    /// The user.
    pub user: UserId,
    /// The cardholder.
    pub holder: CardholderId,
    /// The product.
    pub product: ProductId,
    /// The order that made it.
    pub order: OrderId,
    /// The state.
    pub status: CardStatus,
    /// Label.
    pub label: Option<String>,
    /// Number, CVV and expiry, once it is issued.
    pub secrets: Option<CardSecrets>,
    /// Transactions, oldest first.
    pub transactions: Ids<TransactionId>,
    /// Orders, oldest first.
    pub orders: Ids<OrderId>,
    /// The instant until which no top-ups are taken.
    pub cools_until: Option<Timestamp>,
    /// The instant of the order.
    pub created_at: Timestamp,
    /// The instant at which the provider made the card.
    pub issued_at: Option<Timestamp>,
    /// The instant of the first activation.
    pub activated_at: Option<Timestamp>,
    /// The instant of the freezing, while the card is frozen.
    pub frozen_at: Option<Timestamp>,
    /// The instant of the closing.
    pub closed_at: Option<Timestamp>,
    /// The instant of the last change of the balance.
    pub balance_at: Timestamp,
}

impl Row for Card {
    type Id = CardId;
    const TRACKED: bool = true;
}

states! {
    /// The state of a card.
    CardStatus {
        /// Ordered.
        PendingOrder = "pending_order",
        /// Paid for.
        Paid = "paid",
        /// Made, not active yet.
        PendingActivation = "pending_activation",
        /// The first top-up activates the card.
        WaitForTopup = "wait_for_topup_activation_by_user",
        /// Can be used.
        Active = "active",
        /// Frozen.
        Frozen = "frozen",
        /// Final.
        Closed = "closed",
    }
}

impl CardStatus {
    /// Tells whether the issue is still under way.
    pub fn is_being_issued(self) -> bool {
        matches!(self, Self::PendingOrder | Self::Paid | Self::PendingActivation)
    }

    /// Tells whether a change to this state is told to subscribers.
    fn is_told(self) -> bool {
        matches!(self, Self::WaitForTopup | Self::Active | Self::Frozen | Self::Closed)
    }
}

impl Card {
    /// Tells whether new top-ups are refused for now.
    pub fn is_cooling(&self, now: Timestamp) -> bool {
        self.cools_until.is_some_and(|until| now < until)
    }

    /// New top-ups are refused from now on for so long.
    pub(super) fn cool(&mut self, now: Timestamp, ms: i64) {
        self.cools_until = now.checked_add(SignedDuration::from_millis(ms)).ok();
    }
}

impl Prepaid {
    /// The last digits of a card's number, once it is issued.
    pub fn last4(&self, card: &Card) -> Option<String> {
        card.secrets.as_ref().map(|secrets| secrets.last4.clone())
    }
}
