//! Connections of senders: every request on them is kept, then answered as its receiver was told, or
//! left without an answer by a closed connection.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpListener, task::JoinSet};

use super::{Acknowledgement, Delivery, ELSEWHERE, Kept, MOST_DELIVERIES};

/// The longest body of a delivery, in bytes.
const LONGEST_BODY: usize = 2 * 1024 * 1024;

/// The largest number of connections at a time; further ones wait.
const MOST_CONNECTIONS: usize = 256;

/// The pause after a connection that could not be taken.
const PAUSE: Duration = Duration::from_millis(20);

/// A delivery that gets no answer.
#[derive(Debug)]
struct Unanswered;

impl fmt::Display for Unanswered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the receiver closes the connection")
    }
}

impl std::error::Error for Unanswered {}

/// Takes connections for as long as it is not aborted; with it end the connections.
pub(super) async fn serve(listener: TcpListener, kept: Arc<Mutex<Kept>>) {
    let mut open = JoinSet::new();
    loop {
        while open.len() >= MOST_CONNECTIONS {
            open.join_next().await;
        }
        while open.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let kept = kept.clone();
        open.spawn(async move {
            let service = service_fn(move |request| receive(kept.clone(), request));
            // What goes wrong shows as a delivery that does not arrive.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Keeps a delivery, and answers it. An error closes the connection without an answer.
async fn receive(
    kept: Arc<Mutex<Kept>>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Unanswered> {
    let (head, body) = request.into_parts();
    let body = to_bytes(Body::new(body), LONGEST_BODY).await.map_err(|_| Unanswered)?;
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value)));
    let path = head.uri.path().to_owned();
    let answer = {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = kept.answers.get(&path).cloned().unwrap_or_default();
        if kept.arrived.len() < MOST_DELIVERIES {
            kept.arrived.push(Delivery {
                path,
                method: head.method.to_string(),
                headers: headers.collect(),
                body: body.to_vec(),
            });
        }
        answer
    };
    match answer {
        Acknowledgement::Answer { status, body } => Ok(response(status, body)),
        Acknowledgement::Dropped => Err(Unanswered),
    }
}

fn response(status: u16, body: String) -> Response<Body> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let body = if status == StatusCode::NO_CONTENT { String::new() } else { body };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    if status.is_redirection() {
        response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(ELSEWHERE));
    }
    response
}
