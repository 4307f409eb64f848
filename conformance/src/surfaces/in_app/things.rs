//! The things of a scenario of the in-app surface: who acts, and the wallets and quotes of theirs.

use std::collections::BTreeMap;

use crate::{
    drivers::in_app::{User, socket::Socket, subscription::Subscription},
    things::Things,
};

/// Everything that a scenario knows of this surface alone.
#[derive(Debug)]
pub struct InAppThings {
    /// Actors by name: "the user", "the second user", "the new user".
    pub users: Things<User>,
    /// Wallets by the actor who may use them: the id that a swap takes.
    pub wallets: BTreeMap<String, i64>,
    /// Quotes by name: the `quoteId`.
    pub quotes: Things<i64>,
    /// Subscriptions by what they follow, `the applications of the user`.
    pub subscriptions: BTreeMap<String, Subscription>,
    /// The socket that was opened last, without a subscription.
    pub socket: Option<Socket>,
}

impl Default for InAppThings {
    fn default() -> Self {
        Self {
            users: Things::of("an actor"),
            wallets: BTreeMap::new(),
            quotes: Things::of("a quote"),
            subscriptions: BTreeMap::new(),
            socket: None,
        }
    }
}
