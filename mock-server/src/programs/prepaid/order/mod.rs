//! Orders and their status models (ER 8.14, 9.1 to 9.3).

mod attempt;
mod charge;
mod end;
mod status;
mod step;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    card::CardStatus,
    ids::{CardId, OrderId, ProductId, ProjectId, UserId},
};
use crate::{collections::Row, money::Cents};

pub(in crate::programs::prepaid) use end::End;
pub use status::{IssueStage, OrderStatus, TopupStage};

/// Something that takes several steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Internal id.
    pub id: OrderId,
    /// `order_id`.
    pub external_id: String,
    /// Whose.
    pub project: ProjectId,
    /// Of which user's card.
    pub user: UserId,
    /// Of which card.
    pub card: CardId,
    /// What was ordered.
    pub terms: Terms,
    /// The operation that ordered, as the surface calls it.
    pub operation: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Master balance before and after the charge.
    pub balances: Option<(Cents, Cents)>,
    /// What was charged and not given back.
    pub charged: Cents,
    /// What was given back.
    pub refunded: Cents,
    /// How many provider attempts failed.
    pub attempts: i64,
    /// Why it failed.
    pub error: Option<OrderError>,
    /// Its first provider attempt fails for good.
    pub doomed: bool,
    /// The step that comes next, unless it has ended.
    pub next: Option<Next>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it completed.
    pub completed_at: Option<Timestamp>,
    /// When it failed.
    pub failed_at: Option<Timestamp>,
}

impl Row for Order {
    type Id = OrderId;
}

/// What was ordered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// A card.
    Issue {
        /// Of which product.
        product: ProductId,
        /// For the card.
        issue_fee: Cents,
        /// For what is on it.
        fee: Cents,
        /// What is on it; nothing on cards that wait for their first top-up.
        initial: Option<Cents>,
        /// How far it is.
        stage: IssueStage,
    },
    /// A top-up.
    Topup {
        /// How much.
        amount: Cents,
        /// For it.
        fee: Cents,
        /// It activates a card that waits for it.
        activates: bool,
        /// How far it is.
        stage: TopupStage,
    },
    /// Freezing or unfreezing.
    Status {
        /// The state before.
        previous: CardStatus,
        /// The state wanted: frozen or active.
        wanted: CardStatus,
    },
}

impl Terms {
    /// What it costs in all.
    pub fn total(&self) -> Cents {
        match self {
            Self::Issue { issue_fee, fee, initial, .. } => issue_fee + fee + initial.unwrap_or(0),
            Self::Topup { amount, fee, .. } => amount + fee,
            Self::Status { .. } => 0,
        }
    }

    /// `order_type`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Issue { .. } => "card_issue",
            Self::Topup { .. } => "card_topup",
            Self::Status { wanted: CardStatus::Frozen, .. } => "card_freeze",
            Self::Status { .. } => "card_unfreeze",
        }
    }
}

/// Why an order failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderError {
    /// The provider did not do it.
    Provider,
    /// It was tried too often.
    AttemptsExceeded,
    /// The card was closed meanwhile.
    CardNotActive,
    /// The card's state was changed meanwhile.
    CardStatus,
    /// As the back office says.
    Named(String),
}

/// What comes next of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The step with this number, as the contract counts them.
    Step(u8),
    /// Back to where the attempt with this number is made again.
    Recover(u8),
}

impl Order {
    /// Whether nothing more happens to it.
    pub fn has_ended(&self) -> bool {
        matches!(self.status, OrderStatus::Completed | OrderStatus::Failed)
    }

    /// Whether the provider has to answer in the next step.
    pub fn waits_for_provider(&self) -> bool {
        let Some(Next::Step(step)) = self.next else { return false };
        match &self.terms {
            Terms::Issue { initial: Some(_), .. } => matches!(step, 2 | 5 | 6),
            Terms::Issue { initial: None, .. } | Terms::Status { .. } => step == 2,
            Terms::Topup { .. } => matches!(step, 1..=3),
        }
    }
}
