//! The state of a world that its feed and the counters of the server know: at the end of every step
//! on the world, the difference is told and counted.

use std::sync::Arc;

use imbl::{OrdMap, ordmap::DiffItem};
use jiff::Timestamp;

use crate::{
    log::{DeliveryMark, FaultMark, Feed, Happening},
    metrics::{EffectLabels, FaultLabels, Metrics},
    world::{
        Clock, Fired, World,
        clock::real_now,
        faults::{Fault, FaultKind, Faults},
        outbox::{Delivery, DeliveryState},
    },
};

/// The state of a world that its feed knows.
///
/// Comparing it with the world costs some comparisons of numbers and addresses when nothing has
/// changed, and otherwise time in proportion to the change.
pub(super) struct Told {
    feed: Arc<Feed>,
    clock: Clock,
    events: usize,
    faults: Vec<FaultMark>,
    /// Deliveries; the copy shares with the world what is equal.
    deliveries: OrdMap<u64, Delivery>,
    /// Counters of the server, and the number of journal records that they know.
    counted: Option<(Arc<Metrics>, u64)>,
}

impl Told {
    /// A feed that knows the world as it is.
    pub(super) fn begin(world: &World, feed: Arc<Feed>) -> Self {
        Self {
            feed,
            clock: world.clock,
            events: world.events.len(),
            faults: marks(&world.faults),
            deliveries: world.outbox.deliveries().clone(),
            counted: None,
        }
    }

    /// Counts from now on, with so many records in the journal.
    pub(super) fn count(&mut self, metrics: Arc<Metrics>, records: u64) {
        metrics.journal_records.inc_by(records);
        self.counted = Some((metrics, records));
    }

    /// Counters of the server.
    pub(super) fn metrics(&self) -> Option<&Arc<Metrics>> {
        self.counted.as_ref().map(|(metrics, _)| metrics)
    }

    /// Counts effects of the timeline.
    pub(super) fn count_effects(&self, fired: &[Fired]) {
        let Some(metrics) = self.metrics() else { return };
        for one in fired {
            let labels = EffectLabels { effect: one.effect.name() };
            metrics.effects_fired.get_or_create(&labels).inc();
        }
    }

    /// Counts a command that began at a real time.
    pub(super) fn count_command(&self, began: Timestamp, is_unavailable: bool) {
        let Some(metrics) = self.metrics() else { return };
        metrics.append(real_now().duration_since(began).unsigned_abs());
        if is_unavailable {
            metrics.journal_errors.inc();
        }
    }

    /// Tells what is new in the world, whose journal has so many records.
    pub(super) fn tell(&mut self, world: &World, records: u64) {
        if let Some((metrics, known)) = &mut self.counted
            && *known != records
        {
            metrics.journal_records.inc_by(records.saturating_sub(*known));
            *known = records;
        }
        if self.clock != world.clock {
            self.clock = world.clock;
            let now = self.clock.at(real_now());
            self.feed.push(Happening::Clock { clock: self.clock, now });
        }
        if self.events != world.events.len() {
            // A world that was brought back to an earlier state has fewer events than before.
            for number in self.events.min(world.events.len())..world.events.len() {
                self.feed.push(Happening::Event(number as u64 + 1));
            }
            self.events = world.events.len();
        }
        self.tell_faults(&world.faults);
        if !self.deliveries.ptr_eq(world.outbox.deliveries()) {
            let before = std::mem::replace(&mut self.deliveries, world.outbox.deliveries().clone());
            for change in before.diff(&self.deliveries) {
                if let Some(mark) = delivery(change) {
                    self.feed.push(Happening::Delivery(mark));
                }
            }
        }
    }

    fn tell_faults(&mut self, faults: &Faults) {
        let is_told = |(told, fault): (&FaultMark, &Fault)| {
            (told.number, told.fired) == (fault.number, fault.fired)
        };
        if self.faults.len() == faults.len() && self.faults.iter().zip(faults.iter()).all(is_told) {
            return;
        }
        let now = marks(faults);
        for told in &self.faults {
            if !now.iter().any(|fault| fault.number == told.number) {
                self.feed.push(Happening::Fault(FaultMark { is_called_off: true, ..*told }));
            }
        }
        for (fault, whole) in now.iter().zip(faults.iter()) {
            let before = self.faults.iter().find(|told| told.number == fault.number);
            if let Some(metrics) = self.metrics() {
                let known = before.map_or(0, |told| told.fired);
                let more = fault.fired.saturating_sub(known);
                if more > 0 {
                    let labels = FaultLabels { kind: kind(whole) };
                    metrics.faults_fired.get_or_create(&labels).inc_by(more);
                }
            }
            if before.is_none_or(|told| told.fired != fault.fired) {
                self.feed.push(Happening::Fault(*fault));
            }
        }
        self.faults = now;
    }
}

/// The word for what a fault does.
fn kind(fault: &Fault) -> &'static str {
    match &fault.then.kind {
        Some(FaultKind::Error(_)) => "error",
        Some(FaultKind::Drop(_)) => "drop",
        Some(FaultKind::CutBodyAfter(_)) => "cut_body_after",
        None => "delay",
    }
}

fn marks(faults: &Faults) -> Vec<FaultMark> {
    let mark = |fault: &Fault| FaultMark {
        number: fault.number,
        matched: fault.matched,
        fired: fault.fired,
        is_called_off: false,
    };
    faults.iter().map(mark).collect()
}

/// The delivery that a change is about, unless it only has another attempt in flight, or was
/// forgotten to make room.
fn delivery(change: DiffItem<'_, '_, u64, Delivery>) -> Option<DeliveryMark> {
    let shown = |one: &Delivery| -> (DeliveryState, usize) { (one.state, one.attempts.len()) };
    let new = match change {
        DiffItem::Add(_, new) => new,
        DiffItem::Update { old: (_, old), new: (_, new) } if shown(old) != shown(new) => new,
        DiffItem::Update { .. } | DiffItem::Remove(..) => return None,
    };
    Some(DeliveryMark {
        number: new.number,
        state: new.state,
        attempts: new.attempts.len(),
        next_at: new.next_at,
    })
}
