//! Statuses in the texts of errors, and the actions that a card allows.

use serde_json::Value;

use crate::programs::managed::card::{Action, CardStanding};

/// A word of the contract as a text says it: `under_review` is `under review`.
pub(super) fn said(word: &str) -> String {
    word.replace('_', " ")
}

/// Actions that a card allows, as `allowed_actions` lists them (MC 7.4). Opening a dispute is not one
/// of them: it is about an authorization.
pub(super) fn allowed(state: CardStanding) -> Vec<&'static str> {
    let actions = state.allowed().filter(|action| *action != Action::Dispute);
    actions.map(|action| action.word()).collect()
}

/// [`allowed`] as a value.
pub(super) fn usable(state: CardStanding) -> Value {
    allowed(state).into()
}
