//! What the server refuses before any surface sees it, in the words of the surface that the
//! request was meant for.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use crate::surfaces::{Root, SURFACES, control};

/// An answer of the server's own.
pub(super) fn refusal(path: &str, status: StatusCode, why: &str) -> Response {
    if let Some(api) = SURFACES.iter().find(|api| api.root().holds(path)) {
        api.refusal(status, why)
    } else if Root::Below(control::ROOT).holds(path) {
        control::refusal(status, why)
    } else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
