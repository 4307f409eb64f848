//! The things a scenario talks about, by the names it gives them.

pub mod envelope;

use std::collections::BTreeMap;

use crate::{Mismatch, StepResult};

/// Things of one kind by name: "the card", "the second card".
#[derive(Debug, Clone)]
pub struct Things<T> {
    kind: &'static str,
    by_name: BTreeMap<String, T>,
}

impl<T: Clone> Things<T> {
    /// No things yet; `kind` is for messages.
    pub fn of(kind: &'static str) -> Self {
        Self { kind, by_name: BTreeMap::new() }
    }

    /// From now on `name` means `thing`.
    pub fn name(&mut self, name: impl Into<String>, thing: T) {
        self.by_name.insert(name.into(), thing);
    }

    /// The thing of that name. Naming one that nothing made is a mistake of the scenario.
    pub fn get(&self, name: &str) -> StepResult<T> {
        self.by_name.get(name).cloned().ok_or_else(|| {
            Mismatch::suite(
                format!("{} called \"{name}\"", self.kind),
                format!("only {:?}", self.by_name.keys().collect::<Vec<_>>()),
            )
        })
    }

    /// Everything with its name, in order of name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &T)> {
        self.by_name.iter().map(|(name, thing)| (name.as_str(), thing))
    }

    /// Whether something has that name.
    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
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
