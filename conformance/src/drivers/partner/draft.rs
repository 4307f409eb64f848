//! A request of the partner surface while it can still be changed: any header and any byte.

use serde_json::Value;

use crate::drivers::graphql;

/// The `x-agio-timestamp` of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamp {
    /// The target's present time plus so many milliseconds.
    Shifted(i64),
    /// Exactly this text.
    Text(String),
    /// No such header.
    Absent,
}

/// The `x-agio-signature` of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seal {
    /// By the rules, with the credential's own secret.
    Proper,
    /// By the rules, with another secret.
    Secret(String),
    /// Exactly this text.
    Text(String),
    /// Base64 of the proper signature's bytes.
    Base64,
    /// The proper signature in upper case.
    UpperCase,
    /// The proper signature of another body.
    OfBody(Vec<u8>),
    /// The proper signature of another timestamp, so many milliseconds away.
    OfStamp(i64),
    /// HMAC over the body alone.
    BodyAlone,
    /// HMAC over timestamp and body joined by another text than a dot.
    JoinedBy(String),
    /// No such header.
    Absent,
}

/// A request under construction; [`super::Partner::sign`] makes its bytes final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// HTTP method, POST unless changed.
    pub method: String,
    /// The `content-type`, if any.
    pub content_type: Option<String>,
    /// The `accept`, if any.
    pub accept: Option<String>,
    /// Another `x-agio-api-key` than the credential's: `Some(None)` leaves the header out.
    pub key: Option<Option<String>>,
    /// The timestamp.
    pub stamp: Stamp,
    /// The signature.
    pub seal: Seal,
    /// The body as sent, and as signed unless the seal says otherwise.
    pub body: Vec<u8>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
}

impl Draft {
    /// A well-formed signed request for a document and its variables (null = none).
    pub fn query(document: &str, variables: &Value) -> Self {
        Self::body(graphql::body(document, variables).to_string())
    }

    /// A well-formed signed request around any body.
    pub fn body(body: impl Into<Vec<u8>>) -> Self {
        Self {
            method: "POST".to_owned(),
            content_type: Some("application/json".to_owned()),
            accept: None,
            key: None,
            stamp: Stamp::Shifted(0),
            seal: Seal::Proper,
            body: body.into(),
            headers: Vec::new(),
        }
    }

    /// With the key and without timestamp and signature: what introspection needs.
    #[must_use]
    pub fn unsigned(mut self) -> Self {
        self.stamp = Stamp::Absent;
        self.seal = Seal::Absent;
        self
    }

    /// With another timestamp.
    #[must_use]
    pub fn stamped(mut self, stamp: Stamp) -> Self {
        self.stamp = stamp;
        self
    }

    /// With another signature.
    #[must_use]
    pub fn sealed(mut self, seal: Seal) -> Self {
        self.seal = seal;
        self
    }

    /// Without API key.
    #[must_use]
    pub fn without_key(mut self) -> Self {
        self.key = Some(None);
        self
    }

    /// With another API key.
    #[must_use]
    pub fn with_key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(Some(key.into()));
        self
    }

    /// With a further header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
