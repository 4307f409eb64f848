//! The things of a scenario of the partner surface: who acts, their people, and what was sent.

use crate::drivers::{
    browser::Browser,
    partner::{Draft, Partner},
    sent::Sent,
};
use crate::things::Things;

/// Everything that a scenario knows of this surface alone.
#[derive(Debug)]
pub struct PartnerThings {
    /// Actors by name: "the partner", "the second partner", "the new token".
    pub partners: Things<Partner>,
    /// People by name.
    pub card_users: Things<CardUser>,
    /// The bytes sent last.
    pub sent: Option<Sent>,
    /// A request that the scenario has begun and not yet sent.
    pub draft: Option<Draft>,
    /// The browser in which the explorer is open.
    pub browser: Option<Browser>,
}

impl Default for PartnerThings {
    fn default() -> Self {
        Self {
            partners: Things::of("an actor"),
            card_users: Things::of("a card user"),
            sent: None,
            draft: None,
            browser: None,
        }
    }
}

/// A person who may hold cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardUser {
    /// The external id (`cardUserId`).
    pub id: String,
    /// The actor to whose partner organization it belongs.
    pub owner: String,
}
