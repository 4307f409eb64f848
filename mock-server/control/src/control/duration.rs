//! Durations: one or more `<integer><unit>`, largest unit first (SB 2.1).

use std::time::Duration;

use serde::{Deserialize, Deserializer, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

/// The units of a duration with their lengths in microseconds, longest first.
const UNITS: [(&str, i64); 6] = [
    ("d", 86_400_000_000),
    ("h", 3_600_000_000),
    ("m", 60_000_000),
    ("s", 1_000_000),
    ("ms", 1000),
    ("us", 1),
];

/// A duration in a body or query, as `1h30m`.
#[derive(Clone, Copy)]
pub(super) struct TimeSpan {
    /// The length in microseconds, from 0.
    pub(super) micros: i64,
}

impl<'de> Deserialize<'de> for TimeSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parsed(&text).map(|micros| Self { micros }).map_err(D::Error::custom)
    }
}

impl PartialSchema for TimeSpan {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^([0-9]+(d|h|m|s|ms|us))+$"))
            .description(Some("A duration: one or more numbers with units, largest unit first."))
            .examples(["301s", "1h30m"])
            .into()
    }
}

impl ToSchema for TimeSpan {}

/// Reads a duration of the command line.
pub fn read(text: &str) -> Result<Duration, String> {
    parsed(text).map(|micros| Duration::from_micros(micros.unsigned_abs()))
}

/// The microseconds of a duration, or why the text is none.
fn parsed(text: &str) -> Result<i64, String> {
    let wrong = || format!("{text:?} is not a duration like 1h30m");
    let (mut rest, mut total, mut last) = (text, 0_i64, None);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let number: i64 = rest[..digits].parse().map_err(|_| wrong())?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let unit =
            UNITS.iter().position(|(unit, _)| *unit == &rest[..letters]).ok_or_else(wrong)?;
        if last.is_some_and(|last| unit <= last) {
            return Err(wrong());
        }
        last = Some(unit);
        let part = number.checked_mul(UNITS[unit].1).ok_or_else(wrong)?;
        total = total.checked_add(part).ok_or_else(wrong)?;
        rest = &rest[letters..];
    }
    last.map(|_| total).ok_or_else(wrong)
}

/// A duration of so many microseconds; `0s` when there are none.
pub(super) fn written(mut micros: i64) -> String {
    let mut text = String::new();
    if micros < 0 {
        text.push('-');
        micros = -micros;
    }
    for (unit, length) in UNITS {
        if micros >= length {
            text.push_str(&format!("{}{unit}", micros / length));
            micros %= length;
        }
    }
    if text.is_empty() || text == "-" { "0s".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written() {
        for (text, us) in [("301s", 301_000_000), ("1h30m", 5_400_000_000), ("250ms", 250_000)] {
            assert_eq!(parsed(text).unwrap(), us);
        }
        for wrong in ["", "5", "s", "1m1h", "1x", "-1s", "99999999999999999999s"] {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
        assert_eq!(written(301_000_000), "5m1s");
    }
}
