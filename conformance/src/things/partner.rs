//! The things of a scenario of the partner surface: who acts, their cards, applications, people and
//! sessions, and what was sent and answered.

use super::Things;
use crate::drivers::{
    Answer,
    http::Sent,
    partner::{Draft, Partner, session_key::Session},
};

/// Everything that a scenario knows of this surface.
#[derive(Debug)]
pub struct PartnerThings {
    /// Actors by name: "the partner", "the second partner", "the new token".
    pub partners: Things<Partner>,
    /// Cards by name.
    pub cards: Things<Card>,
    /// Applications by name.
    pub applications: Things<Application>,
    /// People by name.
    pub card_users: Things<CardUser>,
    /// Encryption sessions by name.
    pub sessions: Things<Session>,
    /// The bytes sent last.
    pub sent: Option<Sent>,
    /// A request that the scenario has begun and not yet sent.
    pub draft: Option<Draft>,
    /// The answers in order.
    pub answers: Vec<Answer>,
}

impl Default for PartnerThings {
    fn default() -> Self {
        Self {
            partners: Things::of("an actor"),
            cards: Things::of("a card"),
            applications: Things::of("an application"),
            card_users: Things::of("a card user"),
            sessions: Things::of("a session"),
            sent: None,
            draft: None,
            answers: Vec::new(),
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
    /// The actor to whose partner organization it belongs.
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
    /// The actor to whose partner organization it belongs.
    pub owner: String,
}

/// A person who may hold cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardUser {
    /// The external id (`cardUserId`).
    pub id: String,
    /// The actor to whose partner organization it belongs.
    pub owner: String,
}
