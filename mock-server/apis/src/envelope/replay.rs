//! Replay protection (ER 4.2; 3, step 11).

use jiff::{SignedDuration, Timestamp};

use super::{payload::Payload, refusal::RequestError, stamp::Stamp};
use crate::{
    gate::RequestContext,
    rulebook::er::{ReplayFuture, SlotPart},
    world::access::{Claim, Nonce},
};

/// Replay slot of a request, which it uses up (ER 4.2).
pub(super) fn slot(
    context: &RequestContext,
    path: &str,
    stamp: &Stamp,
    payload: &Payload,
) -> Claim {
    let rules = &context.rules().er;
    let label = context.principal().map(|principal| principal.label).unwrap_or_default();
    let part = |part: &SlotPart| match part {
        SlotPart::ApiKey => label.clone(),
        SlotPart::Path => path.to_owned(),
        SlotPart::Timestamp => stamp.micros.to_string(),
        SlotPart::TimestampText => stamp.text.clone(),
        SlotPart::TimestampMs => (stamp.micros / 1000).to_string(),
        SlotPart::Fields => payload.digest(),
    };
    let parts: Vec<String> = rules.replay.key.iter().map(part).collect();
    let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
    let at = context.auth_time();
    let after = |from: Timestamp, ms| {
        from.checked_add(SignedDuration::from_millis(ms)).unwrap_or(Timestamp::MAX)
    };
    let sent = Timestamp::from_microsecond(stamp.micros).unwrap_or(at);
    // A timestamp from the future is protected from its own instant on, so that it is a duplicate
    // until it leaves the window.
    let from = match rules.amb.replay_future {
        ReplayFuture::WhileInWindow => at.max(sent),
        ReplayFuture::ThirtySeconds => at,
    };
    let until = after(from, rules.replay.retention_ms);
    Claim::Slot { digest: Nonce::of(&parts), at, until }
}

/// Refuses a request that was seen.
pub(super) fn check(context: &RequestContext, slot: &Claim) -> Result<(), RequestError> {
    context.would_claim(slot).map_err(|_| RequestError::Duplicate)
}

/// Remembers a request, or refuses it because it was seen.
pub(super) fn take(context: &RequestContext, slot: Claim) -> Result<(), RequestError> {
    context.claim(slot).map_err(|_| RequestError::Duplicate)
}
