//! Ownership, and the answer of what was executed (AG 1.3, 1.4).

use std::sync::Arc;

use async_graphql::Response;
use axum::http::StatusCode;
use serde_json::json;

use super::{only_introspects, ownership, refusal::RequestError, schema::EXECUTOR};
use crate::{
    card_graphql::{Posted, entries, execute, judged},
    gate::{Answer, Content, RequestContext},
    graphql::{self, Prepared},
    log::Reason,
};

pub(super) async fn run(
    context: &Arc<RequestContext>,
    posted: Posted,
    prepared: &Prepared,
) -> Result<Answer, RequestError> {
    let permit = ownership::permit(context);
    let response = execute(&EXECUTOR, context, posted, prepared, permit).await?;
    if only_introspects(prepared) {
        context.note("introspection", None, Reason::Ok);
    }
    answer(context, &response)
}

/// Answer to an executed document.
pub(super) fn answer(
    context: &RequestContext,
    response: &Response,
) -> Result<Answer, RequestError> {
    let (errors, data) = match judged(response) {
        Ok(body) => {
            return Ok(Answer {
                status: StatusCode::OK,
                headers: Vec::new(),
                content_type: "application/json; charset=utf-8",
                content: Content::Bytes(body),
                done: context.done(),
            });
        }
        Err(failed) => failed,
    };
    let all = entries(&errors);
    let (status, body) = match errors.first().map_or("", |first| first.code.as_str()) {
        graphql::VALIDATION_FAILED => return Err(RequestError::Invalid(errors)),
        "SERVICE_UNAVAILABLE" => return Err(RequestError::Unavailable),
        "FORBIDDEN" => (StatusCode::FORBIDDEN, json!({ "data": null, "errors": all })),
        "BAD_REQUEST" => (StatusCode::BAD_REQUEST, json!({ "errors": all })),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "data": data, "errors": all })),
    };
    Ok(Answer::json(status, body, Reason::Internal).answering(context.done()))
}
