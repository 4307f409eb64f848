//! Permission, and the answer of what was executed (PG 2.3 steps 11 to 13).

use std::sync::Arc;

use async_graphql::Response;
use axum::{body::Bytes, http::StatusCode};
use serde_json::json;

use super::{permissions, refusal::RequestError, schema::Executor};
use crate::{
    card_graphql::{Posted, entries, execute, judged},
    gate::{Answer, Content, RequestContext},
    graphql::{self, Prepared, Root},
    log::Reason,
};

pub(super) async fn run(
    schema: &Executor,
    context: &Arc<RequestContext>,
    posted: Posted,
    prepared: &Prepared,
    introspects: bool,
) -> Result<Answer, RequestError> {
    let permit = |roots: &[Root<'_>]| if introspects { Ok(()) } else { permit(context, roots) };
    let response = execute(schema, context, posted, prepared, permit).await?;
    if introspects {
        context.note("introspection", None, Reason::Ok);
    }
    answer(context, &response)
}

/// The root fields must be permitted before any of them runs.
fn permit(context: &RequestContext, roots: &[Root<'_>]) -> Result<(), RequestError> {
    if context.rules().permissions.precheck
        && let Err((operation, said)) = permissions::check(context, roots)
    {
        context.expect(vec![operation]);
        return Err(RequestError::OperationError(said));
    }
    ask_hasura(context, roots)
}

/// Hasura must be there for a request that reads tables, and well (PG 2.3 step 12).
fn ask_hasura(context: &RequestContext, roots: &[Root<'_>]) -> Result<(), RequestError> {
    if !roots.iter().any(|root| root.name().starts_with("AgioCard_")) {
        return Ok(());
    }
    if context.strikes("hasura-503") {
        return Err(RequestError::HasuraDown);
    }
    if context.strikes("hasura-502") {
        return Err(RequestError::HasuraError);
    }
    Ok(())
}

/// Answer of the gateway to an executed document.
fn answer(context: &RequestContext, response: &Response) -> Result<Answer, RequestError> {
    let (errors, data) = match judged(response) {
        Ok(body) => return Ok(success(context, body)),
        Err(failed) => failed,
    };
    let status = match errors.first().map_or("", |first| first.code.as_str()) {
        graphql::VALIDATION_FAILED => return Err(RequestError::Invalid(errors)),
        "FORBIDDEN" => StatusCode::FORBIDDEN,
        "SERVICE_UNAVAILABLE" => return Err(RequestError::NonceStore),
        "BAD_REQUEST" => StatusCode::BAD_REQUEST,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut body = json!({});
    if status != StatusCode::BAD_REQUEST {
        body["data"] = data;
    }
    body["errors"] = entries(&errors);
    Ok(Answer::json(status, body, Reason::Internal).answering(context.done()))
}

fn success(context: &RequestContext, body: Bytes) -> Answer {
    Answer {
        status: StatusCode::OK,
        headers: Vec::new(),
        content_type: "application/json; charset=utf-8",
        content: Content::Bytes(body),
        done: context.done(),
    }
}
