//! A surface, from the gate's side.

use std::sync::Arc;

use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
};
use serde_json::Value;

use super::{Answer, NamedFault, RequestContext, body_secrets::BodySecrets};
use crate::{
    log::LogRenderer,
    rulebook::Rulebook,
    surface::Surface,
    world::faults::RequestedCalls,
    worlds::{Handle, Worlds},
};

/// Body of a request, as far as it was read.
#[derive(Clone, Debug)]
pub enum Received {
    /// The whole body.
    Whole(Bytes),
    /// The body is larger than the surface's limit; nothing of it is kept.
    TooLarge,
    /// The body was never asked for, because the head sufficed to refuse the request.
    Unread,
}

/// A surface, from the gate's side.
pub trait Door: Send + Sync + 'static {
    /// The surface that this door belongs to.
    const SURFACE: Surface;

    /// Renderer of this surface's requests in the log.
    const LOG_RENDERER: &'static dyn LogRenderer;

    /// Errors that a fault can name on this surface.
    const FAULTS: &'static [NamedFault];

    /// The way in which the secrets of a body are found, which a journal has to seal.
    fn secrets() -> BodySecrets;

    /// Answer of a request whose record cannot be stored (SB 18).
    fn unavailable(&self, context: &RequestContext) -> Answer;

    /// World that the credential of a request names, before anything is verified.
    fn world(worlds: &Worlds, parts: &Parts) -> Option<Handle>;

    /// World that the body of a request names, where its head names none.
    fn world_of_body(_worlds: &Worlds, _parts: &Parts, _body: &Received) -> Option<Handle> {
        None
    }

    /// Header with an id of the request, on surfaces whose answers have one. The seed is that of the
    /// world, the number that of the request in its log.
    fn request_id(_seed: &str, _number: u64) -> Option<(HeaderName, HeaderValue)> {
        None
    }

    /// Largest body that the surface reads, in bytes.
    fn body_limit(rules: &Rulebook) -> usize;

    /// Content type and body, in the surface's own format, of an error that the server itself
    /// answers.
    fn error_body(status: StatusCode, why: &str) -> (&'static str, Value);

    /// True when the request is refused whatever its body is. Only called for a client that waits
    /// for `100 Continue`.
    fn is_refused_by_head(&self, context: &RequestContext, parts: &Parts) -> bool;

    /// Operations that a request calls, found out without consuming anything. The request may be
    /// malformed in every way.
    fn requested_calls(
        &self,
        context: &RequestContext,
        parts: &Parts,
        body: &Received,
    ) -> RequestedCalls;

    /// Answers a request.
    fn answer(
        &self,
        context: Arc<RequestContext>,
        parts: &Parts,
        body: &Received,
    ) -> impl Future<Output = Answer> + Send;

    /// Sends the attempt of a delivery that a request has asked for, and answers again with its
    /// result. The world goes on to other requests meanwhile, because the receiver may send some.
    fn delivered(
        &self,
        _handle: &Handle,
        _delivery: u64,
    ) -> impl Future<Output = Option<Answer>> + Send {
        std::future::ready(None)
    }

    /// The answer of [`delivered`](Self::delivered) to a request that is only explained: nothing is
    /// sent, and the receiver is taken to acknowledge.
    fn foretold(&self, _context: &RequestContext, _delivery: u64) -> Option<Answer> {
        None
    }

    /// The body of a request as a surface reads it from a record; the same where it is not sealed.
    fn in_clear(&self, _context: &RequestContext, _parts: &Parts, body: &Received) -> Received {
        body.clone()
    }

    /// Last step on an answer, after the deviations: encrypts it where the surface does so.
    fn finish(&self, _visit: &RequestContext, answer: Answer) -> Answer {
        answer
    }
}
