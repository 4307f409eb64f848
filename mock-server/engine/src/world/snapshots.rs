//! Snapshots: states of a world under names, to which it can go back (SB 14).
//!
//! A snapshot shares with the world what neither has changed since. Part of the world's value, so
//! that the journal has taking and restoring like every other command, and a replay does both again.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Effect, Timeline, World, clock,
    outbox::{MESSAGE_ID, Takeback},
};
use crate::{
    collections::List,
    issuer::{Event, EventKind},
};

/// Most snapshots of a world (SB 18).
pub const MOST_SNAPSHOTS: usize = 32;

/// A state of a world.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    /// Name.
    pub name: String,
    /// World time at which it was taken.
    pub at: Timestamp,
    /// The world, without its own snapshots.
    pub world: Arc<World>,
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        let is_one = || Arc::ptr_eq(&self.world, &other.world);
        self.name == other.name
            && self.at == other.at
            && (is_one() || self.world.same_state(&other.world))
    }
}

/// Snapshots of a world, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Snapshots {
    all: List<Snapshot>,
}

impl Snapshots {
    /// The snapshots, oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Snapshot> {
        self.all.iter()
    }

    /// The snapshot of a name.
    pub fn named(&self, name: &str) -> Option<&Snapshot> {
        self.all.iter().find(|snapshot| snapshot.name == name)
    }

    pub(super) fn add(&mut self, snapshot: Snapshot) {
        self.all.push(snapshot);
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.all.retain(|snapshot| snapshot.name != name);
    }
}

impl World {
    /// The state of the world at `at` under a name.
    pub(super) fn snapshot(&self, name: &str, at: Timestamp) -> Snapshot {
        let world = Arc::new(Self { snapshots: Snapshots::default(), ..self.clone() });
        Snapshot { name: name.to_owned(), at, world }
    }

    /// The world as it was in a snapshot, seen from the world `self` at `now`; `real` is the real
    /// time, from which a running clock goes on.
    ///
    /// Credentials, receivers, events and their numbers, deliveries and snapshots stay. A credential
    /// whose holder was made since the snapshot ends with its holder; a delivery of an event that was
    /// raised since and still waits is canceled; the others wait as long as they had to wait.
    pub(super) fn restored(&self, snapshot: &Snapshot, now: Timestamp, real: Timestamp) -> Self {
        let mut next = World::clone(&snapshot.world);
        next.clock = next.clock.showing(snapshot.at, real);
        next.access.credentials = self.access.credentials.clone();
        next.access.credentials.keep_those_of(&next.issuer);
        next.deviations.keep_hits(&self.deviations);
        // Ids of deliveries go on, because the deliveries do.
        next.dice.go_on(MESSAGE_ID, &self.dice);
        let first_undone = next.events.len();
        for event in self.events.from_position(first_undone) {
            // Numbers of events go on too: whoever has heard of one asks for those behind it.
            if let EventKind::Collateral(event) = &event.kind {
                next.issuer.collateral.count_past(event);
            }
            next.events.push(Event { taken_back: true, ..event.clone() });
        }
        next.outbox = self.outbox.clone();
        let back = snapshot.at.as_microsecond() - now.as_microsecond();
        let mut timeline = std::mem::take(&mut next.timeline).without_attempts();
        for (at, number) in self.timeline.attempts() {
            timeline.schedule(clock::shift(at, back), Effect::AttemptDelivery(number));
        }
        next.outbox
            .take_back(&mut timeline, &Takeback { first_undone, back, issuer: &next.issuer });
        next.timeline = timeline;
        next.snapshots = self.snapshots.clone();
        next.history.go_on(&self.history);
        next
    }
}

impl Timeline {
    /// The timeline without attempts to deliver.
    fn without_attempts(mut self) -> Self {
        self.retain(|effect| !matches!(effect, Effect::AttemptDelivery(_)));
        self
    }

    /// Attempts that are scheduled: due time, and number of the delivery.
    fn attempts(&self) -> impl Iterator<Item = (Timestamp, u64)> {
        self.iter().filter_map(|(at, effect)| match effect {
            Effect::AttemptDelivery(number) => Some((at, *number)),
            Effect::Issuer(_) => None,
        })
    }
}
