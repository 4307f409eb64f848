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

/// An order: something that takes several steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Internal id.
    pub id: OrderId,
    /// `order_id`.
    pub external_id: String,
    /// The project.
    pub project: ProjectId,
    /// The user of the card.
    pub user: UserId,
    /// The card.
    pub card: CardId,
    /// The terms.
    pub terms: Terms,
    /// The operation that ordered, as the surface calls it.
    pub operation: String,
    /// The state.
    pub status: OrderStatus,
    /// Master balance before and after the charge.
    pub balances: Option<(Cents, Cents)>,
    /// The charge that was not given back, in cents.
    pub charged: Cents,
    /// The amount that was given back, in cents.
    pub refunded: Cents,
    /// The number of provider attempts that failed.
    pub attempts: i64,
    /// The reason of the failure.
    pub error: Option<OrderError>,
    /// The first provider attempt fails for good.
    pub doomed: bool,
    /// The step that comes next, unless it has ended.
    pub next: Option<Next>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of completion.
    pub completed_at: Option<Timestamp>,
    /// The instant of failure.
    pub failed_at: Option<Timestamp>,
}

impl Row for Order {
    type Id = OrderId;
    const TRACKED: bool = true;
}

/// The terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// A card.
    Issue {
        /// The product.
        product: ProductId,
        /// The fee for the card, in cents.
        issue_fee: Cents,
        /// The fee for the initial amount, in cents.
        fee: Cents,
        /// The initial amount, in cents; nothing on cards that wait for their first top-up.
        initial: Option<Cents>,
        /// The stage.
        stage: IssueStage,
    },
    /// A top-up.
    Topup {
        /// The amount, in cents.
        amount: Cents,
        /// The fee, in cents.
        fee: Cents,
        /// The top-up activates a card that waits for it.
        activates: bool,
        /// The stage.
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
    /// The cost in all, in cents.
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

/// The reason of an order's failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderError {
    /// The provider did not do it.
    Provider,
    /// Too many attempts failed.
    AttemptsExceeded,
    /// The card was closed meanwhile.
    CardNotActive,
    /// The card's state was changed meanwhile.
    CardStatus,
    /// A reason that the back office gave.
    Named(String),
}

/// The next step of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The step with this number, as the contract counts them.
    Step(u8),
    /// Back to where the attempt with this number is made again.
    Recover(u8),
}

impl Order {
    /// Tells whether nothing more happens to the order.
    pub fn has_ended(&self) -> bool {
        matches!(self.status, OrderStatus::Completed | OrderStatus::Failed)
    }

    /// Tells whether the provider has to answer in the next step.
    pub fn waits_for_provider(&self) -> bool {
        let Some(Next::Step(step)) = self.next else { return false };
        match &self.terms {
            Terms::Issue { initial: Some(_), .. } => matches!(step, 2 | 5 | 6),
            Terms::Issue { initial: None, .. } | Terms::Status { .. } => step == 2,
            Terms::Topup { .. } => matches!(step, 1..=3),
        }
    }
}
