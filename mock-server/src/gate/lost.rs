//! Requests that no surface takes: an empty 404 on the wire, and an entry among the unrouted.

use std::sync::OnceLock;

use axum::{
    body::Body,
    http::{Request, StatusCode},
    response::Response,
};

use super::{Received, SLOWEST_BODY, noted::Book, receive, too_slow};
use crate::{
    log::{Answered, Entry, Head, Kept, Request as Came, Scribe},
    register::Reason,
    world::clock,
    worlds::Worlds,
};

/// As many bytes of a body are read for a door that there is not.
const MOST: usize = 1 << 20;

/// Answers a request whose path leads nowhere, and notes it.
pub async fn lost(
    worlds: &Worlds,
    scribe: &'static dyn Scribe,
    request: Request<Body>,
) -> Response {
    let real_at = clock::real_now();
    let (parts, body) = request.into_parts();
    let body = match tokio::time::timeout(SLOWEST_BODY, receive(body, MOST)).await {
        Ok(Ok(Received::Whole(bytes))) => Kept::received(&bytes),
        Ok(Ok(Received::TooLarge)) => Kept::Refused,
        Ok(Err(())) => return Response::new(Body::empty()),
        Err(_) => return too_slow(),
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    let took = clock::real_now().as_microsecond() - real_at.as_microsecond();
    let entry = Entry {
        n: 0,
        at: real_at,
        real_at,
        took_us: u64::try_from(took).unwrap_or(0),
        scribe,
        request: Came { head: Head::of(&parts.uri, &parts.headers), method: parts.method, body },
        answer: Some(Answered {
            status: StatusCode::NOT_FOUND,
            body: Kept::Whole(Default::default()),
        }),
        done: vec![(String::new(), Reason::UnknownPath)],
        fault: None,
        fired: Vec::new(),
        records: 0..0,
        unavailable: None,
        events: 0..0,
        diagnosis: OnceLock::new(),
    };
    Book::Unrouted(worlds.unrouted()).note(entry, &mut response);
    response
}
