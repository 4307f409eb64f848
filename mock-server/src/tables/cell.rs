//! How values of the issuer look in a row (PG 2.6).

use jiff::{Timestamp, fmt::temporal::DateTimePrinter, tz::Offset};
use serde_json::{Value, json};

use super::View;
use crate::{
    issuer::Cents,
    rulebook::{NumberForm, Unit},
};

/// `2026-01-01T00:00:00.123+00:00`: always three decimals, always UTC.
pub(super) fn instant(at: Timestamp) -> Value {
    const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));
    let mut text = String::with_capacity(32);
    let written = PRINTER.print_timestamp_with_offset(&at, Offset::UTC, &mut text);
    written.expect("memory takes what is written to it");
    Value::String(text)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_have_three_decimals_and_an_offset() {
        let written = |text: &str| instant(text.parse().unwrap());
        assert_eq!(written("2026-01-01T00:00:00.123999Z"), json!("2026-01-01T00:00:00.123+00:00"));
        assert_eq!(written("2026-01-01T00:00:00Z"), json!("2026-01-01T00:00:00.000+00:00"));
    }
}
