//! Webhook receivers and deliveries: the receivers of each event, the attempts made, the next
//! attempt (ER 11, SB 11).
//!
//! All of it is part of the world's value, except the sending itself: a task outside sends the
//! attempts that are due, and records each result with a command.

pub mod address;
mod attempt;

use std::collections::{BTreeMap, BTreeSet};

use imbl::OrdMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Timeline, journal::Unavailable};
use crate::{
    issuer::{Effect, Event, EventKind},
    programs::prepaid::ProjectId,
    rulebook::er::{FanOut, Hook},
};

pub use attempt::{Attempt, BODY_START, Failure, FailureKind};

/// Most active receivers of a world (SB 18).
pub const MOST_RECEIVERS: usize = 16;

/// Most deliveries that a world keeps (SB 18). Beyond them the oldest one that needs no further
/// attempt is forgotten. While all of them wait for their receivers, commands that would cause
/// another delivery are refused.
pub const MOST_DELIVERIES: usize = 10_000;

/// URL of the built-in receiver: deliveries to it stay in the sandbox and are acknowledged.
pub const SINK: &str = "sink";

/// A webhook receiver (subscription).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// Number in its world, from 1; shown as `h-<n>`.
    pub number: u64,
    /// `subscription_id`.
    pub external_id: String,
    /// Project whose events it gets.
    pub project: ProjectId,
    /// URL that deliveries are posted to.
    pub url: String,
    /// True until it is unsubscribed.
    pub active: bool,
    /// True while deliveries to it are held back.
    pub paused: bool,
    /// World time of creation.
    pub created_at: Timestamp,
}

/// Delivery of one event to one receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Number in its world, from 1; shown as `d-<n>`.
    pub number: u64,
    /// Number of the receiver.
    pub receiver: u64,
    /// Index of the event in the world's events, from 0.
    pub event: usize,
    /// State of the delivery.
    pub state: DeliveryState,
    /// Attempts that have ended, in that order.
    pub attempts: Vec<Attempt>,
    /// World time at which the next attempt is due; none when no further one is planned.
    pub next_at: Option<Timestamp>,
    /// Number of attempts that were started.
    pub begun: u64,
    /// Attempts in flight, by their number from 1, each with the world time at which it was due.
    pub under_way: BTreeMap<u64, Timestamp>,
}

/// An attempt in flight: the number of its delivery, and its own.
pub type Ticket = (u64, u64);

/// State of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// No attempt has ended yet.
    Queued,
    /// Attempts have failed, and another one is planned.
    Retrying,
    /// The receiver is paused.
    Held,
    /// The receiver has acknowledged it.
    Delivered,
    /// All attempts have failed.
    Failed,
    /// The receiver was removed before it acknowledged.
    Canceled,
}

impl DeliveryState {
    /// All states.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Retrying, Self::Held, Self::Delivered, Self::Failed, Self::Canceled];

    /// Word for the state.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Retrying => "retrying",
            Self::Held => "held",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// True when attempts are still to come.
    pub fn is_waiting(self) -> bool {
        match self {
            Self::Queued | Self::Retrying | Self::Held => true,
            Self::Delivered | Self::Failed | Self::Canceled => false,
        }
    }
}

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
        rules: &Hook,
        (number, event): (usize, &Event),
    ) {
        let EventKind::Prepaid(notice) = &event.kind else { return };
        let subscribed = |receiver: &&Receiver| {
            receiver.active && (!rules.card_scope || receiver.project == notice.project)
        };
        let most = match rules.fan_out {
            FanOut::All => usize::MAX,
            FanOut::First => 1,
        };
        let receivers: Vec<u64> =
            self.receivers.iter().filter(subscribed).take(most).map(|one| one.number).collect();
        for receiver in receivers {
            self.deliver(timeline, receiver, number, event.at);
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
        rules: &Hook,
        (number, no): Ticket,
        attempt: &Attempt,
    ) {
        self.under_way.remove(&(number, no));
        let Some(delivery) = self.delivery_mut(number) else { return };
        delivery.under_way.remove(&no);
        delivery.attempts.push(attempt.clone());
        if matches!(delivery.state, DeliveryState::Delivered | DeliveryState::Canceled) {
            return;
        }
        let pause = rules.retry_delays_ms.get(delivery.attempts.len() - 1);
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
