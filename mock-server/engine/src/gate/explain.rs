//! Answering a request in advance, in a copy of its world (SB 6.1).

use std::sync::Arc;

use axum::{body::Bytes, http::request::Parts};

use super::{Answer, Door, Received, RequestContext, request_context::Repeat, rewrite};
use crate::{
    world::{Explanation, Principal},
    worlds::Handle,
};

/// A request that nobody has sent.
pub struct RequestToExplain {
    /// Method, path and headers, without credentials.
    pub parts: Parts,
    /// Body in clear.
    pub body: Bytes,
}

/// A request as it would be answered.
pub struct Explained {
    /// Answer, not encrypted; none when a fault would lose it.
    pub answer: Option<Answer>,
    /// Its checks, and the command that was refused.
    pub explanation: Arc<Explanation>,
}

/// Answers a request in a copy of its world, as this principal. Signatures and tokens are not judged,
/// and nothing is sealed, logged or stored.
pub async fn explain<D: Door>(
    door: &D,
    copy: &Handle,
    request: &RequestToExplain,
    principal: Option<Principal>,
) -> Explained {
    let permit = copy.enter().await;
    permit.stand_still(copy.now());
    let explanation = Arc::new(Explanation::default());
    let repeat = Repeat { principal, explanation: Some(explanation.clone()), ..Repeat::default() };
    let (parts, body) = (&request.parts, &Received::Whole(request.body.clone()));
    let context = RequestContext::repeating(copy.clone(), D::SURFACE, repeat)
        .under_rules_of(|context| door.requested_calls(context, parts, body));
    let context = Arc::new(context);
    context.choose_fault(D::FAULTS, || door.requested_calls(&context, parts, body));
    let mut answer = None;
    if !context.is_dropped_before() {
        let given = door.answer(context.clone(), parts, body).await;
        let foretold = context.delivery().and_then(|delivery| door.foretold(&context, delivery));
        let given = match foretold {
            Some(foretold) => foretold.answering(given.done.clone()),
            None => given,
        };
        let is_lost = context.connection_fault().is_some_and(|fault| fault.loses_answer());
        answer = (!is_lost).then(|| context.read(|world| rewrite::answer(world, given)));
    }
    drop(permit);
    Explained { answer, explanation }
}
