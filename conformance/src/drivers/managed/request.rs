//! A request of the surface while it can still be changed: method, path, headers and every byte of
//! the body.

use super::{
    operation,
    template::{self, Values},
};
use crate::{Mismatch, StepResult, surfaces::managed::target::Dialect};

/// A request under construction; [`super::Caller::write`] makes its bytes final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The contract's name of the operation; `None` where the path tells it.
    pub operation: Option<&'static str>,
    /// The HTTP method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The media type; `Usual` unless changed.
    pub content_type: ContentType,
    /// The credential.
    pub bearer: Bearer,
    /// The `Idempotency-Key`, if any.
    pub key: Option<String>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The amount that the request names, as a decimal text.
    pub amount: Option<String>,
    /// True when a target that says that it is busy is waited for.
    pub patient: bool,
}

/// The media type of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContentType {
    /// JSON where there is a body, and on reads where the target may want it (AMB-MC-07).
    Usual,
    /// This one.
    Is(String),
    /// No such header.
    Absent,
}

/// The credential of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearer {
    /// The caller's own access token, by a login if need be.
    Own,
    /// This token.
    Token(String),
    /// This value of the header, whatever it is.
    Header(String),
    /// No such header.
    Absent,
}

impl Request {
    /// The request for an operation as the dialect writes it; without one as the contract does.
    pub fn of(dialect: &Dialect, name: &str, values: Values<'_>) -> StepResult<Self> {
        let known = operation::named(name)
            .ok_or_else(|| Mismatch::suite("an operation of managed cards", name.to_owned()))?;
        let form = dialect.form(name);
        let said =
            |part: Option<&String>, usual: &str| part.map_or(usual, String::as_str).to_owned();
        let method = said(form.and_then(|form| form.method.as_ref()), known.method);
        let path = said(form.and_then(|form| form.path.as_ref()), known.path);
        let body = said(form.and_then(|form| form.body.as_ref()), known.body);
        let amount = values.iter().find(|(name, _)| *name == "amount");
        Ok(Self {
            operation: Some(known.name),
            method,
            path: template::path(&path, values)?,
            content_type: ContentType::Usual,
            bearer: if name.starts_with("token.") { Bearer::Absent } else { Bearer::Own },
            key: None,
            headers: Vec::new(),
            body: template::body(&body, values)?,
            amount: amount.map(|(_, text)| (*text).to_owned()),
            patient: true,
        })
    }

    /// Exactly this method, path and body, with the caller's token.
    pub fn exactly(method: &str, path: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            operation: None,
            method: method.to_owned(),
            path: path.to_owned(),
            content_type: ContentType::Usual,
            bearer: Bearer::Own,
            key: None,
            headers: Vec::new(),
            body: body.into(),
            amount: None,
            patient: true,
        }
    }

    /// With another credential.
    #[must_use]
    pub fn with(mut self, bearer: Bearer) -> Self {
        self.bearer = bearer;
        self
    }

    /// With an `Idempotency-Key`.
    #[must_use]
    pub fn under(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// With another media type.
    #[must_use]
    pub fn typed(mut self, content_type: ContentType) -> Self {
        self.content_type = content_type;
        self
    }

    /// With a query behind the path: `status=frozen&limit=2`.
    #[must_use]
    pub fn asking(mut self, query: &str) -> Self {
        if !query.is_empty() {
            self.path = format!("{}?{query}", self.path);
        }
        self
    }

    /// With another body.
    #[must_use]
    pub fn saying(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sent once, whatever the target says of its load.
    #[must_use]
    pub fn impatient(mut self) -> Self {
        self.patient = false;
        self
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
