//! Things that a scenario of the envelope surface talks about: projects, their users, cards and
//! orders, the receivers of their webhooks, and what it has noted.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::drivers::{
    envelope::{Project, Reply},
    sent::Sent,
};
use crate::things::Things;

/// Everything that a scenario knows of this surface.
#[derive(Debug)]
pub struct EnvelopeThings {
    /// Actors by name: "the project", "the second project", "the locked project".
    pub projects: Things<Project>,
    /// Users by name.
    pub users: Things<User>,
    /// Cards by name.
    pub cards: Things<PrepaidCard>,
    /// Orders by name; "that order" is the last one that an answer showed.
    pub orders: Things<Order>,
    /// Receivers by name.
    pub hooks: Things<Hook>,
    /// The bytes sent last.
    pub sent: Option<Sent>,
    /// The `request_timestamp` used last.
    pub stamp: Option<i64>,
    /// The answers in order.
    pub replies: Vec<Reply>,
    /// Amounts that were noted, in millionths.
    pub noted: BTreeMap<String, i64>,
    /// The watched order at each moment, in order.
    pub snapshots: Vec<OrderSnapshot>,
    /// The `Idempotency-Key`s that stand for the names of the scenario.
    pub keys: BTreeMap<String, String>,
    /// A payment that the back office made.
    pub payment: Option<String>,
}

impl Default for EnvelopeThings {
    fn default() -> Self {
        Self {
            projects: Things::of("a project"),
            users: Things::of("a user"),
            cards: Things::of("a card"),
            orders: Things::of("an order"),
            hooks: Things::of("a receiver"),
            sent: None,
            stamp: None,
            replies: Vec::new(),
            noted: BTreeMap::new(),
            snapshots: Vec::new(),
            keys: BTreeMap::new(),
            payment: None,
        }
    }
}

/// A user of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The project's own id of the user.
    pub external_id: String,
    /// The id of the cardholder, once there is one.
    pub cardholder: Option<String>,
}

/// A card of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrepaidCard {
    /// Its id.
    pub id: String,
    /// The external id of the user who holds it.
    pub user: String,
    /// The order that it was made by, where known.
    pub order: Option<String>,
    /// The actor to whose project it belongs.
    pub owner: String,
}

/// An order of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: String,
    /// The card that it is about, where known.
    pub card: Option<String>,
    /// The amount that was asked for, where there is one.
    pub amount: Option<String>,
    /// The actor to whose project it belongs.
    pub owner: String,
}

/// A receiver of webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its path on the listener.
    pub path: String,
    /// The id of its subscription, once subscribed.
    pub subscription: Option<String>,
    /// The actor whose project subscribed it.
    pub owner: String,
}

/// An order and its card at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderSnapshot {
    /// Milliseconds since the order was made.
    pub after_ms: u64,
    /// The order.
    pub order: Value,
    /// The card.
    pub card: Value,
}
