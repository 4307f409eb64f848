//! The body of a request that asks for a document.

use serde_json::{Value, json};

/// A document with its variables; without the member where these are null.
pub(crate) fn body(document: &str, variables: &Value) -> Value {
    let mut body = json!({ "query": document });
    if !variables.is_null() {
        body["variables"] = variables.clone();
    }
    body
}
