//! Lists in arguments.

use serde_json::Value;

/// The items of a list; none of null, and a single value is a list of one (GraphQL, input coercion
/// of lists).
pub(super) fn items(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}
