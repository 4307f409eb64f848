//! The posted body (PG 2.2, AG 1.2).

use async_graphql::Variables;
use axum::http::{HeaderMap, header};
use serde_json::Value;

use super::body_fault;
use crate::gate::{is_encoded, single};

/// Reason why a body is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// The body is another media type than JSON.
    MediaType,
    /// The body has a content coding.
    Encoding,
    /// The body cannot be used, and why.
    Unusable(String),
}

/// Body of a request: document, variables, operation name.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub(crate) query: String,
    pub(crate) operation: Option<String>,
    pub(crate) variables: Variables,
}

/// Reads the members; a body that is not one JSON object, or has members of another type, is
/// refused, and it is said which.
pub(crate) fn read(body: &[u8]) -> Result<Posted, BodyError> {
    let refused = |what: String| BodyError::Unusable(what);
    let value = serde_json::from_slice(body).map_err(|_| refused(body_fault::unreadable(body)))?;
    let Value::Object(mut members) = value else {
        return Err(refused(body_fault::no_object(&value)));
    };
    let another = |name, wanted, found: &Value| refused(body_fault::member(name, wanted, found));
    let query = match members.shift_remove("query") {
        Some(Value::String(query)) => query,
        None => return Err(refused(body_fault::no_query(&members))),
        Some(found) => return Err(another("query", "a string", &found)),
    };
    let operation = match members.shift_remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(found) => return Err(another("operationName", "a string or null", &found)),
    };
    let variables = match members.shift_remove("variables") {
        None | Some(Value::Null) => Variables::default(),
        Some(Value::Object(variables)) => {
            let mut variables = Value::Object(variables);
            write_whole_numbers_plainly(&mut variables);
            Variables::from_json(variables)
        }
        Some(found) => return Err(another("variables", "an object or null", &found)),
    };
    match members.shift_remove("extensions") {
        None | Some(Value::Null | Value::Object(_)) => Ok(Posted { query, operation, variables }),
        Some(found) => Err(another("extensions", "an object or null", &found)),
    }
}

/// `1.0`, `1e3` and `-0` are whole numbers in JSON, and integers to GraphQL.
fn write_whole_numbers_plainly(value: &mut Value) {
    match value {
        Value::Number(number) => {
            let whole = number.as_f64().filter(|one| number.is_f64() && one.fract() == 0.0);
            if let Some(whole) = whole.filter(|one| one.abs() < 9_007_199_254_740_992.0) {
                *value = Value::from(whole as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(write_whole_numbers_plainly),
        Value::Object(members) => members.values_mut().for_each(write_whole_numbers_plainly),
        _ => {}
    }
}

/// Refuses anything but JSON, and JSON in another coding than its own; parameters are allowed.
pub(crate) fn check_media_type(headers: &HeaderMap) -> Result<(), BodyError> {
    if is_encoded(headers) {
        return Err(BodyError::Encoding);
    }
    let given = single(headers, header::CONTENT_TYPE.as_str()).and_then(|one| one.to_str().ok());
    let essence = given.and_then(|value| value.split(';').next()).unwrap_or_default();
    if essence.trim().eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(BodyError::MediaType)
    }
}
