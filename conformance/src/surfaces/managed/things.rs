//! Things that a scenario of the managed cards surface talks about: callers, their cards, authorizations
//! and disputes, receivers of webhooks, and what it has noted.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    drivers::{Answer, managed::Caller},
    things::Things,
};

/// Everything that a scenario knows of this surface.
#[derive(Debug)]
pub struct ManagedThings {
    /// Actors by name: "the caller", "the second caller", "the unverified caller".
    pub callers: Things<Caller>,
    /// Cards by name.
    pub cards: Things<ManagedCard>,
    /// Authorizations by name; "the authorization" is the last one that an answer showed.
    pub authorizations: Things<Referenced>,
    /// Disputes by name; "the dispute" is the last one that an answer showed.
    pub disputes: Things<Referenced>,
    /// Operations by name; "the operation" is the last one that an answer showed.
    pub operations: Things<Referenced>,
    /// Receivers of webhooks by name.
    pub receivers: Things<Receiver>,
    /// The bodies of deliveries that were seen, by event and receiver.
    pub bodies: BTreeMap<String, Vec<Vec<u8>>>,
    /// The answers in order.
    pub answers: Vec<Answer>,
    /// Amounts that were noted, in millionths: `the balance of the card`.
    pub noted: BTreeMap<String, i64>,
    /// Texts that were noted, such as tokens and cursors.
    pub texts: BTreeMap<String, String>,
    /// Objects that were noted whole, to be compared later.
    pub seen: BTreeMap<String, Value>,
    /// Answers that were noted, to be compared later.
    pub answered: BTreeMap<String, Answer>,
    /// The `Idempotency-Key`s that stand for the names of the scenario.
    pub keys: BTreeMap<String, String>,
}

impl Default for ManagedThings {
    fn default() -> Self {
        Self {
            callers: Things::of("a caller"),
            cards: Things::of("a card"),
            authorizations: Things::of("an authorization"),
            disputes: Things::of("a dispute"),
            operations: Things::of("an operation"),
            receivers: Things::of("a receiver"),
            bodies: BTreeMap::new(),
            answers: Vec::new(),
            noted: BTreeMap::new(),
            texts: BTreeMap::new(),
            seen: BTreeMap::new(),
            answered: BTreeMap::new(),
            keys: BTreeMap::new(),
        }
    }
}

/// A card of a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagedCard {
    /// Its reference.
    pub reference: String,
    /// The actor to whom it belongs.
    pub owner: String,
    /// The program that it was made of, where known.
    pub program: Option<String>,
    /// The worth of the scenario's amounts on it; `None` where they are what they say.
    pub worth: Option<Worth>,
}

/// The worth of a scenario's amounts on a card of a target whose funding may cost something: what
/// the scenario says that it was funded with, and the balance that it had then, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// The amount of the scenario.
    pub said: i64,
    /// The balance of the card.
    pub had: i64,
}

impl Worth {
    /// An amount of the scenario in proportion to the balance, rounded down to hundredths. The
    /// whole of what the card was funded with is the whole of what it had.
    pub fn of(self, amount: i64) -> i64 {
        let share = i128::from(amount) * i128::from(self.had) / i128::from(self.said.max(1));
        let share = i64::try_from(share).unwrap_or(i64::MAX);
        share / 10_000 * 10_000
    }
}

/// A thing with a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referenced {
    /// Its reference.
    pub reference: String,
    /// The actor to whom it belongs.
    pub owner: String,
    /// The name of the card that it is about, where known.
    pub card: Option<String>,
}

/// A receiver of webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    /// Its path on the listener.
    pub path: String,
    /// The id by which the control plane knows it, on a sandbox.
    pub id: Option<String>,
    /// The secret that signs for it, where known.
    pub secret: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shares_of_the_balance_rounded_down() {
        let worth = Worth { said: 100_000_000, had: 97_330_000 };
        assert_eq!(worth.of(60_000_000), 58_390_000);
        assert_eq!(worth.of(100_000_000), 97_330_000);
        assert_eq!(Worth { said: 100_000_000, had: 100_000_000 }.of(1_230_000), 1_230_000);
    }
}
