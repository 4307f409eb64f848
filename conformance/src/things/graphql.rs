//! The things of a scenario that the two GraphQL surfaces have alike: cards, applications, sessions,
//! and what was answered.

use super::Things;
use crate::drivers::{Answer, graphql::session_key::Session};

/// Everything that a scenario knows of cards, whoever holds them.
#[derive(Debug)]
pub struct GraphqlThings {
    /// Cards by name.
    pub cards: Things<Card>,
    /// Applications by name.
    pub applications: Things<Application>,
    /// Encryption sessions by name.
    pub sessions: Things<Session>,
    /// The answers in order.
    pub answers: Vec<Answer>,
    /// Whether the last answer was a user's, and not a partner's.
    pub answered_user: bool,
}

impl Default for GraphqlThings {
    fn default() -> Self {
        Self {
            cards: Things::of("a card"),
            applications: Things::of("an application"),
            sessions: Things::of("a session"),
            answers: Vec::new(),
            answered_user: false,
        }
    }
}

/// A card as its maker's answer described it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The number that mutations take (`cardId: Int!`).
    pub id: i64,
    /// The issuer's id (`cardId` of an answer), where known.
    pub external_id: Option<String>,
    /// The card user who holds it, where known.
    pub card_user: Option<String>,
    /// The application it was made from, where known.
    pub application: Option<i64>,
    /// The actor to whom, or to whose partner organization, it belongs.
    pub owner: String,
}

/// An application for cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The number that `createCard` takes.
    pub id: i64,
    /// The issuer's id, where known.
    pub external_id: Option<String>,
    /// The card user who applied, where known.
    pub card_user: Option<String>,
    /// The actor to whom, or to whose partner organization, it belongs.
    pub owner: String,
}
