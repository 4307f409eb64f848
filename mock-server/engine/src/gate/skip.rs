//! Checks that a deviation skips for an operation: a request that fails one is answered once more, as
//! if it had passed.

use std::sync::Arc;

use axum::http::request::Parts;

use super::{Answer, Door, Received, RequestContext, request_context::Repeat};

/// The answer of a door, and the context in which it was given: another one where a deviation lets in
/// what a check has refused.
pub(super) async fn answered<D: Door>(
    door: &D,
    context: &Arc<RequestContext>,
    (parts, body): (&Parts, &Received),
) -> (Answer, Arc<RequestContext>) {
    let given = door.answer(context.clone(), parts, body).await;
    match let_in(door, context, &given, (parts, body)) {
        None => (given, context.clone()),
        Some((context, body)) => {
            let context = Arc::new(context);
            (door.answer(context.clone(), parts, &body).await, context)
        }
    }
}

/// The refused request as one that has passed every check, and its body in clear, if a deviation skips
/// the check that has refused it. It acts as whoever it names, or else as the first caller of the
/// surface.
fn let_in<D: Door>(
    door: &D,
    context: &RequestContext,
    refused: &Answer,
    (parts, body): (&Parts, &Received),
) -> Option<(RequestContext, Received)> {
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
    let principal = context.principal().or_else(|| {
        context.read(|world| {
            let named = asked.by.as_deref().and_then(|label| world.principal(label));
            named.or_else(|| world.first_caller(D::SURFACE))
        })
    });
    let body = match context.is_repeated() {
        true => body.clone(),
        false => door.in_clear(context, parts, body),
    };
    let repeat = Repeat { principal, is_let_in: true, ..Repeat::default() };
    Some((context.without_client(repeat), body))
}
