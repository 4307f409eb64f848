//! How values of the issuer look in a row (PG 2.6).

use jiff::Timestamp;
use serde_json::{Value, json};

/// `2026-01-01T00:00:00.123+00:00`: always three decimals, always UTC.
pub(super) fn instant(at: Timestamp) -> Value {
    json!(at.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string())
}

/// The same, or null.
pub(super) fn maybe_instant(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, instant)
}
