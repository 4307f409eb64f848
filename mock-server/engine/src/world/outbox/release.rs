//! Deliveries that were held back, failed or never made, and are sent after all (SB 11).

use jiff::Timestamp;

use super::{DeliveryState, Outbox, ReleaseOrder, fan_out::Addressed};
use crate::{
    collections::List,
    command::Dice as _,
    issuer::Event,
    rulebook::Rulebook,
    world::{Dice, Effect, Timeline, outbox::FanOutContext},
};

/// Events that a receiver has missed.
pub struct Missed {
    /// Deliveries that failed or were canceled.
    pub(in crate::world) again: Vec<u64>,
    /// Events, by their indexes, of which no delivery was made or kept.
    pub(in crate::world) never: Vec<usize>,
}

impl Outbox {
    /// Sends all deliveries that were held back for a receiver, in the order that is set for it.
    pub(in crate::world) fn resume(
        &mut self,
        timeline: &mut Timeline,
        dice: &mut Dice,
        (receiver, now): (u64, Timestamp),
    ) {
        let mut held = self.deliveries_to(receiver, |one| one.state == DeliveryState::Held);
        let order = self.receiver(receiver).map(|one| one.order).unwrap_or_default();
        match order {
            ReleaseOrder::Fifo => {}
            ReleaseOrder::Lifo => held.reverse(),
            ReleaseOrder::Shuffle => held.sort_by_cached_key(|_| {
                let mut place = [0; 8];
                dice.draw("webhook.shuffle", &mut place);
                place
            }),
        }
        for number in held {
            self.queue(timeline, number, now);
        }
    }

    /// Sends these held deliveries in this order, although their receiver is paused.
    pub(in crate::world) fn release(&mut self, deliveries: &[u64], now: Timestamp) {
        for number in deliveries {
            if let Some(delivery) = self.delivery_mut(*number) {
                delivery.state = DeliveryState::Queued;
            }
            self.begin_scheduled(*number, now);
        }
    }

    /// Events since a world time that a receiver wants and has not acknowledged, and for which
    /// nothing is planned.
    pub(in crate::world) fn missed(
        &self,
        rules: &Rulebook,
        events: &List<Event>,
        (receiver, since): (u64, Timestamp),
    ) -> Missed {
        let mut missed = Missed { again: Vec::new(), never: Vec::new() };
        let Some(receiver) = self.receiver(receiver) else { return missed };
        let ours = self.deliveries.values().filter(|one| one.receiver == receiver.number);
        let ours: std::collections::BTreeMap<usize, _> =
            ours.filter(|one| one.probe.is_none()).map(|one| (one.event, one)).collect();
        for (at, event) in events.iter().enumerate() {
            if event.at < since || event.taken_back || !receiver.wants(&event.kind, rules) {
                continue;
            }
            match ours.get(&at) {
                None => missed.never.push(at),
                Some(one) if one.state.is_lost() => missed.again.push(one.number),
                Some(_) => {}
            }
        }
        missed
    }

    /// Sends what a receiver has missed, in the order of the events; returns the deliveries.
    pub(in crate::world) fn recover(
        &mut self,
        context: &mut FanOutContext<'_>,
        (receiver, now): (u64, Timestamp),
        missed: &Missed,
    ) -> Vec<u64> {
        let event_of = |number: u64| self.delivery(number).map(|one| one.event);
        let again = missed.again.iter().filter_map(|one| Some((event_of(*one)?, Some(*one))));
        let mut all: Vec<_> =
            again.chain(missed.never.iter().map(|event| (*event, None))).collect();
        all.sort_unstable();
        let mut sent = Vec::new();
        for (event, known) in all {
            sent.push(match known {
                Some(number) => {
                    self.queue(context.timeline, number, now);
                    number
                }
                None => self.deliver(context, Addressed { receiver, event }, now),
            });
        }
        sent
    }

    fn queue(&mut self, timeline: &mut Timeline, number: u64, now: Timestamp) {
        if let Some(delivery) = self.delivery_mut(number) {
            delivery.state = DeliveryState::Queued;
            delivery.next_at = Some(now);
            timeline.schedule(now, Effect::AttemptDelivery(number));
        }
    }
}
