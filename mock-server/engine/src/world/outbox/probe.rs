//! Deliveries that are odd on purpose, so that a receiver can show that it notices (SB 11).

use jiff::Timestamp;

use super::{DeliveryState, Outbox, ProbeKind, Trigger, fan_out::Addressed};
use crate::{collections::List, issuer::Event, rulebook::Rulebook, world::outbox::FanOutContext};

/// The start of a probe.
#[derive(Clone, Copy)]
pub enum ProbePlan {
    /// A new delivery of the event with this index.
    Odd(usize),
    /// Another attempt of the delivery with this number.
    Again(u64),
}

impl Outbox {
    /// Latest event, or latest acknowledged delivery, of which a probe can be made; none when the
    /// receiver has had nothing yet.
    pub(in crate::world) fn plan_probe(
        &self,
        rules: &Rulebook,
        events: &List<Event>,
        (receiver, kind): (u64, ProbeKind),
    ) -> Option<ProbePlan> {
        let receiver = self.receiver(receiver)?;
        if kind == ProbeKind::Duplicate {
            let is_done = |one: &super::Delivery| {
                one.state == DeliveryState::Delivered && one.probe.is_none()
            };
            return self.deliveries_to(receiver.number, is_done).pop().map(ProbePlan::Again);
        }
        let wanted = |(at, event): (usize, &Event)| {
            (!event.taken_back && receiver.wants(&event.kind, rules)).then_some(ProbePlan::Odd(at))
        };
        events.iter().enumerate().filter_map(wanted).last()
    }

    /// Starts a probe; returns the number of its delivery.
    pub(in crate::world) fn probe(
        &mut self,
        context: &mut FanOutContext<'_>,
        (receiver, kind, now): (u64, ProbeKind, Timestamp),
        plan: ProbePlan,
    ) -> u64 {
        let number = match plan {
            ProbePlan::Odd(event) => {
                self.insert(context, Addressed { receiver, event }, (now, Some(kind)))
            }
            ProbePlan::Again(number) => number,
        };
        self.begin(number, now, Trigger::Manual);
        number
    }
}
