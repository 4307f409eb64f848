//! Values that can be compared: cells and operands, each by the type of its column.

use std::cmp::Ordering;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::Value;
use uuid::Uuid;

use super::Kind;

/// A value in comparable form.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    /// No value.
    Null,
    /// A number.
    Number(f64),
    /// Text, by code point.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// An instant.
    Instant(Timestamp),
    /// A day.
    Day(Date),
    /// JSON; only equal or not.
    Json(Value),
}

impl Key {
    /// The key of a value of a column; `None` when it is no value of its type.
    pub(super) fn of(kind: Kind, value: &Value) -> Option<Self> {
        if value.is_null() {
            return Some(Self::Null);
        }
        Some(match (kind, value) {
            (Kind::Int | Kind::Bigint | Kind::Numeric, Value::Number(number)) => {
                Self::Number(number.as_f64()?)
            }
            (Kind::Bigint | Kind::Numeric, Value::String(text)) => {
                Self::Number(text.parse().ok().filter(|number: &f64| number.is_finite())?)
            }
            (Kind::Text, Value::String(text)) => Self::Text(text.clone()),
            (Kind::Boolean, Value::Bool(yes)) => Self::Boolean(*yes),
            (Kind::Uuid, Value::String(text)) => Self::Text(text.parse::<Uuid>().ok()?.to_string()),
            (Kind::Timestamptz, Value::String(text)) => Self::Instant(instant(text)?),
            (Kind::Date, Value::String(text)) => Self::Day(text.parse().ok()?),
            (Kind::Jsonb, value) => Self::Json(value.clone()),
            _ => return None,
        })
    }

    /// Null compares equal to null; whether nulls are compared at all is for the caller to say.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.total_cmp(right),
            (Self::Text(left), Self::Text(right)) => left.cmp(right),
            (Self::Boolean(left), Self::Boolean(right)) => left.cmp(right),
            (Self::Instant(left), Self::Instant(right)) => left.cmp(right),
            (Self::Day(left), Self::Day(right)) => left.cmp(right),
            (Self::Json(left), Self::Json(right)) if left != right => Ordering::Less,
            _ => Ordering::Equal,
        }
    }
}

/// With any offset, or without one in UTC; a day alone is its beginning.
fn instant(text: &str) -> Option<Timestamp> {
    let in_utc = || {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    };
    text.parse().ok().or_else(in_utc)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn instants_compare_whatever_their_offset() {
        let key = |text: &str| Key::of(Kind::Timestamptz, &json!(text)).unwrap();
        let utc = key("2026-01-01T00:00:00.000+00:00");
        assert_eq!(utc.order(&key("2026-01-01T02:00:00+02:00")), Ordering::Equal);
        assert_eq!(utc.order(&key("2026-01-01T00:00:00")), Ordering::Equal);
        assert_eq!(utc.order(&key("2026-01-02")), Ordering::Less);
    }

    #[test]
    fn what_is_no_value_of_the_type_has_no_key() {
        assert_eq!(Key::of(Kind::Timestamptz, &json!("yesterday")), None);
        assert_eq!(Key::of(Kind::Uuid, &json!("x")), None);
        assert_eq!(Key::of(Kind::Numeric, &json!("1.50")), Some(Key::Number(1.5)));
    }
}
