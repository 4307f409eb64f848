//! The attempts to deliver of a world that are on the wire now. What is due and what came of it is
//! in the world's value; who is busy with it at this moment is not.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use super::Handle;
use crate::world::{World, outbox::Ticket};

/// What is on the wire.
#[derive(Default)]
pub(super) struct AttemptsInFlight {
    busy: Mutex<Busy>,
    /// Changes whenever an attempt comes back.
    returned: watch::Sender<()>,
}

#[derive(Default)]
struct Busy {
    /// The attempts, with the address that each goes to.
    out: BTreeMap<Ticket, String>,
    /// The last first attempt to each address.
    last: BTreeMap<String, watch::Receiver<AttemptStage>>,
}

/// How far an attempt is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AttemptStage {
    Waiting,
    Sent,
}

/// The right and the duty to make one attempt; it has come back when this value is dropped.
pub struct AttemptPermit {
    wire: Arc<AttemptsInFlight>,
    ticket: Ticket,
    address: String,
    /// The first attempt to the same address before this one, when this is a first one too.
    ahead: Option<watch::Receiver<AttemptStage>>,
    leg: watch::Sender<AttemptStage>,
}

/// How long a first attempt waits for the answer to the one before it. First attempts to one
/// address go out in the order of the events (ER 11.2); a receiver that does not answer does not
/// keep later events from going out.
const HEADWAY: Duration = Duration::from_millis(100);

impl Handle {
    /// Takes up every attempt that is under way in the world and that nobody has taken up yet.
    pub fn take_up(&self) -> Vec<AttemptPermit> {
        let wire = &self.wire();
        let mut busy = wire.busy();
        // An attempt leaves the world before it leaves the wire, so none is taken up twice.
        let due = self.read(under_way);
        let fresh = due.into_iter().filter(|(ticket, _)| !busy.out.contains_key(ticket));
        let fresh: Vec<_> = fresh.collect();
        fresh.into_iter().map(|(ticket, address)| busy.send(wire, ticket, address)).collect()
    }

    /// The attempts that are on the wire.
    pub fn on_the_wire(&self) -> BTreeSet<Ticket> {
        self.wire().busy().out.keys().copied().collect()
    }

    /// Whether an attempt to an address of which this holds is on the wire.
    pub fn is_calling(&self, address: impl Fn(&str) -> bool) -> bool {
        self.wire().busy().out.values().any(|one| address(one))
    }

    /// Waits until none of these attempts is on the wire any more.
    pub async fn came_back(&self, tickets: &BTreeSet<Ticket>) {
        let wire = self.wire();
        let mut returned = wire.returned.subscribe();
        while wire.busy().out.keys().any(|ticket| tickets.contains(ticket)) {
            // The sender lives as long as this handle.
            let _ = returned.changed().await;
        }
    }
}

fn under_way(world: &World) -> Vec<(Ticket, String)> {
    let outbox = &world.outbox;
    let addressed = |ticket: Ticket| {
        let receiver = outbox.receiver(outbox.delivery(ticket.0)?.receiver)?;
        Some((ticket, receiver.url.clone()))
    };
    outbox.under_way().filter_map(addressed).collect()
}

impl AttemptsInFlight {
    fn busy(&self) -> MutexGuard<'_, Busy> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Busy {
    fn send(
        &mut self,
        wire: &Arc<AttemptsInFlight>,
        ticket: Ticket,
        address: String,
    ) -> AttemptPermit {
        let (leg, seen) = watch::channel(AttemptStage::Waiting);
        let is_first = ticket.1 == 1;
        let ahead = is_first.then(|| self.last.insert(address.clone(), seen)).flatten();
        self.out.insert(ticket, address.clone());
        AttemptPermit { wire: wire.clone(), ticket, address, ahead, leg }
    }
}

impl AttemptPermit {
    /// Which attempt this is.
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }

    /// Waits until it is this attempt's turn.
    pub async fn turn(&mut self) {
        if let Some(mut ahead) = self.ahead.take() {
            // An error says that it has come back already.
            if ahead.wait_for(|leg| *leg == AttemptStage::Sent).await.is_ok() {
                let _ = tokio::time::timeout(HEADWAY, gone(ahead)).await;
            }
        }
        self.leg.send_replace(AttemptStage::Sent);
    }
}

/// Waits until an attempt has come back.
async fn gone(mut ahead: watch::Receiver<AttemptStage>) {
    while ahead.changed().await.is_ok() {}
}

impl Drop for AttemptPermit {
    fn drop(&mut self) {
        let mut busy = self.wire.busy();
        busy.out.remove(&self.ticket);
        let ours = self.leg.subscribe();
        if busy.last.get(&self.address).is_some_and(|last| last.same_channel(&ours)) {
            busy.last.remove(&self.address);
        }
        drop(busy);
        self.wire.returned.send_replace(());
    }
}
