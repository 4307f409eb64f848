//! The answer of a surface, before it is written to the connection.

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::Value;

use crate::{log::Reason, world::journal::AnswerDigest};

/// Answer of a surface to one request.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers besides content type and length.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Value of the `Content-Type` header.
    pub content_type: &'static str,
    /// Body.
    pub content: Content,
    /// Operations that were answered, each with its reason; never empty.
    pub done: Vec<Done>,
}

/// Body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A JSON value, written compactly.
    Json(Value),
    /// A JSON value that the surface seals (encrypts) before it is written; deviations change it
    /// before that.
    ToSeal(Value),
    /// Bytes that are written as they are: finished JSON, or another type.
    Bytes(Bytes),
}

impl Content {
    /// The body as it is written.
    pub fn bytes(&self) -> Bytes {
        match self {
            Self::Json(value) | Self::ToSeal(value) => {
                serde_json::to_vec(value).expect("a value is JSON").into()
            }
            Self::Bytes(bytes) => bytes.clone(),
        }
    }
}

/// One operation of a request, and the reason for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Name of the operation; empty when the request was refused before its operation was known.
    pub operation: String,
    /// Member of `data` that holds the result, on GraphQL surfaces.
    pub key: Option<String>,
    /// Reason for the answer.
    pub reason: Reason,
}

impl Answer {
    /// A JSON answer to a single operation whose name is not known yet.
    pub fn json(status: StatusCode, body: Value, reason: Reason) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content_type: "application/json; charset=utf-8",
            content: Content::Json(body),
            done: vec![Done { operation: String::new(), key: None, reason }],
        }
    }

    /// Reason for the answer to the first operation.
    pub fn reason(&self) -> Reason {
        self.done.first().map_or(Reason::Ok, |done| done.reason)
    }

    /// Replaces the list of answered operations, unless `done` is empty.
    pub fn answering(mut self, done: Vec<Done>) -> Self {
        if !done.is_empty() {
            self.done = done;
        }
        self
    }

    /// Adds a header.
    pub fn with_header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.push((name, HeaderValue::from_static(value)));
        self
    }

    /// The answer with a header that is a number.
    pub fn with_number(mut self, name: HeaderName, value: i64) -> Self {
        self.headers.push((name, HeaderValue::from(value)));
        self
    }

    /// Adds a header, unless there is one of that name, such as that of a deviation.
    pub fn complete_header(&mut self, name: HeaderName, value: &str) {
        let is_there = self.headers.iter().any(|(one, _)| *one == name);
        if let (false, Ok(value)) = (is_there, HeaderValue::from_str(value)) {
            self.headers.push((name, value));
        }
    }

    /// The digest of the answer. The body is written once, here.
    pub fn digest(&mut self) -> AnswerDigest {
        let bytes = self.content.bytes();
        let digest = AnswerDigest::of(self.status.as_u16(), &bytes);
        self.content = Content::Bytes(bytes);
        digest
    }

    /// The HTTP response, and the bytes of its body.
    pub(super) fn into_response(self) -> (Response, Bytes) {
        let bytes = self.content.bytes();
        let mut response = Response::new(Body::from(bytes.clone()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if self.status != StatusCode::SWITCHING_PROTOCOLS {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        }
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        (response, bytes)
    }
}
