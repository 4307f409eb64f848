//! An HTTP answer, and how a GraphQL answer is read.

use std::sync::Arc;

use serde_json::Value;

/// An HTTP answer. Copies share what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers, names in lower case, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body as received.
    pub body: Arc<[u8]>,
    /// The body as JSON; null when it is none.
    pub json: Arc<Value>,
}

impl Answer {
    /// The body as JSON; null when it is none.
    pub fn into_json(self) -> Value {
        Arc::unwrap_or_clone(self.json)
    }

    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// `data.<field>`: the result of a root field, `None` when absent or null.
    pub fn result(&self, field: &str) -> Option<&Value> {
        self.json.get("data")?.get(field).filter(|value| !value.is_null())
    }

    /// The entries of `errors`.
    pub fn errors(&self) -> &[Value] {
        self.json.get("errors").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// `extensions.code` of the first error.
    pub fn code(&self) -> Option<&str> {
        self.errors().first()?.pointer("/extensions/code")?.as_str()
    }

    /// Status and the beginning of the body, for messages.
    pub fn summary(&self) -> String {
        let body = crate::exchange::blanked_body(&self.body);
        format!("HTTP {} {}", self.status, crate::outlet::excerpt(&body, 300))
    }
}
