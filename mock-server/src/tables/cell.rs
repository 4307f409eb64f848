//! How values of the issuer look in a row (PG 2.6).

use jiff::Timestamp;
use serde_json::{Value, json};

use super::View;
use crate::{
    issuer::Cents,
    rulebook::{NumberForm, Unit},
};

/// `2026-01-01T00:00:00.123+00:00`: always three decimals, always UTC.
pub(super) fn instant(at: Timestamp) -> Value {
    json!(at.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string())
}

/// The same, or null.
pub(super) fn maybe_instant(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, instant)
}

/// A `bigint` (AMB-PG-12).
pub(super) fn number(view: &View<'_>, number: i64) -> Value {
    match view.rules.hasura.number_form {
        NumberForm::Number => json!(number),
        NumberForm::String => json!(number.to_string()),
    }
}

/// A `numeric` that holds so many hundredths (AMB-PG-12).
pub(super) fn cents(view: &View<'_>, cents: Cents) -> Value {
    match view.rules.hasura.number_form {
        NumberForm::Number if cents % 100 == 0 => json!(cents / 100),
        NumberForm::Number => json!(cents as f64 / 100.0),
        NumberForm::String => {
            let sign = if cents < 0 { "-" } else { "" };
            let cents = cents.unsigned_abs();
            json!(format!("{sign}{}.{:02}", cents / 100, cents % 100))
        }
    }
}

/// An amount of money in a `numeric` column, in the unit that the reading says.
pub(super) fn money(view: &View<'_>, amount: Cents, unit: Unit) -> Value {
    match unit {
        Unit::Usd => cents(view, amount),
        Unit::Cents => cents(view, amount * 100),
    }
}
