//! Text forms of money and time in answers (ER 7).

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

/// An instant that may be absent, as [`time`] writes it.
pub(super) fn maybe(instant: Option<Timestamp>) -> Option<String> {
    instant.map(time)
}
