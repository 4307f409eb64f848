//! Attempts of deliveries: they are started when they are due, and their results decide what comes
//! next.

use jiff::{SignedDuration, Timestamp};

use super::{Attempt, Begun, Delivery, DeliveryState, Outbox, Ticket, Trigger};
use crate::{
    rulebook::Rulebook,
    world::{Effect, Timeline},
};

impl Outbox {
    /// Starts the scheduled attempt of a delivery, unless its receiver is paused or removed.
    pub(in crate::world) fn start_attempt(&mut self, number: u64, at: Timestamp) {
        let receiver = self.delivery(number).and_then(|one| self.receiver(one.receiver)).cloned();
        let (Some(receiver), Some(delivery)) = (receiver, self.delivery_mut(number)) else {
            return;
        };
        delivery.next_at = None;
        match delivery.state {
            DeliveryState::Delivered | DeliveryState::Failed | DeliveryState::Canceled => {}
            DeliveryState::Queued | DeliveryState::Retrying | DeliveryState::Held
                if !receiver.is_open() =>
            {
                delivery.state = DeliveryState::Canceled;
            }
            DeliveryState::Queued | DeliveryState::Retrying | DeliveryState::Held
                if receiver.paused =>
            {
                delivery.state = DeliveryState::Held;
            }
            DeliveryState::Queued | DeliveryState::Retrying | DeliveryState::Held => {
                self.begin_scheduled(number, at);
            }
        }
    }

    /// Starts an attempt of the schedule, whatever the state of the delivery and its receiver, and
    /// with a first one the copies that the receiver wants (SB-HOOK-06).
    pub(super) fn begin_scheduled(&mut self, number: u64, at: Timestamp) {
        let Some(delivery) = self.delivery(number) else { return };
        let wanted = self.receiver(delivery.receiver).map_or(1, |one| one.duplicate.max(1));
        let copies = if delivery.begun == 0 { wanted - 1 } else { 0 };
        self.begin(number, at, Trigger::Schedule);
        for _ in 0..copies {
            self.begin(number, at, Trigger::Copy);
        }
    }

    /// Starts an attempt, whatever the state of the delivery and its receiver.
    pub(in crate::world) fn begin(&mut self, number: u64, at: Timestamp, trigger: Trigger) {
        let start = self.begun;
        let Some(delivery) = self.delivery_mut(number) else { return };
        // A repeated attempt delays nothing, so it waits for nothing either.
        let in_order = delivery.state == DeliveryState::Queued;
        delivery.begun += 1;
        let no = delivery.begun;
        delivery.under_way.insert(no, Begun { start, at, trigger, in_order });
        self.under_way.insert(start, (number, no));
        self.begun += 1;
    }

    /// Records an attempt that has ended. After a scheduled one another one is scheduled after the
    /// pause of the rules, if they have a further one; an acknowledgement, which is recorded
    /// separately, cancels it. Any other attempt leaves the schedule as it is.
    pub(in crate::world) fn record(
        &mut self,
        timeline: &mut Timeline,
        rules: &Rulebook,
        number: u64,
        attempt: &Attempt,
    ) {
        let audience = self.delivery(number).and_then(|one| self.receiver(one.receiver));
        let Some(audience) = audience.map(|receiver| receiver.audience) else { return };
        let Some(delivery) = self.delivery_mut(number) else { return };
        let begun = delivery.under_way.remove(&attempt.no);
        delivery.attempts.push(attempt.clone());
        let start = begun.map(|begun| begun.start);
        let is_over = matches!(delivery.state, DeliveryState::Delivered | DeliveryState::Canceled);
        if let (Trigger::Schedule, false) = (attempt.trigger, is_over) {
            let made = delivery.attempts.iter().filter(|one| one.trigger == Trigger::Schedule);
            let pause = audience.retry_delays_ms(rules).get(made.count() - 1);
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
        } else if delivery.probe.is_some() && !is_over {
            delivery.state = DeliveryState::Failed;
        }
        if let Some(start) = start {
            self.under_way.remove(&start);
        }
    }

    /// Records an acknowledgement: no further attempt is made.
    pub(in crate::world) fn acknowledge(&mut self, timeline: &mut Timeline, number: u64) {
        self.end(timeline, number, DeliveryState::Delivered);
    }

    /// Cancels the deliveries that wait for a receiver which gets no more of them.
    pub(in crate::world) fn drop_waiting(&mut self, timeline: &mut Timeline, receiver: u64) {
        for number in self.deliveries_to(receiver, |one| one.state.is_waiting()) {
            self.end(timeline, number, DeliveryState::Canceled);
        }
        // Repeated attempts of acknowledged deliveries are dropped too.
        for number in self.deliveries_to(receiver, |one| !one.under_way.is_empty()) {
            if let Some(delivery) = self.delivery_mut(number) {
                delivery.under_way.clear();
            }
        }
        let Self { deliveries, under_way, .. } = self;
        let is_known = |(number, no): &Ticket| {
            let holds = |one: &Delivery| one.under_way.contains_key(no);
            deliveries.get(number).is_some_and(holds)
        };
        let gone = under_way.iter().filter(|(_, ticket)| !is_known(ticket));
        for start in gone.map(|(start, _)| *start).collect::<Vec<_>>() {
            under_way.remove(&start);
        }
    }

    /// Ends a delivery in this state; nothing more is scheduled.
    pub(in crate::world) fn end(
        &mut self,
        timeline: &mut Timeline,
        number: u64,
        state: DeliveryState,
    ) {
        timeline.cancel(&Effect::AttemptDelivery(number));
        if let Some(delivery) = self.delivery_mut(number) {
            delivery.state = state;
            delivery.next_at = None;
        }
    }
}
