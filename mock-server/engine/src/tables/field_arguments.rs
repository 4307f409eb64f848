//! Arguments of a field.

use async_graphql::{SelectionField, ServerResult, Value};
use serde_json::{Map, Value as Json};

/// The arguments of a field as JSON.
pub(super) fn arguments(field: &SelectionField<'_>) -> ServerResult<Map<String, Json>> {
    let json = |value: Value| value.into_json().expect("arguments are plain JSON");
    let all = field.arguments()?.into_iter();
    Ok(all.map(|(name, value)| (name.to_string(), json(value))).collect())
}
