//! Answers that go on after the first one: the event stream (AG 7.3, `stream.rs`) and subscriptions
//! over WebSocket (AG 8), with the subprotocol `graphql-transport-ws` and live queries.
//!
//! The handshake, `connection_init` and each operation pass the gate like any other request: they
//! meet faults and deviations, and are entries of the request log, the last two with the method
//! `WS`. `session.rs` is one connection from its first message to its close code; `wire.rs` has its
//! frames, and bounds what waits for a client that does not read.
//!
//! Live queries are answered from versions of the world, one after each effect, so neither a client
//! nor the number of subscriptions holds the world up.

mod close;
mod connect;
mod connection;
mod handshake;
mod message;
mod session;
mod source;
mod stream;
mod subscription;
mod token;
mod watch;
mod wire;

use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, header},
    response::Response,
    routing::{MethodRouter, any},
};
use hyper::upgrade::OnUpgrade;

use super::{EVENTS, IN_APP};
use crate::{
    gate::{self, Arrival},
    worlds::Worlds,
};
pub(super) use close::CLOSE_WORDS;
use connect::Caller;
pub(super) use connect::acknowledged;
use connection::Connection;
use handshake::Offer;
pub(super) use handshake::upgrade;
pub(super) use stream::STREAM;
use subscription::Slot;
pub(super) use subscription::begin;
use wire::Wire;

/// The part of a WebSocket's life that a request stands for. The session adds it to the requests
/// that it sends through the gate; a request from outside has none.
#[derive(Clone)]
pub(super) enum SocketStep {
    /// The handshake.
    Upgrade(Offer),
    /// `connection_init`.
    Connect,
    /// An operation.
    Operation(Slot),
}

/// The handshake, as an operation.
pub(super) const UPGRADE: &str = "upgrade";

/// `connection_init`, as an operation.
pub(super) const CONNECT: &str = "connection_init";

impl SocketStep {
    /// The operation, where it does not follow from a document.
    pub(super) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Upgrade(_) => Some(UPGRADE),
            Self::Connect => Some(CONNECT),
            Self::Operation(_) => None,
        }
    }
}

/// The method of requests over WebSocket, as the log shows it.
pub(super) const METHOD: &str = "WS";

/// The service at the path of the surface: requests over HTTP, and WebSockets.
pub(super) fn service(worlds: Worlds) -> MethodRouter {
    any(move |request| {
        let worlds = worlds.clone();
        async move { enter(worlds, request).await }
    })
}

async fn enter(worlds: Worlds, request: Request<Body>) -> Response {
    let (mut parts, body) = request.into_parts();
    if parts.uri.path() == EVENTS {
        return stream::enter(&worlds, Request::from_parts(parts, body)).await;
    }
    let upgrade = parts.extensions.remove::<OnUpgrade>();
    let offer = upgrade.and_then(|upgrade| Some((upgrade, Offer::of(&parts)?)));
    let Some((upgrade, offer)) = offer else {
        return gate::pass(&worlds, &IN_APP, Request::from_parts(parts, body)).await;
    };
    let caller = Caller::of(&parts);
    let largest = parts.extensions.get::<Arrival>().copied().unwrap_or_default().largest_body;
    let is_spoken = offer.offers_subprotocol;
    // The spelling of the header names, among the rest, as hyper keeps it.
    let spelling = parts.extensions.clone();
    parts.extensions.insert(SocketStep::Upgrade(offer));
    let mut response = gate::pass(&worlds, &IN_APP, Request::from_parts(parts, body)).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        response.headers_mut().remove(header::CONTENT_LENGTH);
        // The names are spelled as the client spells them: the Python library gql finds
        // `Sec-WebSocket-Protocol` under this spelling only, and else speaks the older protocol.
        *response.extensions_mut() = spelling;
        tokio::spawn(async move {
            // A client that went away before the answer was written has nothing to be told.
            let Ok(upgraded) = upgrade.await else { return };
            let wire = Wire::new(upgraded, largest).await;
            Connection { worlds, caller, wire }.run(is_spoken).await;
        });
    }
    response
}
