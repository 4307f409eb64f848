//! What the server refuses before any surface sees it, in the words of the surface that the
//! request was meant for.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use crate::{
    gate,
    surfaces::{ENVELOPE_PATH, PARTNER_PATH, control, envelope::Envelope, partner::Partner},
};

/// An answer of the server's own.
pub(super) fn refusal(path: &str, status: StatusCode, why: &str) -> Response {
    let below = |root: &str| {
        path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if path == PARTNER_PATH {
        gate::refusal::<Partner>(status, why)
    } else if below(ENVELOPE_PATH) {
        gate::refusal::<Envelope>(status, why)
    } else if below("/_sandbox") {
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
