//! Webhook receivers and deliveries: the receivers of each event, the attempts made, the next
//! attempt (ER 11, SB 11).
//!
//! All of it is part of the world's value, except the sending itself: a task outside sends the
//! attempts that are due, and records each result with a command.

pub mod address;
mod attempt;
mod attempts;
mod delivery;
mod fan_out;
mod probe;
mod receiver;
mod release;
mod takeback;

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::journal::Unavailable;
use crate::collections::List;

pub use attempt::{Attempt, BODY_START, Failure, FailureKind, Trigger};
pub use delivery::{Begun, Delivery, DeliveryState, ProbeKind, Ticket};
pub(in crate::world) use fan_out::FanOutContext;
pub use probe::ProbePlan;
pub use receiver::{Audience, Receiver, ReleaseOrder};
pub use release::Missed;
pub(in crate::world) use takeback::Takeback;

/// Most active receivers of a world (SB 18).
pub const MOST_RECEIVERS: usize = 16;

/// Most deliveries that a world keeps (SB 18). Beyond them the oldest one that needs no further
/// attempt is forgotten. While all of them wait for their receivers, commands that would cause
/// another delivery are refused.
pub const MOST_DELIVERIES: usize = 10_000;

/// Purpose for which ids of deliveries are drawn.
pub(in crate::world) const MESSAGE_ID: &str = "mc.dlv";

/// URL of the built-in receiver: deliveries to it stay in the sandbox and are acknowledged.
pub const SINK: &str = "sink";

/// Receivers and deliveries of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outbox {
    receivers: List<Receiver>,
    /// Deliveries by number; copying the map is cheap.
    deliveries: OrdMap<u64, Delivery>,
    /// Number of deliveries ever made, including forgotten ones.
    made: u64,
    /// Attempts in flight in the order in which they were started, so that nobody has to search all
    /// deliveries for them.
    under_way: OrdMap<u64, Ticket>,
    /// Number of attempts ever started.
    begun: u64,
    /// World times at which the webhook secret of managed cards was changed, oldest first (MC 14.4).
    secret_changes: List<Timestamp>,
}

impl Outbox {
    /// All receivers, oldest first.
    pub fn receivers(&self) -> &List<Receiver> {
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

    /// True when the world has a receiver that gets deliveries.
    pub fn has_receivers(&self) -> bool {
        self.receivers.iter().any(Receiver::is_open)
    }

    /// Attempts in flight, in the order in which they were started.
    pub fn under_way(&self) -> impl Iterator<Item = Ticket> {
        self.under_way.values().copied()
    }

    /// World times at which the webhook secret of managed cards was changed, oldest first.
    pub fn secret_changes(&self) -> &List<Timestamp> {
        &self.secret_changes
    }

    pub(in crate::world) fn note_secret_change(&mut self, at: Timestamp) {
        self.secret_changes.push(at);
    }

    /// Deliveries to a receiver that satisfy `is`, oldest first.
    fn deliveries_to(&self, receiver: u64, is: impl Fn(&Delivery) -> bool) -> Vec<u64> {
        let fits = |one: &&Delivery| one.receiver == receiver && is(one);
        self.deliveries.values().filter(fits).map(|one| one.number).collect()
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

    fn delivery_mut(&mut self, number: u64) -> Option<&mut Delivery> {
        self.deliveries.get_mut(&number)
    }
}

#[cfg(test)]
mod tests;
