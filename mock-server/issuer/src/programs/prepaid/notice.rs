//! Notices to a project's subscribers (ER 11.3).

use serde::{Deserialize, Serialize};

use super::{
    ApplyContext, Prepaid,
    card::CardStatus,
    ids::{CardId, OrderId, ProjectId},
    order::{Order, OrderStatus, Terms},
    transaction::Transaction,
};

/// A thing that happened to a card, with the state of that moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// The project of the card.
    pub project: ProjectId,
    /// The card.
    pub card: CardId,
    /// Microseconds since 1970; with the type it is unique in the project.
    pub timestamp: i64,
    /// The thing that happened, with the state of that moment.
    pub what: What,
}

/// The thing that happened, with the state of that moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// An order ended.
    Order(Box<Order>),
    /// The card has another state.
    CardStatus {
        /// The state before.
        previous: CardStatus,
        /// The state now.
        status: CardStatus,
        /// The order that did it.
        order: Option<OrderId>,
    },
    /// A transaction was made or moved on.
    Transaction(Box<Transaction>),
}

impl Notice {
    /// The names of all kinds.
    pub const NAMES: [&str; 6] = [
        "card_issue_completed",
        "card_issue_failed",
        "card_topup_completed",
        "card_topup_failed",
        "card_status_changed",
        "card_transaction",
    ];

    /// The type of the notice.
    pub fn kind(&self) -> &'static str {
        match &self.what {
            What::Order(order) => match (&order.terms, order.status) {
                (Terms::Issue { .. }, OrderStatus::Completed) => "card_issue_completed",
                (Terms::Issue { .. }, _) => "card_issue_failed",
                (_, OrderStatus::Completed) => "card_topup_completed",
                _ => "card_topup_failed",
            },
            What::CardStatus { .. } => "card_status_changed",
            What::Transaction(_) => "card_transaction",
        }
    }

    /// Notes that something happened to a card now.
    pub(super) fn raise(
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
        card: CardId,
        what: What,
    ) {
        let entity = match &what {
            What::Order(order) => format!("order:{}", order.external_id),
            What::CardStatus { .. } => format!("card:{}", prepaid.cards[card].external_id),
            What::Transaction(row) => format!("transaction:{}", row.external_id),
        };
        let project = prepaid.cards[card].project;
        let mut notice = Self { project, card, timestamp: context.now.as_microsecond(), what };
        let stamps = &mut prepaid.projects.change(project).stamps;
        let latest = stamps.entry(notice.kind().to_owned()).or_insert(i64::MIN);
        notice.timestamp = notice.timestamp.max(latest.saturating_add(1));
        *latest = notice.timestamp;
        context.raise(notice, entity);
    }
}
