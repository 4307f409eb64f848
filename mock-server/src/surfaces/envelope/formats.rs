//! How values are written in answers (ER 7).

use jiff::Timestamp;

use crate::{money::Cents, world::clock};

/// Cents as decimal text with two decimals.
pub(super) fn money(cents: Cents) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

/// An instant in UTC with six decimals.
pub(super) fn time(instant: Timestamp) -> String {
    clock::written(instant)
}

/// The same, if there is one.
pub(super) fn maybe(instant: Option<Timestamp>) -> Option<String> {
    instant.map(time)
}
