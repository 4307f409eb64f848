//! Values of the issuer as they look in a row (PG 2.6).

use std::{borrow::Cow, io::Write};

use jiff::{Timestamp, civil::Date, fmt::temporal::DateTimePrinter, tz::Offset};
use serde_json::Value;

use super::{View, object::value};
use crate::{
    money::Cents,
    rulebook::{NumberForm, Unit},
};

/// A value of one column of one row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'v> {
    /// No value.
    Null,
    /// An `Int`.
    Int(i64),
    /// A `bigint`.
    Bigint(i64),
    /// A `numeric`, in hundredths.
    Numeric(i128),
    /// Text or a UUID.
    Text(Cow<'v, str>),
    /// Yes or no.
    Boolean(bool),
    /// An instant.
    Instant(Timestamp),
    /// A day.
    Day(Date),
    /// JSON.
    Json(Value),
}

impl Cell<'_> {
    /// Whether the cell has no value.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text of a cell that is text.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number of hundredths of a number.
    pub(super) fn hundredths(&self) -> Option<i128> {
        match self {
            Self::Int(number) | Self::Bigint(number) => Some(i128::from(*number) * 100),
            Self::Numeric(hundredths) => Some(*hundredths),
            _ => None,
        }
    }

    /// The id that an integer names; 0, which no row has, where it names none.
    pub(super) fn id(&self) -> i32 {
        match self {
            Self::Int(number) | Self::Bigint(number) => i32::try_from(*number).unwrap_or(0),
            _ => 0,
        }
    }
}

/// An amount of money in a `numeric` column, in hundredths of the unit that the reading says.
pub(super) fn money(amount: Cents, unit: Unit) -> i128 {
    match unit {
        Unit::Usd => amount.into(),
        Unit::Cents => i128::from(amount) * 100,
    }
}

/// Writes a cell as its type looks on the wire: `bigint` and `numeric` are numbers of any length,
/// or text, as the rules say (AMB-PG-12).
pub(super) fn write(view: &View<'_>, cell: &Cell<'_>, out: &mut Vec<u8>) {
    match cell {
        Cell::Null => out.extend_from_slice(b"null"),
        Cell::Int(number) => value(number, out),
        Cell::Bigint(number) => bigint(view, (*number).into(), out),
        Cell::Numeric(hundredths) => numeric(view, *hundredths, out),
        Cell::Text(text) => value(text, out),
        Cell::Boolean(yes) => value(yes, out),
        Cell::Instant(at) => instant(*at, out),
        Cell::Day(day) => print(format_args!("\"{day}\""), out),
        Cell::Json(json) => value(json, out),
    }
}

/// Writes an integer of any length as a `bigint`.
pub(super) fn bigint(view: &View<'_>, number: i128, out: &mut Vec<u8>) {
    match view.rules.hasura.number_form {
        NumberForm::Number => print(format_args!("{number}"), out),
        NumberForm::String => print(format_args!("\"{number}\""), out),
    }
}

/// Writes hundredths as a `numeric`, exactly: a number without trailing zeros, or text with two
/// decimals.
pub(super) fn numeric(view: &View<'_>, hundredths: i128, out: &mut Vec<u8>) {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    match (view.rules.hasura.number_form, rest) {
        (NumberForm::String, _) => print(format_args!("\"{sign}{whole}.{rest:02}\""), out),
        (NumberForm::Number, 0) => print(format_args!("{sign}{whole}"), out),
        (NumberForm::Number, _) if rest.is_multiple_of(10) => {
            print(format_args!("{sign}{whole}.{}", rest / 10), out);
        }
        (NumberForm::Number, _) => print(format_args!("{sign}{whole}.{rest:02}"), out),
    }
}

/// Writes an instant like `2026-01-01T00:00:00.123+00:00`: always three decimals, always UTC.
fn instant(at: Timestamp, out: &mut Vec<u8>) {
    const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));
    out.push(b'"');
    let written = PRINTER.print_timestamp_with_offset(&at, Offset::UTC, &mut *out);
    written.expect("memory takes what is written to it");
    out.push(b'"');
}

fn print(text: std::fmt::Arguments<'_>, out: &mut Vec<u8>) {
    out.write_fmt(text).expect("memory takes what is written to it");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        issuer::{Caller, Issuer},
        rulebook::Rulebook,
        tables::Budget,
    };

    fn written(form: NumberForm, cell: &Cell<'_>) -> String {
        let (issuer, mut rules, budget) =
            (Issuer::default(), Rulebook::default(), Budget::default());
        rules.hasura.number_form = form;
        let view = View::new(&issuer, &rules, (Caller::Ops, Timestamp::UNIX_EPOCH), &budget);
        let mut out = Vec::new();
        write(&view, cell, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_exact_in_both_forms() {
        for (cell, number, string) in [
            (Cell::Numeric(9_007_199_254_740_993), "90071992547409.93", "\"90071992547409.93\""),
            (Cell::Numeric(-5), "-0.05", "\"-0.05\""),
            (Cell::Numeric(1_250), "12.5", "\"12.50\""),
            (Cell::Numeric(1_000), "10", "\"10.00\""),
            (Cell::Numeric(0), "0", "\"0.00\""),
            (Cell::Numeric(money(-1_234, Unit::Cents)), "-1234", "\"-1234.00\""),
            (Cell::Numeric(money(-1_234, Unit::Usd)), "-12.34", "\"-12.34\""),
            (Cell::Bigint(9_007_199_254_740_993), "9007199254740993", "\"9007199254740993\""),
            (Cell::Int(7), "7", "7"),
        ] {
            assert_eq!(written(NumberForm::Number, &cell), number);
            assert_eq!(written(NumberForm::String, &cell), string);
        }
    }

    #[test]
    fn instants_have_three_decimals_and_an_offset() {
        for (at, expected) in [
            ("2026-01-01T00:00:00.123999Z", "\"2026-01-01T00:00:00.123+00:00\""),
            ("2026-01-01T00:00:00Z", "\"2026-01-01T00:00:00.000+00:00\""),
        ] {
            let cell = Cell::Instant(at.parse().unwrap());
            assert_eq!(written(NumberForm::Number, &cell), expected);
        }
    }
}
