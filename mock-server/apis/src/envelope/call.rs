//! One operation while it runs: its fields, commands and reads on its behalf, and its answer.

use std::cell::Cell;

use axum::http::{HeaderMap, HeaderValue};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    checks::{FIELDS, PROVIDER},
    fields::Fields,
    refusal::OperationError,
    slugs::Slug,
};
use crate::{
    command::Check,
    gate::RequestContext,
    log::Reason,
    programs::prepaid::{Endpoint, Prepaid, Refusal, Scope, key::Key},
    rulebook::Rulebook,
    world::{Act, Denied},
};

/// Outcome of an operation: its reply, or the error that its client gets.
pub(super) type Outcome = Result<Reply, OperationError>;

/// Reply of an operation that succeeded.
pub(super) struct Reply {
    pub(super) body: Value,
    pub(super) reason: Reason,
}

impl Reply {
    /// These members at the root, behind `success`.
    pub(super) fn of(members: &impl Serialize) -> Self {
        let mut body = Map::new();
        body.insert("success".to_owned(), Value::Bool(true));
        if let Ok(Value::Object(members)) = serde_json::to_value(members) {
            body.extend(members);
        }
        Self { body: Value::Object(body), reason: Reason::Ok }
    }

    /// Marks the reply as a repetition of an earlier one where `known` is true.
    pub(super) fn repeated_if(mut self, known: bool) -> Self {
        if known {
            self.reason = Reason::Repeated;
        }
        self
    }
}

/// An operation that runs.
pub(super) struct Call<'a> {
    pub(super) context: &'a RequestContext,
    pub(super) path: &'static str,
    pub(super) fields: Fields,
    key: Option<&'a HeaderValue>,
    /// True when the request has more than one `Idempotency-Key` header.
    keys: bool,
    /// True once the fields were read and a command is looked at.
    has_fields: Cell<bool>,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        context: &'a RequestContext,
        path: &'static str,
        headers: &'a HeaderMap,
        fields: Fields,
    ) -> Self {
        let mut keys = headers.get_all("idempotency-key").iter();
        Self {
            context,
            path,
            fields,
            key: keys.next(),
            keys: keys.next().is_some(),
            has_fields: Cell::default(),
        }
    }

    pub(super) fn rules(&self) -> &'a Rulebook {
        self.context.rules()
    }

    /// Refuses the call when it needs an idempotency key and has none (ER 3, step 13).
    pub(super) fn require_key(&self) -> Result<(), OperationError> {
        let needed = self.rules().er.idem.required_on.iter().any(|path| path == self.path);
        let blank = |key: &HeaderValue| key.as_bytes().iter().all(u8::is_ascii_whitespace);
        match self.key.filter(|key| !blank(key)) {
            None if needed => Err(OperationError::of(Slug::IdempotencyKeyRequired)),
            _ => Ok(()),
        }
    }

    /// The idempotency key, if there is one.
    pub(super) fn key(&self, endpoint: Endpoint) -> Result<Option<Key>, OperationError> {
        let Some(key) = self.key else { return Ok(None) };
        if !self.rules().er.idem.honoured_on.iter().any(|path| path == self.path) {
            return Ok(None);
        }
        let bytes = key.as_bytes();
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        let wrong = || OperationError::invalid("Idempotency-Key", "is not valid");
        let most = usize::try_from(self.rules().er.idem.max_length).unwrap_or(usize::MAX);
        if self.keys || bytes.len() > most || !bytes.iter().all(u8::is_ascii_graphic) {
            return Err(wrong());
        }
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| wrong())?;
        Ok(Some(Key { endpoint, text }))
    }

    /// Whether a named fault strikes the call. Asking makes it happen.
    pub(super) fn strikes(&self, fault: &str) -> bool {
        self.context.strikes_operation(fault, self.path)
    }

    /// The provider answers, unless a fault keeps it from that. What the caller did wrong is said
    /// first.
    pub(super) fn reach_provider(&self) -> Result<(), OperationError> {
        let reached = match self.strikes("provider-error") {
            true => Err(OperationError::of(Slug::ProviderError)),
            false => Ok(()),
        };
        self.holds(PROVIDER, reached)
    }

    /// Makes a check whose result is at hand.
    pub(super) fn holds<T>(
        &self,
        check: Check,
        result: Result<T, OperationError>,
    ) -> Result<T, OperationError> {
        self.context.holds(check, result, |said| said.text().to_owned())
    }

    /// Notes that the fields were read: a command comes behind them.
    fn note_fields(&self) {
        self.has_fields.set(true);
        let _ = self.holds(FIELDS, Ok(()));
    }

    /// Passes an outcome on, which is about the fields if no command was looked at.
    pub(super) fn judge_fields(&self, outcome: Outcome) -> Outcome {
        match self.has_fields.get() {
            true => outcome,
            false => self.holds(FIELDS, outcome),
        }
    }

    /// Does something to the world.
    pub(super) fn act<A: Act<Refusal: Into<OperationError>>>(
        &self,
        command: &A,
    ) -> Result<A::Done, OperationError> {
        self.note_fields();
        self.context.act(self.path, command).map_err(|denied| match denied {
            Denied::Refused(refusal) => refusal.into(),
            Denied::Unavailable(_) => OperationError::of(Slug::InternalError),
        })
    }

    /// Checks a command without running it; the error is the one that its client would get.
    pub(super) fn would<A: Act<Refusal = Refusal>>(
        &self,
        command: &A,
    ) -> Result<(), OperationError> {
        self.note_fields();
        self.context.would(self.path, command).map_err(OperationError::from)
    }

    /// Plan of a command that is not run; the error is the one that its client would get.
    pub(super) fn plan<A: Act<Refusal = Refusal>>(
        &self,
        command: &A,
    ) -> Result<A::Plan, OperationError> {
        self.note_fields();
        self.context.plan(self.path, command).map_err(OperationError::from)
    }

    /// Does something that the provider has a part in.
    pub(super) fn act_with_provider<A: Act<Refusal = Refusal>>(
        &self,
        command: &A,
    ) -> Result<A::Done, OperationError> {
        self.would(command)?;
        self.reach_provider()?;
        self.act(command)
    }

    /// Looks at what is prepaid, as the call's project.
    pub(super) fn look<T>(
        &self,
        look: impl FnOnce(&Prepaid, Scope) -> Result<T, Refusal>,
    ) -> Result<T, OperationError> {
        let found = self.context.look(self.path, |world, context| {
            look(&world.issuer.prepaid, Scope::from(context.principal.caller))
        });
        found.map_err(Into::into)
    }
}
