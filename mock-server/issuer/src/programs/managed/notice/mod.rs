//! Events of the program, each with the objects as of that moment (MC 14.1, 14.2).

mod family;
mod tell;

use serde::{Deserialize, Serialize};

pub use family::{AuthorizationStep, CardChange, DisputeStep, TransferOutcome};

use super::{
    adapter::Adapter,
    authorization::Authorization,
    card::{Balance, Card, CardStatus},
    dispute::Dispute,
    ids::{AuthorizationId, UserId},
    operation::Operation,
    wallet::Wallet,
};
use crate::money::Cents;

/// A thing that happened, with the state of that moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// `evt_…`, the same for every receiver and attempt.
    pub id: String,
    /// Number of the event in its world, from 1, without gaps.
    pub sequence: u64,
    /// The user to whom it happened.
    pub user: UserId,
    /// The thing that happened.
    pub what: What,
}

/// The thing that happened, by the family of its data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Money reached or left a wallet.
    Wallet {
        /// The wallet.
        wallet: Wallet,
        /// Its balance.
        balance: Balance,
        /// The operation, which says amount, direction and reason.
        operation: Operation,
    },
    /// A card has another status, or is new.
    Card {
        /// The event.
        change: CardChange,
        /// The card.
        card: CardState,
        /// The status before; nothing for a new card.
        previous: Option<CardStatus>,
    },
    /// Money reached or left a card through an operation.
    Transfer {
        /// The event.
        outcome: TransferOutcome,
        /// The card.
        card: CardState,
        /// The operation.
        operation: Operation,
    },
    /// A merchant gave money back.
    Refund {
        /// The card.
        card: CardState,
        /// The authorization whose money it is, if one is named.
        authorization: Option<AuthorizationId>,
        /// The amount.
        amount: Cents,
    },
    /// An authorization was made or moved on. The last settlement or reversal is the one that is
    /// told.
    Authorization {
        /// The event.
        step: AuthorizationStep,
        /// The authorization.
        authorization: Box<Authorization>,
        /// The balance of the card.
        balance: Balance,
    },
    /// A dispute was opened or moved on.
    Dispute {
        /// The event.
        step: DisputeStep,
        /// The dispute.
        dispute: Box<Dispute>,
        /// The balance of the card.
        balance: Balance,
    },
    /// A call was refused, where a rule asks to tell it.
    Refusal {
        /// Name of the operation.
        operation: String,
        /// Code of the refusal.
        code: String,
    },
}

/// A card and its balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardState {
    /// The card.
    pub card: Box<Card>,
    /// Its balance.
    pub balance: Balance,
    /// The adapter that played its issuing partner.
    pub adapter: Adapter,
}

/// Names of the events that are alone in their family.
const OTHERS: &[&str] =
    &["wallet.debited", "wallet.credited", "card.refunded", "card.operation.refused"];

impl Notice {
    /// The names of all kinds.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let families = [
            OTHERS,
            CardChange::NAMES,
            TransferOutcome::NAMES,
            AuthorizationStep::NAMES,
            DisputeStep::NAMES,
        ];
        families.into_iter().flatten().copied()
    }

    /// The name of the event.
    pub fn name(&self) -> &'static str {
        match &self.what {
            What::Wallet { operation, .. } if operation.kind.is_debit() => "wallet.debited",
            What::Wallet { .. } => "wallet.credited",
            What::Refund { .. } => "card.refunded",
            What::Refusal { .. } => "card.operation.refused",
            What::Card { change, .. } => change.name(),
            What::Transfer { outcome, .. } => outcome.name(),
            What::Authorization { step, .. } => step.name(),
            What::Dispute { step, .. } => step.name(),
        }
    }
}
