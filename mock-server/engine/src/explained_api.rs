//! Operations of mocked APIs as they are explained in advance (SB 6.1).

use axum::{
    body::Bytes,
    http::{Method, Request},
};
use futures::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{
    command::Check,
    gate::{self, Door, Explained, RequestToExplain},
    surface::Surface,
    world::{Principal, World},
    worlds::Handle,
};

/// Operations of a mocked API that can be explained, and the requests that call them.
pub trait ExplainedOperations: Send + Sync {
    /// Every operation that changes the state of a world, and some that only judge.
    fn operations(&self) -> &'static [ExplainedOperation];

    /// Labels of those who can call an operation in a world.
    fn callers(&self, world: &World, operation: &ExplainedOperation) -> Vec<String>;

    /// The request by which a client calls an operation with an input; the error names a member of
    /// the input that the operation does not have.
    fn draft(&self, world: &World, now: Timestamp, wanted: Wanted) -> Result<Draft, InputError>;
}

/// A mocked API whose operations can be explained: every [`Door`] that tells its operations.
pub trait ExplainedApi: ExplainedOperations {
    /// Answers a request in a copy of its world.
    fn explain<'a>(
        &'a self,
        copy: &'a Handle,
        request: &'a RequestToExplain,
        principal: Option<Principal>,
    ) -> BoxFuture<'a, Explained>;
}

impl<D: Door + ExplainedOperations> ExplainedApi for D {
    fn explain<'a>(
        &'a self,
        copy: &'a Handle,
        request: &'a RequestToExplain,
        principal: Option<Principal>,
    ) -> BoxFuture<'a, Explained> {
        Box::pin(gate::explain(self, copy, request, principal))
    }
}

/// An operation that can be explained.
pub struct ExplainedOperation {
    /// Name.
    pub name: &'static str,
    /// Its checks in their order, in parts that stand beside what makes them.
    pub checks: &'static [&'static [Check]],
}

impl ExplainedOperation {
    /// The checks, in the order in which they are made.
    pub fn checks(&self) -> impl Iterator<Item = &'static Check> {
        self.checks.iter().copied().flatten()
    }
}

/// An operation with its checks, for the tables of the APIs.
pub const fn operation(
    name: &'static str,
    checks: &'static [&'static [Check]],
) -> ExplainedOperation {
    ExplainedOperation { name, checks }
}

/// Labels of the credentials of a surface.
pub fn credential_labels(world: &World, surface: Surface) -> Vec<String> {
    let all = world.access.credentials.iter();
    let ours = all.filter(|credential| credential.holder.surface() == surface);
    ours.map(|credential| credential.label.clone()).collect()
}

/// A call that somebody wants to make.
pub struct Wanted {
    /// Name of the operation.
    pub operation: &'static str,
    /// Its input.
    pub input: Map<String, Value>,
    /// Members of the answer that are asked for, `{ success error }`; those of GraphQL APIs only.
    pub select: Option<String>,
    /// Value of the header `Idempotency-Key`; those of REST APIs only.
    pub idempotency_key: Option<String>,
}

/// An input with which no request can be written.
pub enum InputError {
    /// A member that the operation does not have.
    Unknown {
        /// JSON Pointer of the member within the input.
        pointer: String,
        /// Name of the member.
        name: String,
        /// Names that the operation has there.
        known: Vec<String>,
    },
    /// A member that stands in the path is not there.
    Missing {
        /// JSON Pointer of the member within the input.
        pointer: &'static str,
    },
}

/// Refuses a member of the input that is none of those that are known.
pub fn refuse_strangers(known: &[String], input: &Map<String, Value>) -> Result<(), InputError> {
    let stranger = input.keys().find(|name| !known.contains(name));
    stranger.map_or(Ok(()), |name| {
        let (pointer, name) = (format!("/{name}"), name.clone());
        Err(InputError::Unknown { pointer, name, known: known.to_vec() })
    })
}

/// A request as it would be sent, before it is signed or sealed.
pub struct Draft {
    /// Path.
    pub path: String,
    /// Headers besides credentials.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Value,
}

impl Draft {
    /// A JSON body that is posted to a path.
    pub fn post(path: impl Into<String>, body: Value) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { path: path.into(), headers, body }
    }

    /// The request with another header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: Option<String>) -> Self {
        self.headers.extend(value.map(|value| (name, value)));
        self
    }

    /// The request as the gate takes it; none when a header or the path cannot be written.
    pub fn request(&self) -> Option<RequestToExplain> {
        let mut request = Request::builder().method(Method::POST).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let (parts, ()) = request.body(()).ok()?.into_parts();
        let body = match &self.body {
            Value::Null => Bytes::new(),
            body => Bytes::from(body.to_string()),
        };
        Some(RequestToExplain { parts, body })
    }
}
