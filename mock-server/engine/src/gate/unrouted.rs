//! Requests whose path no surface serves: an empty 404, and an entry in the log of requests without
//! a world.

use std::sync::OnceLock;

use axum::{
    body::{Body, HttpBody},
    http::{Request, StatusCode},
    response::Response,
};

use super::{Arrival, Received, arrival::waits_for_a_sign, receive, recording::TargetLog};
use crate::{
    log::{Answered, Entry, Head, Kept, LogRenderer, Reason, Request as LoggedRequest},
    world::clock,
    worlds::Worlds,
};

/// Answers a request whose path is unknown, and logs it.
pub async fn answer_unknown_path(
    worlds: &Worlds,
    log_renderer: &'static dyn LogRenderer,
    request: Request<Body>,
) -> Response {
    let real_at = clock::real_now();
    let (parts, body) = request.into_parts();
    let arrival = parts.extensions.get::<Arrival>().copied().unwrap_or_default();
    let most = arrival.largest_body;
    // The answer is 404 whatever the body; it is only read for the log, if it arrives anyway.
    let is_unread = body.size_hint().lower() > most as u64 || waits_for_a_sign(&parts.headers);
    let body = match is_unread {
        true => Kept::Refused,
        false => match receive(body, most, &arrival).await {
            Ok(Received::Whole(bytes)) => Kept::received(&bytes),
            Ok(Received::TooLarge | Received::Unread) | Err(_) => Kept::Refused,
        },
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    let took = clock::real_now().as_microsecond() - real_at.as_microsecond();
    let entry = Entry {
        n: 0,
        at: real_at,
        real_at,
        took_us: u64::try_from(took).unwrap_or(0),
        log_renderer,
        request: LoggedRequest {
            head: Head::of(&parts.uri, &parts.headers),
            method: parts.method,
            body,
        },
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
    TargetLog::Unrouted(worlds.unrouted()).note(entry, &mut response);
    response
}
