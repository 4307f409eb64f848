//! Times as rows show them.

use serde_json::Value;

/// Whether a value is a time in the form of ISO 8601.
pub(in crate::steps) fn is_time(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok())
}
