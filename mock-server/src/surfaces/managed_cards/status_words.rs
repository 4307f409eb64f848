//! Statuses in the texts of errors, and the actions that a status allows.

use serde_json::Value;

use crate::programs::managed::{CardStatus, card::Action};

/// A word of the contract as a text says it: `under_review` is `under review`.
pub(super) fn said(word: &str) -> String {
    word.replace('_', " ")
}

/// Actions that a status allows, as `allowed_actions` lists them (MC 7.4). Opening a dispute is not
/// one of them: it is about an authorization.
pub(super) fn allowed(status: CardStatus) -> Vec<&'static str> {
    let actions = status.allowed().iter().filter(|action| **action != Action::Dispute);
    actions.map(|action| action.word()).collect()
}

/// [`allowed`] as a value.
pub(super) fn usable(status: CardStatus) -> Value {
    allowed(status).into()
}
