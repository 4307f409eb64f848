//! Everything that a world's clients did, as far as the world still holds it.

use std::sync::Arc;

use super::Moment;
use crate::{
    log::{Entry, RedactionContext},
    surface::Surface,
    world::outbox::{Delivery, Receiver, SINK},
    worlds::Handle,
};

/// The requests of a world, the deliveries to receivers of clients, and the instant at which the
/// report is made.
pub struct History {
    /// The requests that the log holds, oldest first.
    pub entries: Vec<Arc<Entry>>,
    /// Number of requests that had to leave the log.
    pub dropped: u64,
    /// Knowledge of the world's credentials and rules.
    pub redaction: RedactionContext,
    /// Deliveries to receivers outside of the sandbox, oldest first, each with its receiver.
    pub deliveries: Vec<(Receiver, Delivery)>,
    /// The instant of the report.
    pub now: Moment,
    /// The exit status of the client's run, which no request shows; none when nobody told it.
    pub exit: Option<i64>,
}

impl History {
    /// The history of a world at a real time.
    pub fn of(handle: &Handle, redaction: RedactionContext, now: Moment) -> Self {
        let held = handle.log().page();
        let deliveries = handle.read(|world| {
            let with_receiver = |delivery: &Delivery| {
                let receiver = world.outbox.receiver(delivery.receiver)?;
                (receiver.url != SINK).then(|| (receiver.clone(), delivery.clone()))
            };
            world.outbox.deliveries().values().filter_map(with_receiver).collect()
        });
        let (entries, dropped) = (held.entries, held.dropped);
        Self { entries, dropped, redaction, deliveries, now, exit: None }
    }

    /// The requests to one surface, oldest first.
    pub fn of_surface(&self, surface: Surface) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.iter().filter(move |entry| entry.log_renderer.surface() == Some(surface))
    }

    /// The deliveries of one surface, oldest first.
    pub fn deliveries_of(&self, surface: Surface) -> impl Iterator<Item = &Delivery> {
        let ours = move |one: &&(Receiver, Delivery)| one.0.audience.surface() == surface;
        self.deliveries.iter().filter(ours).map(|(_, delivery)| delivery)
    }
}
