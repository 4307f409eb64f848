//! Webhook receivers and deliveries: the receivers of each event, the attempts made, the next
//! attempt (ER 11, SB 11).
//!
//! All of it is part of the world's value, except the sending itself: a task outside sends the
//! attempts that are due, and records each result with a command.

pub mod address;
mod attempt;
mod delivery;
mod receiver;

use std::collections::{BTreeMap, BTreeSet};

use imbl::OrdMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Effect, Timeline, journal::Unavailable};
use crate::{
    collections::List,
    issuer::Event,
    rulebook::{Rulebook, er::FanOut},
};

pub use attempt::{Attempt, BODY_START, Failure, FailureKind};
pub use delivery::{Delivery, DeliveryState, Ticket};
pub use receiver::{Audience, Receiver};

/// Most active receivers of a world (SB 18).
pub const MOST_RECEIVERS: usize = 16;

/// Most deliveries that a world keeps (SB 18). Beyond them the oldest one that needs no further
/// attempt is forgotten. While all of them wait for their receivers, commands that would cause
/// another delivery are refused.
pub const MOST_DELIVERIES: usize = 10_000;

/// URL of the built-in receiver: deliveries to it stay in the sandbox and are acknowledged.
pub const SINK: &str = "sink";

/// Receivers and deliveries of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outbox {
    receivers: Vec<Receiver>,
    /// Deliveries by number; copying the map is cheap.
    deliveries: OrdMap<u64, Delivery>,
    /// Number of deliveries ever made, including forgotten ones.
    made: u64,
    /// Attempts in flight, so that nobody has to search all deliveries for them.
    under_way: BTreeSet<Ticket>,
}

impl Outbox {
    /// All receivers, oldest first.
    pub fn receivers(&self) -> &[Receiver] {
        &self.receivers
    }

    /// Deliveries that are kept, by number, oldest first.
    pub fn deliveries(&self) -> &OrdMap<u64, Delivery> {
        &self.deliveries
    }

    /// Error of an outbox that is full; `Ok` when another event can be delivered.
    pub fn room(&self) -> Result<(), Unavailable> {
        let is_full = self.has_receivers()
            && self.deliveries.len() >= MOST_DELIVERIES
            && self.settled().is_none();
        if is_full { Err(Unavailable::Deliveries(MOST_DELIVERIES as u64)) } else { Ok(()) }
    }

    /// The oldest delivery that needs no further attempt.
    fn settled(&self) -> Option<u64> {
        let needs_none = |one: &&Delivery| !one.state.is_waiting() && one.under_way.is_empty();
        self.deliveries.values().find(needs_none).map(|one| one.number)
    }

    /// Receiver with this number.
    pub fn receiver(&self, number: u64) -> Option<&Receiver> {
        self.receivers.iter().find(|receiver| receiver.number == number)
    }

    /// Delivery with this number.
    pub fn delivery(&self, number: u64) -> Option<&Delivery> {
        self.deliveries.get(&number)
    }

    /// True when the world has an active receiver.
    pub fn has_receivers(&self) -> bool {
        self.receivers.iter().any(|receiver| receiver.active)
    }

    /// Attempts in flight, in the order of the deliveries.
    pub fn under_way(&self) -> impl Iterator<Item = Ticket> {
        self.under_way.iter().copied()
    }

    pub(in crate::world) fn add(&mut self, receiver: Receiver) {
        self.receivers.push(receiver);
    }

    pub(in crate::world) fn next_receiver(&self) -> u64 {
        self.receivers.len() as u64 + 1
    }

    pub(in crate::world) fn change(&mut self, number: u64) -> Option<&mut Receiver> {
        self.receivers.iter_mut().find(|receiver| receiver.number == number)
    }

    /// Makes the deliveries of an event to the receivers that get it, and schedules their first
    /// attempts.
    pub(in crate::world) fn enqueue(
        &mut self,
        timeline: &mut Timeline,
        rules: &Rulebook,
        (number, event): (usize, &Event),
    ) {
        let mut told = Vec::new();
        let mut receivers = Vec::new();
        for receiver in self.receivers.iter().filter(|receiver| receiver.active) {
            let (audience, surface) = (receiver.audience, receiver.audience.surface());
            let is_further = match audience.fan_out(rules) {
                FanOut::All => false,
                FanOut::First => told.contains(&surface),
            };
            if audience.hears(&event.kind, rules) && !is_further {
                told.push(surface);
                receivers.push(receiver.number);
            }
        }
        for receiver in receivers {
            self.deliver(timeline, receiver, number, event.at);
        }
    }

    /// Makes the deliveries of the last hour's events to a new receiver, where the rules of its
    /// surface ask for that.
    pub(in crate::world) fn backfill(
        &mut self,
        timeline: &mut Timeline,
        rules: &Rulebook,
        events: &List<Event>,
        receiver: &Receiver,
    ) {
        let (audience, now) = (receiver.audience, receiver.created_at);
        if !audience.is_backfilled(rules) {
            return;
        }
        let since = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now);
        for (number, event) in events.iter().enumerate() {
            if event.at >= since && audience.hears(&event.kind, rules) {
                self.deliver(timeline, receiver.number, number, now);
            }
        }
    }

    /// Makes one delivery and schedules its first attempt.
    pub(in crate::world) fn deliver(
        &mut self,
        timeline: &mut Timeline,
        receiver: u64,
        event: usize,
        at: Timestamp,
    ) {
        if self.deliveries.len() >= MOST_DELIVERIES
            && let Some(oldest) = self.settled()
        {
            timeline.cancel(&Effect::AttemptDelivery(oldest));
            self.deliveries.remove(&oldest);
        }
        self.made += 1;
        let number = self.made;
        let delivery = Delivery {
            number,
            receiver,
            event,
            state: DeliveryState::Queued,
            attempts: Vec::new(),
            next_at: Some(at),
            begun: 0,
            under_way: BTreeMap::new(),
        };
        self.deliveries.insert(number, delivery);
        timeline.schedule(at, Effect::AttemptDelivery(number));
    }

    /// Starts an attempt that is due, unless its receiver is paused or removed.
    pub(in crate::world) fn start_attempt(&mut self, number: u64, at: Timestamp) {
        let receiver = self.delivery(number).and_then(|one| self.receiver(one.receiver)).cloned();
        let (Some(receiver), Some(delivery)) = (receiver, self.delivery_mut(number)) else {
            return;
        };
        delivery.next_at = None;
        match delivery.state {
            DeliveryState::Canceled => {}
            DeliveryState::Delivered | DeliveryState::Failed if !receiver.active => {}
            _ if !receiver.active => delivery.state = DeliveryState::Canceled,
            _ if receiver.paused => delivery.state = DeliveryState::Held,
            _ => {
                delivery.begun += 1;
                delivery.under_way.insert(delivery.begun, at);
                let ticket = (number, delivery.begun);
                self.under_way.insert(ticket);
            }
        }
    }

    /// Records an attempt that has ended. Another one is scheduled after the pause of the rules, if
    /// they have a further one; an acknowledgement, which is recorded separately, cancels it.
    pub(in crate::world) fn record(
        &mut self,
        timeline: &mut Timeline,
        rules: &Rulebook,
        (number, no): Ticket,
        attempt: &Attempt,
    ) {
        self.under_way.remove(&(number, no));
        let audience = self.delivery(number).and_then(|one| self.receiver(one.receiver));
        let Some(audience) = audience.map(|receiver| receiver.audience) else { return };
        let Some(delivery) = self.delivery_mut(number) else { return };
        delivery.under_way.remove(&no);
        delivery.attempts.push(attempt.clone());
        if matches!(delivery.state, DeliveryState::Delivered | DeliveryState::Canceled) {
            return;
        }
        let pause = audience.retry_delays_ms(rules).get(delivery.attempts.len() - 1);
        let pause = pause.and_then(|text| text.parse().ok()).map(SignedDuration::from_millis);
        let next = pause.and_then(|pause| attempt.at.checked_add(pause).ok());
        delivery.next_at = next;
        delivery.state =
            if next.is_some() { DeliveryState::Retrying } else { DeliveryState::Failed };
        // When two attempts were in flight, the one that ended last decides.
        timeline.cancel(&Effect::AttemptDelivery(number));
        if let Some(at) = next {
            timeline.schedule(at, Effect::AttemptDelivery(number));
        }
    }

    /// Records an acknowledgement: no further attempt is made.
    pub(in crate::world) fn acknowledge(&mut self, timeline: &mut Timeline, number: u64) {
        self.settle(timeline, number, DeliveryState::Delivered);
    }

    /// Cancels the deliveries that wait for a removed receiver.
    pub(in crate::world) fn drop_waiting(&mut self, timeline: &mut Timeline, receiver: u64) {
        for number in self.deliveries_to(receiver, DeliveryState::is_waiting) {
            self.settle(timeline, number, DeliveryState::Canceled);
        }
        // Repeated attempts of acknowledged deliveries are dropped too.
        for number in self.deliveries_to(receiver, |_| true) {
            if let Some(delivery) = self.delivery_mut(number) {
                delivery.under_way.clear();
            }
        }
        let Self { deliveries, under_way, .. } = self;
        under_way.retain(|(number, no)| {
            deliveries.get(number).is_some_and(|one| one.under_way.contains_key(no))
        });
    }

    /// Sends the deliveries that were held back for a receiver, in order.
    pub(in crate::world) fn release(
        &mut self,
        timeline: &mut Timeline,
        receiver: u64,
        now: Timestamp,
    ) {
        for number in self.deliveries_to(receiver, |state| state == DeliveryState::Held) {
            if let Some(delivery) = self.delivery_mut(number) {
                delivery.state = DeliveryState::Queued;
                delivery.next_at = Some(now);
                timeline.schedule(now, Effect::AttemptDelivery(number));
            }
        }
    }

    /// Numbers of the deliveries to a receiver in states that satisfy `is`, oldest first.
    fn deliveries_to(&self, receiver: u64, is: impl Fn(DeliveryState) -> bool) -> Vec<u64> {
        let fits = |one: &&Delivery| one.receiver == receiver && is(one.state);
        self.deliveries.values().filter(fits).map(|one| one.number).collect()
    }

    fn settle(&mut self, timeline: &mut Timeline, number: u64, state: DeliveryState) {
        timeline.cancel(&Effect::AttemptDelivery(number));
        if let Some(delivery) = self.delivery_mut(number) {
            delivery.state = state;
            delivery.next_at = None;
        }
    }

    fn delivery_mut(&mut self, number: u64) -> Option<&mut Delivery> {
        self.deliveries.get_mut(&number)
    }
}

#[cfg(test)]
mod tests;
