//! Happenings of a world as a stream tells them (SB 9.1).

use serde_json::{Value, json};

use super::{
    Control, clock::clock_moved, events::EventBody, faults, webhooks::delivery_body::DeliveryBody,
};
use crate::{
    log::{Happening, RedactionContext},
    worlds::Handle,
};

/// Types of the happenings that a stream tells.
pub(super) const TYPES: [&str; 5] = ["request", "event", "delivery", "clock", "fault"];

/// The type of a happening.
pub(super) fn kind(happening: &Happening) -> &'static str {
    match happening {
        Happening::Request(_) => "request",
        Happening::Event(_) => "event",
        Happening::Delivery(_) => "delivery",
        Happening::Clock { .. } => "clock",
        Happening::Fault(_) => "fault",
    }
}

/// A happening as it is told; none when the request, event or delivery is not held any more.
pub(super) fn shown(
    control: &Control,
    handle: &Handle,
    redaction: &RedactionContext,
    happening: Happening,
) -> Option<Value> {
    match happening {
        Happening::Request(n) => handle.log().get(n).map(|entry| entry.shown(redaction)),
        Happening::Event(number) => {
            let at = usize::try_from(number - 1).ok()?;
            EventBody::alone(control, handle, redaction, at).map(|event| json!(event))
        }
        Happening::Delivery(mark) => {
            let body = handle.read(|world| DeliveryBody::at(&control.sender, world, mark))?;
            Some(json!(body))
        }
        Happening::Clock { clock, now } => Some(clock_moved(clock, now)),
        Happening::Fault(mark) => Some(faults::at(handle, redaction, mark)),
    }
}
