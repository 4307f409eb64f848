//! Answering a recorded request again, in a world that is in the state in which it came (SB 13.2).

use std::sync::Arc;

use super::{
    Answer, Door, Received, RequestContext, journalling, request_context::Repeat, rewrite, skip,
};
use crate::{
    world::{AnyAct, commands::AnyWorldCommand, replay::Recorded},
    worlds::Handle,
};

/// The answer that a recorded request gets in this world; none when a fault drops it.
/// Signatures and tokens are not judged again. The outer option is none for a request whose record
/// does not suffice.
pub async fn again<D: Door>(
    door: &D,
    handle: &Handle,
    recorded: &Recorded,
) -> Option<Option<Answer>> {
    let repeated = journalling::repeated(recorded.request.as_ref()?)?;
    let calls = recorded.commands.iter().find_map(|ran| match &ran.command {
        AnyAct::World(AnyWorldCommand::MeetFaults(met)) => Some(met.asked.clone()),
        AnyAct::World(_) | AnyAct::Issuer(_) => None,
    });
    let repeat = handle.read(|world| Repeat {
        principal: world.principal(&recorded.by).filter(|_| !recorded.by.is_empty()),
        claim: recorded.claim(world),
        calls,
        auth_time: Some(repeated.auth_time.unwrap_or(recorded.at)),
        explanation: None,
        is_let_in: false,
    });
    let (parts, body) = (&repeated.parts, &Received::Whole(repeated.body));
    let context = RequestContext::repeating(handle.clone(), D::SURFACE, repeat)
        .under_rules_of(|context| door.requested_calls(context, parts, body));
    let context = Arc::new(context);
    context.choose_fault(D::FAULTS, || door.requested_calls(&context, parts, body));
    if context.is_dropped_before() {
        return Some(None);
    }
    let (given, context) = skip::answered(door, &context, (parts, body)).await;
    let given = context.read(|world| rewrite::answer(world, given));
    Some(Some(door.finish(&context, given)))
}
