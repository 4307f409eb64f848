//! The front of the control plane: what is refused before any route sees it (SB 2.1, 17, 18).

use std::time::Duration;

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{
        MatchedPath, RawPathParams, Request, State,
        rejection::{RawPathParamsRejection, RawPathParamsRejection::InvalidUtf8InPathParam},
    },
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde_json::Value;

use super::{
    Control, Problem, ProblemCode, ROOT, deviating::Deviating, pointer::escaped,
    problem::Challenge, query::Given, turn,
};
use crate::gate::{Arrival, is_encoded};

/// Answers a request, as the deviations of the worlds that it is about have it.
pub(super) async fn front(
    State(control): State<Control>,
    matched: Option<MatchedPath>,
    names: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Response {
    let route = matched.as_ref().and_then(|path| path.as_str().strip_prefix(ROOT));
    let deviating =
        Deviating::of(&control.worlds, route.unwrap_or("?"), names.as_ref().ok(), &request);
    let answered = let_in(control, matched, names, (request, next)).await;
    deviating.answered(answered.into_response()).await
}

/// Lets a request in that may come in, whose path is text, whose parameters its route knows and
/// whose body is whole. What the head decides is decided before the body is asked for.
async fn let_in(
    control: Control,
    matched: Option<MatchedPath>,
    names: Result<RawPathParams, RawPathParamsRejection>,
    (request, next): (Request, Next),
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let arrival = parts.extensions.get::<Arrival>().copied().unwrap_or_default();
    let path = matched.as_ref().and_then(|path| path.as_str().strip_prefix(ROOT));
    control.access.check(&parts, path.unwrap_or("?"))?;
    if let Err(InvalidUtf8InPathParam(_)) = names {
        return Err(Problem::new(ProblemCode::NotFound, "Nothing there", "the path is no UTF-8"));
    }
    let Some(route) = path else {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let given =
        Given::read(&parts.uri, control.description().query_parameters(&parts.method, route))?;
    parts.extensions.insert(given);
    if is_multipart(&parts.headers) {
        let detail = "send the JSON object as it is";
        return Err(Problem::new(ProblemCode::MediaType, "Not a form", detail));
    }
    if is_encoded(&parts.headers) {
        let detail = "send the JSON object as it is, without a Content-Encoding";
        return Err(Problem::new(ProblemCode::MediaType, "Not read when compressed", detail)
            .challenging(Challenge::Plain));
    }
    let largest = if route == "/import" { arrival.largest_import } else { arrival.largest_body };
    let body = match whole(body, largest, arrival.slowest_body).await {
        Ok(body) => body,
        // Nothing more is read of this connection.
        Err(problem) => return Ok(([(header::CONNECTION, "close")], problem).into_response()),
    };
    if !control.description().takes_body(&parts.method, route) {
        no_members(&body)?;
    }
    let request = Request::from_parts(parts.clone(), Body::from(body.clone()));
    // These tell of the server itself, whether its journal file can be written or not.
    if ["/health", "/ready", "/metrics"].contains(&route) {
        return Ok(next.run(request).await);
    }
    Ok(turn::stored(&control.worlds, (&parts, &body), next.run(request)).await)
}

/// Refuses the members of a body that the route does not take.
fn no_members(body: &[u8]) -> Result<(), Problem> {
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else { return Ok(()) };
    match members.keys().next() {
        Some(name) => Err(Problem::unknown_field(&format!("/{}", escaped(name)), name, &[])),
        None => Ok(()),
    }
}

/// The refusal of a request before the control plane sees it, in the words of SB 2.2.
pub fn refusal(status: StatusCode, why: &str) -> Response {
    let code = match status {
        StatusCode::REQUEST_TIMEOUT => ProblemCode::Timeout,
        StatusCode::URI_TOO_LONG => ProblemCode::UriTooLong,
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => ProblemCode::HeadersTooLarge,
        StatusCode::SERVICE_UNAVAILABLE => ProblemCode::Busy,
        _ => ProblemCode::BadRequest,
    };
    let title = status.canonical_reason().unwrap_or("Refused");
    let problem = Problem::new(code, title, why);
    match status {
        StatusCode::SERVICE_UNAVAILABLE => problem.challenging(Challenge::Later).into_response(),
        _ => problem.into_response(),
    }
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().trim_start().starts_with("multipart/"))
}

async fn whole(body: Body, largest: usize, slowest: Duration) -> Result<Bytes, Problem> {
    let too_large = || {
        let detail = format!("a body has at most {largest} bytes");
        Problem::new(ProblemCode::BodyTooLarge, "The body is too large", detail)
    };
    // Announced as too large: not a byte of it is asked for.
    if body.size_hint().lower() > largest as u64 {
        return Err(too_large());
    }
    match tokio::time::timeout(slowest, Limited::new(body, largest).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => {
            Err(Problem::new(ProblemCode::BadJson, "Not a JSON object", "the body broke off"))
        }
        Err(_) => {
            let detail = format!("the body was not there after {slowest:?}");
            Err(Problem::new(ProblemCode::Timeout, "The body did not come", detail))
        }
    }
}
