//! Replay protection (ER 4.2; 3, step 11).

use jiff::{SignedDuration, Timestamp};

use super::{
    payload::Payload,
    refusal::{Refused, Said},
    stamp::Stamp,
};
use crate::{
    gate::Visit,
    register::Reason,
    rulebook::er::{ReplayFuture, SlotPart},
    world::{Denied, access::Nonce, steer::TakeSlot},
};

/// What a request uses up.
pub(super) fn slot(visit: &Visit, path: &str, stamp: &Stamp, payload: &Payload) -> TakeSlot {
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
    TakeSlot { slot: Nonce::of(&parts), at, until }
}

/// Refuses a request that was seen.
pub(super) fn check(visit: &Visit, slot: &TakeSlot) -> Result<(), Refused> {
    visit.would("replay", slot).map_err(|_| Refused::Duplicate)
}

/// Remembers a request, or refuses it because it was seen.
pub(super) fn take(visit: &Visit, slot: &TakeSlot) -> Result<(), Refused> {
    visit.act("replay", slot).map_err(|denied| match denied {
        Denied::Refused(_) => Refused::Duplicate,
        // What cannot be written down is answered as the fault `internal-error` (SB 18).
        Denied::Unavailable(_) => Refused::Said(Said::of(Reason::InternalError)),
    })
}
