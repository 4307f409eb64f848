//! Values that can be compared: cells, and operands as PostgreSQL reads them (PG 11.3). Whether an
//! index or a scan answers, an operand has one meaning: that of its key.

mod datetime;
mod json;
mod number;
mod uuid;

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use datetime::{Decoded, days, micros};
use number::Number;

use super::{Cell, Kind};

/// A value in comparable form.
#[derive(Clone, Debug)]
pub(super) enum Key {
    /// No value.
    Null,
    /// A number.
    Number(Number),
    /// Text, by code point; a UUID in its canonical form.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// An instant, in microseconds since 2000; both infinities are the ends of the range.
    Instant(i64),
    /// A day, counted from 2000; both infinities are the ends of the range.
    Day(i64),
    /// JSON.
    Json(Value),
}

/// Reason why an operand is no value of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    /// The text is not written as the type is.
    Syntax,
    /// The value is outside the range of the type.
    Range,
}

impl Key {
    /// The key of a cell.
    pub(super) fn of_cell(cell: &Cell<'_>) -> Self {
        match cell {
            Cell::Null | Cell::Json(Value::Null) => Self::Null,
            Cell::Int(number) | Cell::Bigint(number) => Self::Number(Number::whole(*number)),
            Cell::Numeric(hundredths) => Self::Number(Number::of_hundredths(*hundredths)),
            Cell::Text(text) => Self::Text(text.clone().into_owned()),
            Cell::Boolean(yes) => Self::Boolean(*yes),
            Cell::Instant(at) => Self::Instant(shown_micros(*at)),
            Cell::Day(day) => Self::Day(days(day.year().into(), day.month(), day.day())),
            Cell::Json(json) => Self::Json(json.clone()),
        }
    }

    /// The key of an operand, as PostgreSQL reads the type; `now` is what words such as `today` are
    /// about. Null is no operand.
    pub(super) fn of_operand(kind: Kind, value: &Value, now: Timestamp) -> Result<Self, Misfit> {
        match (kind, value) {
            (Kind::Int | Kind::Bigint, Value::Number(number)) => {
                let number = match number.as_i64() {
                    Some(whole) => Number::whole(whole),
                    None => Number::read(&number.to_string())?,
                };
                number.must_be_bigint().map(|()| Self::Number(number))
            }
            (Kind::Bigint, Value::String(text)) => number::bigint(text).map(Self::Number),
            (Kind::Numeric, Value::Number(number)) => {
                Number::read(&number.to_string()).map(Self::Number)
            }
            (Kind::Numeric, Value::String(text)) => Number::read(text).map(Self::Number),
            // PostgreSQL has no text with this character.
            (Kind::Text, Value::String(text)) if text.contains('\0') => Err(Misfit::Syntax),
            (Kind::Text, Value::String(text)) => Ok(Self::Text(text.clone())),
            (Kind::Boolean, Value::Bool(yes)) => Ok(Self::Boolean(*yes)),
            (Kind::Uuid, Value::String(text)) => {
                uuid::canonical(text).map(Self::Text).ok_or(Misfit::Syntax)
            }
            (Kind::Timestamptz, Value::String(text)) => {
                Decoded::read(text, now)?.instant().map(Self::Instant)
            }
            (Kind::Date, Value::String(text)) => Decoded::read(text, now)?.day().map(Self::Day),
            (Kind::Jsonb, value) => Ok(Self::Json(value.clone())),
            _ => Err(Misfit::Syntax),
        }
    }

    /// The cell that has this key, for an index; nothing where no cell has it.
    pub(super) fn cell(&self) -> Option<Cell<'_>> {
        match self {
            Self::Text(text) => Some(Cell::Text(text.as_str().into())),
            Self::Number(number) => number.as_whole().map(Cell::Bigint),
            Self::Boolean(yes) => Some(Cell::Boolean(*yes)),
            Self::Null | Self::Instant(_) | Self::Day(_) | Self::Json(_) => None,
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Number(_) => 1,
            Self::Text(_) => 2,
            Self::Boolean(_) => 3,
            Self::Instant(_) => 4,
            Self::Day(_) => 5,
            Self::Json(_) => 6,
        }
    }
}

/// The microseconds of an instant as a row shows it: milliseconds, cut off.
fn shown_micros(at: Timestamp) -> i64 {
    let micros = micros(at);
    micros - micros.rem_euclid(1_000)
}

/// Null equals null; whether nulls are compared at all is for the caller to say.
impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.cmp(right),
            (Self::Text(left), Self::Text(right)) => left.cmp(right),
            (Self::Boolean(left), Self::Boolean(right)) => left.cmp(right),
            (Self::Instant(left), Self::Instant(right)) | (Self::Day(left), Self::Day(right)) => {
                left.cmp(right)
            }
            (Self::Json(left), Self::Json(right)) => json::compare(left, right),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(kind: Kind, value: &Value) -> Result<Key, Misfit> {
        Key::of_operand(kind, value, "2026-03-04T05:06:07.89Z".parse().unwrap())
    }

    #[test]
    fn instants_compare_whatever_their_offset() {
        let key = |text: &str| read(Kind::Timestamptz, &json!(text)).unwrap();
        let utc = Key::of_cell(&Cell::Instant("2026-01-01T00:00:00.000999Z".parse().unwrap()));
        assert_eq!(utc, key("2026-01-01T02:00:00+02:00"));
        assert_eq!(utc, key("2026-01-01T00:00:00"));
        assert!(utc < key("2026-01-02"));
        assert!(key("-infinity") < utc && utc < key("infinity"));
    }

    #[test]
    fn numbers_are_exact_and_have_ranges() {
        let cell = Key::of_cell(&Cell::Numeric(9_007_199_254_740_993));
        assert_eq!(read(Kind::Numeric, &json!("90071992547409.93")), Ok(cell.clone()));
        assert!(read(Kind::Numeric, &json!("90071992547409.9300001")).unwrap() > cell);
        assert_eq!(read(Kind::Bigint, &json!(9_223_372_036_854_775_808_u64)), Err(Misfit::Range));
        assert_eq!(read(Kind::Bigint, &json!("-9223372036854775809")), Err(Misfit::Range));
        assert_eq!(read(Kind::Bigint, &json!(1.5)), Err(Misfit::Syntax));
        assert_eq!(read(Kind::Bigint, &json!(1e3)), read(Kind::Bigint, &json!(" +1000 ")));
        assert_eq!(read(Kind::Bigint, &json!("1.0")), Err(Misfit::Syntax));
    }

    #[test]
    fn what_is_no_value_of_the_type_has_no_key() {
        for (kind, value) in [
            (Kind::Timestamptz, json!("soon")),
            (Kind::Timestamptz, json!(1)),
            (Kind::Uuid, json!("x")),
            (Kind::Text, json!("a\0")),
        ] {
            assert_eq!(read(kind, &value), Err(Misfit::Syntax), "{value}");
        }
    }

    #[test]
    fn only_whole_numbers_lead_to_indexed_cells() {
        let cell = |value: Value| match read(Kind::Numeric, &value).unwrap().cell() {
            Some(Cell::Bigint(number)) => Some(number),
            _ => None,
        };
        assert_eq!(cell(json!("7.00")), Some(7));
        assert_eq!(cell(json!("7.01")), None);
        assert_eq!(cell(json!("1e40")), None);
    }
}
