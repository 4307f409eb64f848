//! Checks that a deviation skips for an operation: a request that fails one is answered once more, as
//! if it had passed.

use axum::http::request::Parts;

use super::{Answer, Door, Received, RequestContext, request_context::Repeat};

/// A request that is let in although a check has refused it.
pub(super) struct LetIn {
    pub(super) context: RequestContext,
    /// The body in clear.
    pub(super) body: Received,
}

/// The refused request as one that has passed every check, if a deviation skips the one that has
/// refused it. It acts as whoever it names, or else as the first caller of the surface.
pub(super) fn let_in<D: Door>(
    door: &D,
    context: &RequestContext,
    refused: &Answer,
    (parts, body): (&Parts, &Received),
) -> Option<LetIn> {
    let word = refused.reason().word();
    let skipping = context.read(|world| world.deviations.skipping(word));
    if skipping.is_empty() {
        return None;
    }
    let asked = door.requested_calls(context, parts, body);
    let mut names = asked.calls.iter().map(|call| &*call.operation);
    if !names.any(|name| skipping.iter().any(|on| on.matches(name))) {
        return None;
    }
    let principal = context.read(|world| {
        let named = asked.by.as_deref().and_then(|label| world.principal(label));
        named.or_else(|| world.first_caller(D::SURFACE))
    });
    let body = door.in_clear(context, parts, body);
    let context = context.without_client(Repeat { principal, ..Repeat::default() });
    Some(LetIn { context, body })
}
