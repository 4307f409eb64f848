//! Errors of the control plane: RFC 9457 (SB 2.2).

mod code;
mod program;
mod world;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

pub(in crate::control) use code::ProblemCode;

use crate::{spelling, world::journal::Unavailable};

/// A refusal of the control plane. Nothing was changed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Problem {
    code: ProblemCode,
    title: &'static str,
    detail: String,
    more: Box<Map<String, Value>>,
    challenge: Option<Challenge>,
}

/// A header that an answer of its status needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Challenge {
    /// `WWW-Authenticate: Bearer` of a 401.
    Bearer,
    /// `Retry-After: 1` of a 503.
    Later,
    /// `Accept-Encoding: identity` of a 415.
    Plain,
}

impl Problem {
    /// A problem; `code` is stable and has its status, the rest is for people.
    pub(super) fn new(code: ProblemCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self { code, title, detail: detail.into(), more: Box::default(), challenge: None }
    }

    /// The problem with a header.
    pub(super) fn challenging(mut self, challenge: Challenge) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// The problem with another member.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// A value that does not do, at a place.
    pub(super) fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        Self::new(ProblemCode::InvalidValue, "Invalid value", detail).with("pointer", pointer)
    }

    /// A member that is not there.
    pub(super) fn missing(pointer: &str, detail: impl Into<String>) -> Self {
        Self::new(ProblemCode::MissingField, "A member is missing", detail).with("pointer", pointer)
    }

    /// A member that the operation does not know.
    pub(super) fn unknown_field(pointer: &str, name: &str, known: &[&str]) -> Self {
        let detail = format!("{name:?} is not known here; nothing was done");
        Self::new(ProblemCode::UnknownField, "Unknown member", detail)
            .with("pointer", pointer)
            .near(name, known.iter().copied())
    }

    /// The place above the member that the operation does not know, and its name; none for any other
    /// problem.
    pub(super) fn unknown_member(&self) -> Option<(&str, &str)> {
        let is_it = self.code == ProblemCode::UnknownField;
        self.more.get("pointer").filter(|_| is_it)?.as_str()?.rsplit_once('/')
    }

    /// A word that is none of those that there are.
    pub(super) fn choice(pointer: &str, written: &str, choices: &[impl AsRef<str>]) -> Self {
        let choices: Vec<_> = choices.iter().map(AsRef::as_ref).collect();
        let detail = match choices.as_slice() {
            [] => format!("{written:?}; there is nothing to choose from"),
            all => format!("{written:?} is none of {}", all.join(", ")),
        };
        let near = spelling::nearest(written, choices.iter().copied());
        Self::invalid(pointer, detail).with("choices", choices).with("did_you_mean", near)
    }

    /// The problem with the names nearest to the one that was written.
    pub(super) fn near<N: AsRef<str>>(
        self,
        name: &str,
        known: impl IntoIterator<Item = N>,
    ) -> Self {
        self.with("did_you_mean", spelling::nearest(name, known))
    }

    /// The problem at another member than the one by which a command calls the place.
    pub(super) fn instead_of(mut self, member: &str, pointer: &str) -> Self {
        if let Some(Value::String(place)) = self.more.get_mut("pointer")
            && place == member
        {
            pointer.clone_into(place);
        }
        self
    }

    /// The problem of a body that stands at a place in a larger one.
    pub(super) fn below(mut self, place: &str) -> Self {
        if let Some(Value::String(pointer)) = self.more.get_mut("pointer") {
            pointer.insert_str(0, place);
        }
        self
    }

    /// A reference that leads nowhere.
    pub(super) fn entity(kind: &str, reference: &str) -> Self {
        let detail = format!("there is no {kind} {reference:?} in this world");
        Self::new(ProblemCode::EntityUnknown, "Nothing by that name", detail)
    }

    /// A world that takes no more commands: nothing was changed, and reads go on.
    pub(super) fn unavailable(why: Unavailable) -> Self {
        if let Unavailable::Deliveries(limit) = why {
            let detail = format!("{why}; nothing was done; resume or remove a receiver");
            return Self::new(ProblemCode::TooMany, "Too many deliveries wait", detail)
                .with("limit", limit);
        }
        if why == Unavailable::Storage {
            let detail = format!("{why}; nothing was done, reads go on");
            return Self::new(
                ProblemCode::JournalUnavailable,
                "The journal cannot be written",
                detail,
            );
        }
        let detail = format!("{why}; nothing was done, reads go on; reset or delete the world");
        Self::new(ProblemCode::JournalUnavailable, "The journal cannot be written", detail)
            .with("limit", why.limit())
            .with("flag", why.flag())
    }

    /// The problem as the answer shows it.
    pub(super) fn body(self) -> Value {
        let body = ProblemBody {
            kind: format!("/_sandbox#{}", self.code.word()),
            title: self.title,
            status: self.code.status().as_u16(),
            code: self.code,
            detail: self.detail,
            more: *self.more,
        };
        serde_json::to_value(body).expect("a problem has names for members")
    }

    /// The problem of a query, whose parameters were read as members of an object.
    pub(super) fn of_query(mut self) -> Self {
        if let Some(Value::String(pointer)) = self.more.get_mut("pointer")
            && let Some(name) = pointer.strip_prefix('/')
        {
            *pointer = format!("?{name}");
        }
        self
    }

    /// A state that does not allow it.
    pub(super) fn state(state: &str, allowed: Vec<String>) -> Self {
        let detail = format!("the state is {state}; nothing was changed");
        Self::new(ProblemCode::StateConflict, "The state does not allow it", detail)
            .with("state", state)
            .with("allowed", allowed)
    }
}

/// A problem (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemBody {
    #[serde(rename = "type")]
    kind: String,
    /// For people.
    title: &'static str,
    status: u16,
    /// Stable; the rest is for people.
    code: ProblemCode,
    /// For people.
    detail: String,
    /// The place (`pointer`), near names (`did_you_mean`), all names (`choices`) and so on.
    #[serde(flatten)]
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    more: Map<String, Value>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, challenge) = (self.code.status(), self.challenge);
        let mut response = (status, self.body().to_string()).into_response();
        if let Some(challenge) = challenge {
            let (name, value) = match challenge {
                Challenge::Bearer => (header::WWW_AUTHENTICATE, "Bearer"),
                Challenge::Later => (header::RETRY_AFTER, "1"),
                Challenge::Plain => (header::ACCEPT_ENCODING, "identity"),
            };
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

impl From<std::convert::Infallible> for Problem {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}
