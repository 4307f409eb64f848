//! How values of the issuer look in a row (PG 2.6).

use std::fmt::Display;

use jiff::{Timestamp, fmt::temporal::DateTimePrinter, tz::Offset};
use serde_json::Value;

use super::{Kind, View, object};
use crate::{
    money::Cents,
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

/// A `numeric` that holds so many hundredths, exactly: decimal text with two decimals.
pub(super) fn hundredths(hundredths: impl Into<i128>) -> Value {
    let hundredths = hundredths.into();
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    Value::String(format!("{sign}{whole}.{rest:02}"))
}

/// An amount of money in a `numeric` column, in the unit that the reading says.
pub(super) fn money(amount: Cents, unit: Unit) -> Value {
    match unit {
        Unit::Usd => hundredths(amount),
        Unit::Cents => hundredths(i128::from(amount) * 100),
    }
}

/// Writes a cell as its type looks on the wire: `bigint` and `numeric` are numbers of any length, or
/// text, as the rules say (AMB-PG-12).
pub(super) fn write(view: &View<'_>, kind: Kind, cell: &Value, out: &mut Vec<u8>) {
    let form = view.rules.hasura.number_form;
    match (kind, cell, form) {
        (Kind::Numeric, Value::String(exact), NumberForm::Number) => {
            let short = exact.trim_end_matches('0').trim_end_matches('.');
            out.extend_from_slice(short.as_bytes());
        }
        (Kind::Bigint, Value::Number(number), _) => whole(view, kind, number, out),
        _ => object::value(cell, out),
    }
}

/// Writes an integer of any length that is a `bigint` or an `Int`.
pub(super) fn whole(view: &View<'_>, kind: Kind, number: impl Display, out: &mut Vec<u8>) {
    let is_text = kind == Kind::Bigint && view.rules.hasura.number_form == NumberForm::String;
    let quote = if is_text { "\"" } else { "" };
    out.extend_from_slice(format!("{quote}{number}{quote}").as_bytes());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn hundredths_are_exact() {
        assert_eq!(hundredths(9_007_199_254_740_993_i64), json!("90071992547409.93"));
        assert_eq!(hundredths(-5_i64), json!("-0.05"));
        assert_eq!(money(-1_234, Unit::Cents), json!("-1234.00"));
    }

    #[test]
    fn instants_have_three_decimals_and_an_offset() {
        let written = |text: &str| instant(text.parse().unwrap());
        assert_eq!(written("2026-01-01T00:00:00.123999Z"), json!("2026-01-01T00:00:00.123+00:00"));
        assert_eq!(written("2026-01-01T00:00:00Z"), json!("2026-01-01T00:00:00.000+00:00"));
    }
}
