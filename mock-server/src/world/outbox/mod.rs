//! What is told to receivers: who gets what, what was tried, what comes next (ER 11, SB 11).
//!
//! All of it is part of the world's value. Only sending itself is not: a task outside sends what is
//! under way here, and what came of it comes back as a command.

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

pub use attempt::{Attempt, BODY_START, Failure, Trouble};

/// How many receivers a world may have (SB 18).
pub const MOST_RECEIVERS: usize = 16;

/// How many deliveries a world keeps (SB 18). Beyond them the oldest one that needs no further
/// attempt is forgotten; while all of them wait for their receivers, nothing is done that receivers
/// would have to be told of.
pub const MOST_DELIVERIES: usize = 10_000;

/// The address that keeps deliveries inside the sandbox, acknowledged.
pub const SINK: &str = "sink";

/// Somebody who is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receiver {
    /// Its number in its world, from 1; shown as `h-<n>`.
    pub number: u64,
    /// `subscription_id`.
    pub external_id: String,
    /// Of whose cards it is told.
    pub project: ProjectId,
    /// Where.
    pub url: String,
    /// Whether it is told at all.
    pub active: bool,
    /// Whether deliveries are held back for now.
    pub paused: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// One event for one receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its number in its world, from 1; shown as `d-<n>`.
    pub number: u64,
    /// Number of the receiver.
    pub receiver: u64,
    /// Which event of the world, from 0.
    pub event: usize,
    /// Where it stands.
    pub state: DeliveryState,
    /// What was tried.
    pub attempts: Vec<Attempt>,
    /// When the next attempt is due.
    pub next_at: Option<Timestamp>,
    /// How many attempts were begun.
    pub begun: u64,
    /// The attempts that are under way, by their number from 1, and when each was due.
    pub under_way: BTreeMap<u64, Timestamp>,
}

/// An attempt that is under way: the number of its delivery, and its own.
pub type Ticket = (u64, u64);

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// Not tried yet.
    Queued,
    /// Tried in vain so far.
    Retrying,
    /// Its receiver is paused.
    Held,
    /// Acknowledged.
    Delivered,
    /// Tried in vain for good.
    Failed,
    /// Its receiver went away while it waited.
    Canceled,
}

impl DeliveryState {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Retrying, Self::Held, Self::Delivered, Self::Failed, Self::Canceled];

    /// Its word.
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

    /// Whether attempts are still to come.
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
    /// By number; a copy of the map costs next to nothing.
    deliveries: OrdMap<u64, Delivery>,
    /// How many deliveries there have been, those that were forgotten included.
    made: u64,
    /// What is under way, so that nobody has to look through all deliveries.
    under_way: BTreeSet<Ticket>,
}

impl Outbox {
    /// All receivers, oldest first.
    pub fn receivers(&self) -> &[Receiver] {
        &self.receivers
    }

    /// The deliveries that are kept, by number, oldest first.
    pub fn deliveries(&self) -> &OrdMap<u64, Delivery> {
        &self.deliveries
    }

    /// Whether there is room for what another event would have to tell.
    pub fn room(&self) -> Result<(), Unavailable> {
        let is_full = self.is_watched()
            && self.deliveries.len() >= MOST_DELIVERIES
            && self.settled().is_none();
        if is_full { Err(Unavailable::Deliveries(MOST_DELIVERIES as u64)) } else { Ok(()) }
    }

    /// The oldest delivery that needs no further attempt.
    fn settled(&self) -> Option<u64> {
        let needs_none = |one: &&Delivery| !one.state.is_waiting() && one.under_way.is_empty();
        self.deliveries.values().find(needs_none).map(|one| one.number)
    }

    /// The receiver with this number.
    pub fn receiver(&self, number: u64) -> Option<&Receiver> {
        self.receivers.iter().find(|receiver| receiver.number == number)
    }

    /// The delivery with this number.
    pub fn delivery(&self, number: u64) -> Option<&Delivery> {
        self.deliveries.get(&number)
    }

    /// Whether anybody is told anything.
    pub fn is_watched(&self) -> bool {
        self.receivers.iter().any(|receiver| receiver.active)
    }

    /// The attempts that are under way, in the order of the deliveries.
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

    /// Writes down for whom an event is, and schedules the first attempts.
    pub(in crate::world) fn post(
        &mut self,
        timeline: &mut Timeline,
        rules: &Hook,
        (number, event): (usize, &Event),
    ) {
        let EventKind::Prepaid(notice) = &event.kind else { return };
        let told = |receiver: &&Receiver| {
            receiver.active && (!rules.card_scope || receiver.project == notice.project)
        };
        let most = match rules.fan_out {
            FanOut::All => usize::MAX,
            FanOut::First => 1,
        };
        let receivers: Vec<u64> =
            self.receivers.iter().filter(told).take(most).map(|one| one.number).collect();
        for receiver in receivers {
            self.deliver(timeline, receiver, number, event.at);
        }
    }

    /// Writes down one delivery and schedules its first attempt.
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

    /// An attempt is due: it is under way from now on, unless its receiver does not want it.
    pub(in crate::world) fn begin(&mut self, number: u64, at: Timestamp) {
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

    /// An attempt came back; unless it is acknowledged, another one follows after a pause.
    pub(in crate::world) fn note(
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
        // Where two attempts were under way, the one that came back last decides.
        timeline.cancel(&Effect::AttemptDelivery(number));
        if let Some(at) = next {
            timeline.schedule(at, Effect::AttemptDelivery(number));
        }
    }

    /// It was acknowledged: nothing more is tried.
    pub(in crate::world) fn acknowledge(&mut self, timeline: &mut Timeline, number: u64) {
        self.settle(timeline, number, DeliveryState::Delivered);
    }

    /// What waits for a receiver is dropped.
    pub(in crate::world) fn drop_waiting(&mut self, timeline: &mut Timeline, receiver: u64) {
        for number in self.deliveries_to(receiver, DeliveryState::is_waiting) {
            self.settle(timeline, number, DeliveryState::Canceled);
        }
        // Repetitions of what was delivered long ago need not arrive either.
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

    /// What was held for a receiver goes out, in order.
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

    /// The numbers of the deliveries to a receiver in such states, oldest first.
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
