//! The request timestamp (ER 4.1; 3, steps 8 to 10).

use jiff::Timestamp;
use serde_json::Value;

use super::{payload::Payload, refusal::RequestError};
use crate::{
    log::Reason,
    rulebook::{Rulebook, er},
};

/// The member that holds it.
pub(super) const NAME: &str = "request_timestamp";

/// A timestamp within the window.
pub(super) struct Stamp {
    /// Microseconds since 1970.
    pub(super) micros: i64,
    /// As it was written.
    pub(super) text: String,
}

/// Reads and judges the timestamp of a payload.
pub(super) fn read(
    payload: &Payload,
    rules: &Rulebook,
    now: Timestamp,
) -> Result<Stamp, RequestError> {
    let rules = &rules.er.ts;
    let written = payload.written(NAME);
    let (value, text) = written.ok_or(RequestError::Stamp(Reason::TimestampMissing))?;
    let digits = integer(value, text, rules).ok_or(RequestError::Stamp(Reason::TimestampFormat))?;
    // What does not fit is far outside any window.
    let sent: Option<i64> = digits.parse().ok();
    let micros = sent.and_then(|sent| near(sent, rules, now));
    let micros = micros.ok_or(RequestError::Stamp(Reason::TimestampWindow))?;
    Ok(Stamp { micros, text: text.to_owned() })
}

/// The digits of an integer, or of the text of one.
pub(super) fn integer(value: &Value, written: &str, rules: &er::Stamp) -> Option<String> {
    let is_integer = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        (1..=64).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match value {
        Value::String(text) => {
            Some(text.clone()).filter(|text| rules.accept_string && is_integer(text))
        }
        Value::Number(_) if is_integer(written) => Some(written.to_owned()),
        // A JSON number of more digits is an integer as well, only a larger one.
        Value::Number(_) if written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => {
            Some("9".repeat(64))
        }
        _ => None,
    }
}

/// The timestamp, when it is within the window; its edges are inside.
pub(super) fn near(sent: i64, rules: &er::Stamp, now: Timestamp) -> Option<i64> {
    let now = now.as_microsecond();
    let window = rules.window_ms.saturating_mul(1000);
    let away = sent.checked_sub(now)?.saturating_abs();
    (away <= window).then_some(sent)
}
