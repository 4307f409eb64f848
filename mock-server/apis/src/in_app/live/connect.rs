//! The caller of a WebSocket: the token, and the requests that the session makes of messages.

use axum::{
    body::Body,
    extract::Request,
    http::{
        Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header,
        request::Parts,
    },
    response::Response,
};
use http_body_util::BodyExt;
use serde_json::{Map, Value, json};

use super::{
    super::{IN_APP, auth, organization_key::API_KEY},
    CONNECT, METHOD, SocketStep,
};
use crate::{
    gate::{self, Answer, Arrival, HangUp, HangUpNotice, RequestContext},
    log::Reason,
    worlds::{Handle, Worlds},
};

/// The head of the handshake, from which the heads of the session's requests are made.
pub(super) struct Caller {
    uri: Uri,
    headers: HeaderMap,
    arrival: Arrival,
    hang_up: Option<HangUpNotice>,
}

/// Answers `connection_init` with a good token.
pub(in crate::in_app) fn acknowledged(context: &RequestContext) -> Answer {
    context.note(CONNECT, None, Reason::Ok);
    let body = json!({"type": "connection_ack"});
    Answer::json(StatusCode::OK, body, Reason::Ok).answering(context.done())
}

/// The answer of the gate to a message.
pub(super) enum Passed {
    /// Status and body.
    Answer(StatusCode, Vec<u8>),
    /// A fault has cut the connection.
    Cut,
}

impl Caller {
    /// The caller of a handshake. Only the headers that say who asks and which world is meant are
    /// kept, as copies: what hyper has read is part of a buffer of 8 KiB.
    pub(super) fn of(parts: &Parts) -> Self {
        let mut headers = HeaderMap::new();
        for name in [header::HOST.as_str(), auth::AUTHORIZATION, API_KEY, "sandbox-world"] {
            for value in parts.headers.get_all(name) {
                let name = HeaderName::from_bytes(name.as_bytes());
                if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
                    headers.append(name, value);
                }
            }
        }
        Self {
            uri: parts.uri.path().parse().unwrap_or_default(),
            headers,
            arrival: parts.extensions.get::<Arrival>().copied().unwrap_or_default(),
            hang_up: parts.extensions.get::<HangUpNotice>().cloned(),
        }
    }

    /// Takes the token of `connection_init`, which counts before that of the handshake. A member
    /// that is no text, or is there twice, is a bad token.
    pub(super) fn take_token(&mut self, payload: &Map<String, Value>) {
        let named = |name: &str| name.eq_ignore_ascii_case(auth::AUTHORIZATION);
        let mut found = payload.iter().filter(|(name, _)| named(name)).map(|(_, value)| value);
        let Some(first) = found.next() else { return };
        let text = first.as_str().filter(|_| found.next().is_none()).unwrap_or_default();
        let value = HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""));
        self.headers.insert(header::AUTHORIZATION, value);
    }

    /// The value of the header that holds the token.
    pub(super) fn token(&self) -> Option<&str> {
        auth::header(&self.headers)
    }

    /// The world that the token names, or the one that judges requests without a token (SB 2.3).
    pub(super) fn world(&self, worlds: &Worlds) -> Option<Handle> {
        let named = self.token().and_then(auth::named_world);
        let named = named.and_then(|id| worlds.get(&id).ok());
        let wanted = self.headers.get("sandbox-world").and_then(|value| value.to_str().ok());
        named.or_else(|| worlds.fallback(wanted))
    }

    /// Waits until the server ends the connection.
    pub(super) async fn hung_up(&mut self) -> HangUp {
        match &mut self.hang_up {
            Some(notice) => notice.given().await,
            None => std::future::pending().await,
        }
    }

    /// Takes a message through the gate, as a request with this body.
    pub(super) async fn pass(&self, worlds: &Worlds, step: SocketStep, body: Body) -> Passed {
        let mut request = Request::new(body);
        *request.method_mut() =
            Method::from_bytes(METHOD.as_bytes()).expect("the method is a token");
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        let mut extensions = Extensions::new();
        extensions.insert(self.arrival);
        extensions.insert(step);
        *request.extensions_mut() = extensions;
        // On the heap for as long as it runs, for a connection that waits to be small.
        let passing = Box::pin(gate::pass(worlds, &IN_APP, request));
        let response: Response = passing.await;
        let status = response.status();
        match response.into_body().collect().await {
            Ok(body) => Passed::Answer(status, body.to_bytes().to_vec()),
            Err(_) => Passed::Cut,
        }
    }
}
