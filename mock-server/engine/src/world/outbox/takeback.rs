//! Receivers and deliveries of a world that goes back to a snapshot (SB 14).

use super::{Audience, DeliveryState, Outbox};
use crate::{
    issuer::Issuer,
    world::{Timeline, clock},
};

/// A way back to a snapshot.
pub(in crate::world) struct Takeback<'a> {
    /// Index of the first event that was raised since the snapshot.
    pub(in crate::world) first_undone: usize,
    /// Microseconds from the present to the time of the snapshot; below zero.
    pub(in crate::world) back: i64,
    /// The issuer as it was.
    pub(in crate::world) issuer: &'a Issuer,
}

impl Outbox {
    /// Cancels deliveries of events that were taken back and moves the times of the others. A
    /// receiver whose project was made since the snapshot is removed.
    pub(in crate::world) fn take_back(&mut self, timeline: &mut Timeline, by: &Takeback<'_>) {
        let is_undone = |audience: Audience| {
            let project = audience.project();
            project.is_some_and(|project| by.issuer.prepaid.projects.get(project).is_none())
        };
        let gone = self.receivers.iter().filter(|one| one.active && is_undone(one.audience));
        for number in gone.map(|one| one.number).collect::<Vec<_>>() {
            if let Some(receiver) = self.change(number) {
                receiver.active = false;
            }
            self.drop_waiting(timeline, number);
        }
        let waits = self.deliveries.values().filter(|one| one.state.is_waiting());
        let waiting: Vec<_> = waits.map(|one| (one.number, one.event)).collect();
        for (number, event) in waiting {
            if event >= by.first_undone {
                self.end(timeline, number, DeliveryState::Canceled);
            } else if let Some(delivery) = self.delivery_mut(number) {
                delivery.next_at = delivery.next_at.map(|at| clock::shift(at, by.back));
            }
        }
    }
}
