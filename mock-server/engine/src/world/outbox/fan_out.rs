//! The receivers of an event: which deliveries are made of it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{Delivery, DeliveryState, MESSAGE_ID, MOST_DELIVERIES, Outbox, ProbeKind, Receiver};
use crate::{
    collections::List,
    command::Dice as _,
    issuer::Event,
    rulebook::{Rulebook, er::FanOut},
    world::{Dice, Effect, Timeline},
};

/// Parts of the world that take part when deliveries are made.
pub(in crate::world) struct FanOutContext<'a> {
    /// Timeline, on which first attempts are scheduled.
    pub(in crate::world) timeline: &'a mut Timeline,
    /// Source of the ids of deliveries.
    pub(in crate::world) dice: &'a mut Dice,
    /// Rules in force.
    pub(in crate::world) rules: &'a Rulebook,
}

/// A delivery that is made: its receiver, and the index of its event in the world's events.
#[derive(Clone, Copy)]
pub(in crate::world) struct Addressed {
    pub(in crate::world) receiver: u64,
    pub(in crate::world) event: usize,
}

impl Outbox {
    /// Makes the deliveries of an event to the receivers that get it, and schedules their first
    /// attempts.
    pub(in crate::world) fn enqueue(
        &mut self,
        context: &mut FanOutContext<'_>,
        (number, event): (usize, &Event),
    ) {
        let mut told = Vec::new();
        let mut receivers = Vec::new();
        for receiver in self.receivers.iter().filter(|receiver| receiver.is_open()) {
            let (audience, surface) = (receiver.audience, receiver.audience.surface());
            let is_further = match audience.fan_out(context.rules) {
                FanOut::All => false,
                FanOut::First => told.contains(&surface),
            };
            if receiver.wants(&event.kind, context.rules) && !is_further {
                told.push(surface);
                receivers.push(receiver.number);
            }
        }
        for receiver in receivers {
            self.deliver(context, Addressed { receiver, event: number }, event.at);
        }
    }

    /// Makes the deliveries of the last hour's events to a new receiver, where the rules of its
    /// surface ask for that.
    pub(in crate::world) fn backfill(
        &mut self,
        context: &mut FanOutContext<'_>,
        events: &List<Event>,
        receiver: &Receiver,
    ) {
        let now = receiver.created_at;
        if !receiver.audience.is_backfilled(context.rules) {
            return;
        }
        let since = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now);
        for (number, event) in events.iter().enumerate() {
            if event.at >= since && receiver.wants(&event.kind, context.rules) {
                let addressed = Addressed { receiver: receiver.number, event: number };
                self.deliver(context, addressed, now);
            }
        }
    }

    /// Makes one delivery and schedules its first attempt; returns its number.
    pub(in crate::world) fn deliver(
        &mut self,
        context: &mut FanOutContext<'_>,
        addressed: Addressed,
        at: Timestamp,
    ) -> u64 {
        let number = self.insert(context, addressed, (at, None));
        if let Some(delivery) = self.delivery_mut(number) {
            delivery.next_at = Some(at);
        }
        context.timeline.schedule(at, Effect::AttemptDelivery(number));
        number
    }

    /// Makes a delivery of which no attempt is planned; returns its number.
    pub(super) fn insert(
        &mut self,
        context: &mut FanOutContext<'_>,
        Addressed { receiver, event }: Addressed,
        (created_at, probe): (Timestamp, Option<ProbeKind>),
    ) -> u64 {
        if self.deliveries.len() >= MOST_DELIVERIES
            && let Some(oldest) = self.settled()
        {
            context.timeline.cancel(&Effect::AttemptDelivery(oldest));
            self.deliveries.remove(&oldest);
        }
        let message_id = self.message_id(context, receiver, event);
        self.made += 1;
        let number = self.made;
        let delivery = Delivery {
            number,
            receiver,
            event,
            message_id,
            probe,
            state: DeliveryState::Queued,
            attempts: Vec::new(),
            next_at: None,
            created_at,
            begun: 0,
            under_way: BTreeMap::new(),
        };
        self.deliveries.insert(number, delivery);
        number
    }

    /// Id of a new delivery, on surfaces whose deliveries have ids of their own: `dlv_` and 24 hex
    /// digits (MC 14.3).
    fn message_id(
        &self,
        context: &mut FanOutContext<'_>,
        receiver: u64,
        event: usize,
    ) -> Option<String> {
        if !self.receiver(receiver)?.audience.has_message_ids() {
            return None;
        }
        if context.rules.mc.hook.shared_delivery_id {
            let same = |one: &&Delivery| one.event == event && one.message_id.is_some();
            if let Some(known) = self.deliveries.values().find(same) {
                return known.message_id.clone();
            }
        }
        let mut bytes = [0; 12];
        context.dice.draw(MESSAGE_ID, &mut bytes);
        Some(format!("dlv_{}", hex::encode(bytes)))
    }
}
