//! Errors that the server answers before any surface sees the request, in the format of the surface
//! that it was meant for.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use crate::{
    mocked_api::Root,
    surfaces::{self, control},
};

/// Error answer of the server itself; empty for a path that no surface serves.
pub(super) fn refusal(path: &str, status: StatusCode, why: &str) -> Response {
    if let Some(api) = surfaces::serving(path) {
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
