//! The things of a scenario of the in-app surface: who acts, and the wallets and quotes of theirs.

use std::collections::BTreeMap;

use crate::{
    drivers::in_app::{
        User,
        event_stream::{EventStream, StreamEvent},
        socket::Socket,
        subscription::Subscription,
    },
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
    /// Event streams by the actor who reads them, as of the last time that they were opened.
    pub streams: BTreeMap<String, EventStream>,
    /// The events that a reader saw before going on behind the first of them.
    pub seen_events: Vec<StreamEvent>,
    /// Receivers of events by name.
    pub receivers: Things<Receiver>,
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
            streams: BTreeMap::new(),
            seen_events: Vec::new(),
            receivers: Things::of("a receiver"),
            socket: None,
        }
    }
}

/// A receiver of events.
#[derive(Clone)]
pub struct Receiver {
    /// Its path on the listener.
    pub path: String,
    /// The secret that deliveries are signed with, where it was told.
    pub secret: Option<String>,
}

impl std::fmt::Debug for Receiver {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Receiver").field("path", &self.path).finish_non_exhaustive()
    }
}
