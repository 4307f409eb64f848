//! The handshake of a WebSocket (RFC 6455, 4.2; AG 8.1).

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use serde_json::Value;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::{
    super::{rate::RETRY_AFTER, refusal::RequestError},
    UPGRADE,
};
use crate::{
    gate::{Answer, Content, RequestContext, single},
    log::Reason,
};

/// The subprotocol that is spoken.
const SUBPROTOCOL: &str = "graphql-transport-ws";

/// A request to speak WebSocket.
#[derive(Clone, Debug)]
pub(in crate::in_app) struct Offer {
    key: HeaderValue,
    /// True when the client offers the subprotocol.
    pub(super) offers_subprotocol: bool,
}

impl Offer {
    /// The offer of a request; none when it is no handshake of version 13.
    pub(super) fn of(parts: &Parts) -> Option<Self> {
        let is = |name: &HeaderName, token: &str| {
            tokens(&parts.headers, name).any(|one| one.eq_ignore_ascii_case(token))
        };
        let key = single(&parts.headers, header::SEC_WEBSOCKET_KEY.as_str())?;
        let is_offer = parts.method == Method::GET
            && is(&header::UPGRADE, "websocket")
            && is(&header::CONNECTION, "upgrade")
            && is(&header::SEC_WEBSOCKET_VERSION, "13");
        is_offer.then(|| Self {
            key: key.clone(),
            offers_subprotocol: tokens(&parts.headers, &header::SEC_WEBSOCKET_PROTOCOL)
                .any(|one| one == SUBPROTOCOL),
        })
    }

    /// The answer with which HTTP ends. A client that offers other subprotocols only is told none,
    /// and the reason over the WebSocket.
    fn accepted(&self) -> Answer {
        let accept = derive_accept_key(self.key.as_bytes());
        let mut answer = Answer::json(StatusCode::SWITCHING_PROTOCOLS, Value::Null, Reason::Ok)
            .with_header(header::UPGRADE, "websocket")
            .with_header(header::CONNECTION, "Upgrade");
        answer.content = Content::Bytes(Default::default());
        if let Ok(accept) = HeaderValue::from_str(&accept) {
            answer.headers.push((header::SEC_WEBSOCKET_ACCEPT, accept));
        }
        if self.offers_subprotocol {
            answer = answer.with_header(header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL);
        }
        answer
    }
}

/// Answers a handshake. It takes no token: that comes with `connection_init`.
pub(in crate::in_app) fn upgrade(
    context: &RequestContext,
    offer: &Offer,
) -> Result<Answer, RequestError> {
    if context.strikes("rate-limited") || !context.has_room_for_socket() {
        return Err(RequestError::RateLimited { retry_after_s: RETRY_AFTER });
    }
    context.note(UPGRADE, None, Reason::Ok);
    Ok(offer.accepted().answering(context.done()))
}

/// The members of a header that is a list.
fn tokens<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',').map(str::trim))
}
