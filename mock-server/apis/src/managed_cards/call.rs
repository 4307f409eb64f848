//! One operation while it runs: what its request names, commands and reads on its behalf, and its
//! answer.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{
    checks::FIELDS,
    codes::Code,
    error::ApiError,
    fields::Body,
    paging::{PageBody, PageRequest},
    query::Query,
    view::View,
};
use crate::{
    gate::RequestContext,
    log::Reason,
    programs::managed::{Authorization, Card, Dispute, Operation, checks::FOUND},
    rulebook::Rulebook,
    world::{Act, Denied},
};

/// Outcome of an operation: its reply, or the error that its client gets.
pub(super) type Outcome = Result<Reply, ApiError>;

/// Reply of an operation that succeeded.
pub(super) struct Reply {
    /// HTTP status.
    pub(super) status: StatusCode,
    /// Body.
    pub(super) body: Value,
    /// Reason in the log.
    pub(super) reason: Reason,
}

/// An operation that runs.
pub(super) struct Call<'a> {
    /// The request in its world.
    pub(super) context: &'a RequestContext,
    /// Name of the operation.
    name: &'static str,
    /// HTTP status of success.
    success: u16,
    /// Parameters of the query.
    pub(super) query: Query,
    /// The body.
    pub(super) body: Body,
    /// The reference in the path.
    pub(super) reference: &'a str,
}

impl<'a> Call<'a> {
    /// A call of an operation; the reference is empty where the path has none.
    pub(super) fn new(
        context: &'a RequestContext,
        (name, success): (&'static str, u16),
        (reference, query): (&'a str, Query),
        body: Map<String, Value>,
    ) -> Self {
        let body = Body::new(body, &context.rules().mc);
        Self { context, name, success, query, body, reference }
    }

    /// The rules in force.
    pub(super) fn rules(&self) -> &'a Rulebook {
        self.context.rules()
    }

    /// Does something to the world.
    pub(super) fn act<A: Act<Refusal: Into<ApiError>>>(
        &self,
        command: &A,
    ) -> Result<A::Done, ApiError> {
        self.context.act(self.name, command).map_err(|denied| match denied {
            Denied::Refused(refusal) => refusal.into(),
            Denied::Unavailable(_) => ApiError::of(Code::ServiceUnavailable),
        })
    }

    /// The refusal that a command would get, without running it.
    pub(super) fn would<A: Act>(&self, command: &A) -> Result<(), A::Refusal> {
        self.context.would(self.name, command)
    }

    /// Looks at the program as the caller of the operation.
    pub(super) fn look<T>(&self, look: impl FnOnce(View<'_>) -> T) -> T {
        self.context.look(self.name, |world, context| look(View::of(world, context)))
    }

    /// Something of the card in the path.
    pub(super) fn card<T>(&self, look: impl FnOnce(View<'_>, &Card) -> T) -> Result<T, ApiError> {
        let found = self.look(|view| view.card(self.reference).map(|card| look(view, card)));
        self.found(found)
    }

    /// Something of the authorization in the path.
    pub(super) fn authorization<T>(
        &self,
        look: impl FnOnce(View<'_>, &Authorization) -> T,
    ) -> Result<T, ApiError> {
        let found =
            self.look(|view| view.authorization(self.reference).map(|found| look(view, found)));
        self.found(found)
    }

    /// Something of the dispute in the path.
    pub(super) fn dispute<T>(
        &self,
        look: impl FnOnce(View<'_>, &Dispute) -> T,
    ) -> Result<T, ApiError> {
        let found = self.look(|view| view.dispute(self.reference).map(|found| look(view, found)));
        self.found(found)
    }

    /// Something of the operation in the path.
    pub(super) fn operation<T>(
        &self,
        look: impl FnOnce(View<'_>, &Operation) -> T,
    ) -> Result<T, ApiError> {
        let found = self.look(|view| view.operation(self.reference).map(|found| look(view, found)));
        self.found(found)
    }

    /// The reply that shows something that the operation has made or changed. It can be missing only
    /// where a deviation has thrown the effect away.
    pub(super) fn made<B: Serialize + ToSchema>(
        &self,
        look: impl FnOnce(View<'_>) -> Option<B>,
    ) -> Outcome {
        self.done(&self.look(look).ok_or_else(|| ApiError::of(Code::InternalError))?)
    }

    /// Refuses a body in which there is anything.
    pub(super) fn empty(&self) -> Result<(), ApiError> {
        self.body.fields().close();
        self.fields_checked()
    }

    /// Refuses a body with everything that is wrong with it.
    pub(super) fn fields_checked(&self) -> Result<(), ApiError> {
        self.context.holds(FIELDS, self.body.checked(), ApiError::detail)
    }

    /// Something that the path names.
    pub(super) fn found<T>(&self, found: Option<T>) -> Result<T, ApiError> {
        let found = found.ok_or_else(|| ApiError::of(Code::NotFound));
        self.context.holds(FOUND, found, ApiError::detail)
    }

    /// The page that the query asks for, of a list with these filters; an error with everything that
    /// is wrong with the query.
    pub(super) fn page(&self, filters: &[&str]) -> Result<PageRequest, ApiError> {
        let caller = self.context.principal().map(|principal| principal.label);
        let caller = caller.unwrap_or_default();
        // A list that hangs on an object is another one for every object.
        let list = format!("{} {}", self.name, self.reference);
        let rules = &self.rules().mc.page;
        let page = PageRequest::read(&self.query, rules, (&list, &caller), filters);
        self.query.checked().map(|()| page)
    }

    /// The reply that shows a page of what the caller sees.
    pub(super) fn listed<B: Serialize + ToSchema>(
        &self,
        page: impl FnOnce(View<'_>) -> PageBody<B>,
    ) -> Outcome {
        let page = self.look(page);
        self.done(&page)
    }

    /// The reply with this body, and the usual status of the operation.
    pub(super) fn done(&self, body: &impl Serialize) -> Outcome {
        let body = serde_json::to_value(body).unwrap_or_default();
        let status = StatusCode::from_u16(self.success).unwrap_or(StatusCode::OK);
        Ok(Reply { status, body, reason: Reason::Ok })
    }
}
