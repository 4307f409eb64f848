//! A finished answer, before it is written.

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::Value;

use crate::register::Reason;

/// What a surface answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers besides content type and length.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// Type of the body.
    pub content_type: &'static str,
    /// The body.
    pub content: Content,
    /// The operations that were answered, each with its reason.
    pub done: Vec<Done>,
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A JSON value, written compactly.
    Json(Value),
    /// A JSON value that the surface seals before it is written; deviations see it open.
    ToSeal(Value),
    /// Bytes as they are: JSON that is written already, or another type.
    Bytes(Bytes),
}

/// One operation of a request and why it was answered so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its name; empty where a request was refused before it could be told.
    pub operation: String,
    /// The member of `data` that holds its result, on GraphQL surfaces.
    pub key: Option<String>,
    /// Why.
    pub reason: Reason,
}

impl Answer {
    /// A JSON answer to one operation, or to none that could be told.
    pub fn json(status: StatusCode, body: Value, reason: Reason) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content_type: "application/json; charset=utf-8",
            content: Content::Json(body),
            done: vec![Done { operation: String::new(), key: None, reason }],
        }
    }

    /// Why it is what it is; the first operation's reason.
    pub fn reason(&self) -> Reason {
        self.done.first().map_or(Reason::Ok, |done| done.reason)
    }

    /// The same with the operations that it answers.
    pub fn answering(mut self, done: Vec<Done>) -> Self {
        if !done.is_empty() {
            self.done = done;
        }
        self
    }

    /// The same with a header.
    pub fn with_header(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.push((name, HeaderValue::from_static(value)));
        self
    }

    /// The answer as it is written, and the bytes of its body.
    pub(super) fn written(self) -> (Response, Bytes) {
        let bytes = match self.content {
            Content::Json(value) | Content::ToSeal(value) => {
                serde_json::to_vec(&value).expect("a value is JSON").into()
            }
            Content::Bytes(bytes) => bytes,
        };
        let mut response = Response::new(Body::from(bytes.clone()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        (response, bytes)
    }
}
