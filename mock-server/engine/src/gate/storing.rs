//! Storing the record of a request before its answer leaves.

use axum::{http::request::Parts, response::Response};

use super::{Door, Outcome, Received, RequestContext, journalling};
use crate::{
    world::journal::{Receipt, RequestEnd},
    worlds::RequestPermit,
};

/// Largest body that a record holds, in bytes.
const LARGEST: usize = 64 << 10;

/// The end of a request for its record, without the answer.
pub(super) fn end_of<D: Door>(
    context: &RequestContext,
    outcome: &Outcome,
    (parts, body): (&Parts, &Received),
) -> RequestEnd {
    let received = match body {
        Received::Whole(body) => Some(body),
        Received::TooLarge | Received::Unread => None,
    };
    // A long text is not kept for ever: its request is not answered again.
    let body = context.accepted(received).filter(|body| body.len() <= LARGEST);
    RequestEnd {
        at: Some(context.now()),
        surface: D::SURFACE,
        operation: outcome.operation(),
        by: context.principal().map(|principal| principal.label),
        request: body.map(|body| journalling::request::<D>(context, parts, &body)),
        claim: context.claimed(),
        fault: outcome.hit.map(|hit| hit.fault),
        answer: None,
    }
}

/// Takes the record of a request before its answer leaves; the answer waits for the receipt. When the
/// record cannot be taken, the request has not happened, and the answer says so.
pub(super) fn store<D: Door>(
    door: &D,
    context: Option<&RequestContext>,
    outcome: &mut Outcome,
    (permit, end): (&mut RequestPermit, Option<RequestEnd>),
) -> Receipt {
    let end = end.map(|end| RequestEnd {
        answer: outcome.answer.as_mut().map(|answer| answer.digest()),
        ..end
    });
    match permit.close(end) {
        Ok(receipt) => receipt,
        Err(why) => {
            if let Some(context) = context {
                context.refuse(why);
                outcome.unavailable = Some(why);
                outcome.answer = Some(door.finish(context, door.unavailable(context)));
                (outcome.fault, outcome.hit) = (None, None);
            }
            Receipt::default()
        }
    }
}

/// The answer of a request whose record was taken and then lost; what it did was taken back.
pub(super) fn lost<D: Door>(door: &D, context: &RequestContext, former: &Response) -> Response {
    let answer = door.finish(context, door.unavailable(context));
    let (mut response, _) = answer.into_response();
    for (name, value) in former.headers() {
        // Its number in the log, and the id and date of the request.
        response.headers_mut().entry(name).or_insert(value.clone());
    }
    response
}
