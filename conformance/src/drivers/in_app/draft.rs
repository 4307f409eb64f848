//! A request of the in-app surface while it can still be changed: any header and any byte.

use serde_json::Value;

use crate::drivers::graphql;

/// The `Authorization` of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearer {
    /// The user's own token, by the rules.
    Own,
    /// Another token, by the rules.
    Token(String),
    /// No such header.
    Absent,
}

/// A request under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The credential.
    pub bearer: Bearer,
    /// The body as sent.
    pub body: Vec<u8>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
}

impl Draft {
    /// A well-formed request for a document and its variables (null = none).
    pub fn query(document: &str, variables: &Value) -> Self {
        Self::body(graphql::body(document, variables).to_string())
    }

    /// A request with this body, by the rules otherwise.
    pub fn body(text: impl Into<String>) -> Self {
        Self { bearer: Bearer::Own, body: text.into().into_bytes(), headers: Vec::new() }
    }

    /// With another credential.
    #[must_use]
    pub fn with(mut self, bearer: Bearer) -> Self {
        self.bearer = bearer;
        self
    }

    /// With a further header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
