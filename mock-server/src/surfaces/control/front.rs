//! The front of the control plane: what is refused before any route sees it (SB 2.1, 18).

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::{
        MatchedPath, RawPathParams, Request,
        rejection::{RawPathParamsRejection, RawPathParamsRejection::InvalidUtf8InPathParam},
    },
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::{Parameters, Problem};

/// The largest body, in bytes.
const LARGEST: usize = 1 << 20;

/// How long a body may take.
const SLOWEST: Duration = Duration::from_secs(30);

/// Lets a request in whose path is text, whose parameters its route knows and whose body is whole.
pub(super) async fn front(
    matched: Option<MatchedPath>,
    names: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if let Err(InvalidUtf8InPathParam(_)) = names {
        return Err(Problem::new(404, "not_found", "Nothing there", "the path is no UTF-8"));
    }
    let (mut parts, body) = request.into_parts();
    let route = matched.as_ref().and_then(|path| path.as_str().strip_prefix("/_sandbox"));
    if let Some(route) = route {
        let parameters = Parameters::of(&parts.method, route, &parts.uri)?;
        parts.extensions.insert(parameters);
    }
    if is_multipart(&parts.headers) {
        let detail = "send the JSON object as it is";
        return Err(Problem::new(415, "media_type", "Not a form", detail));
    }
    let body = match whole(body).await {
        Ok(body) => body,
        // Nothing more is read of this connection.
        Err(problem) => return Ok(([(header::CONNECTION, "close")], problem).into_response()),
    };
    Ok(next.run(Request::from_parts(parts, Body::from(body))).await)
}

fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().trim_start().starts_with("multipart/"))
}

async fn whole(body: Body) -> Result<Bytes, Problem> {
    let read = tokio::time::timeout(SLOWEST, Limited::new(body, LARGEST).collect());
    match read.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let detail = format!("a body has at most {LARGEST} bytes");
            Err(Problem::new(413, "body_too_large", "The body is too large", detail))
        }
        Ok(Err(_)) => Err(Problem::new(400, "bad_json", "Not a JSON object", "the body broke off")),
        Err(_) => {
            let detail = format!("the body was not there after {} s", SLOWEST.as_secs());
            Err(Problem::new(408, "timeout", "The body did not come", detail))
        }
    }
}
