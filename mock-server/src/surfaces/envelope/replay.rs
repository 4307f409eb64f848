//! Replay protection (ER 4.2; 3, step 11).

use jiff::{SignedDuration, Timestamp};

use super::{payload::Payload, refusal::Refused, stamp::Stamp};
use crate::{
    gate::Visit,
    rulebook::er::{ReplayFuture, SlotPart},
    world::access::{Claim, Nonce},
};

/// What a request uses up.
pub(super) fn slot(visit: &Visit, path: &str, stamp: &Stamp, payload: &Payload) -> Claim {
    let rules = &visit.rules().er;
    let label = visit.principal().map(|principal| principal.label).unwrap_or_default();
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
    let at = visit.shown_time();
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
pub(super) fn check(visit: &Visit, slot: &Claim) -> Result<(), Refused> {
    visit.would_claim(slot).map_err(|_| Refused::Duplicate)
}

/// Remembers a request, or refuses it because it was seen.
pub(super) fn take(visit: &Visit, slot: Claim) -> Result<(), Refused> {
    visit.claim(slot).map_err(|_| Refused::Duplicate)
}
