//! Attempts to deliver webhooks that are in flight. The schedule and the results of attempts are
//! part of the world's value; the tasks that are sending at this moment are not.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use super::Handle;
use crate::world::{World, outbox::Ticket};

/// Attempts of one world that are in flight.
#[derive(Default)]
pub(super) struct AttemptsInFlight {
    busy: Mutex<Busy>,
    /// Changes whenever an attempt ends.
    returned: watch::Sender<()>,
}

#[derive(Default)]
struct Busy {
    /// Attempts in flight, with the address that each goes to.
    in_flight: BTreeMap<Ticket, String>,
    /// Stage of the latest attempt to each address that keeps the order.
    last: BTreeMap<String, watch::Receiver<AttemptStage>>,
}

/// Stage of an attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AttemptStage {
    Waiting,
    Sent,
}

/// Permit to make one attempt, which the holder must use; dropping it means that the attempt has
/// ended.
pub struct AttemptPermit {
    attempts: Arc<AttemptsInFlight>,
    ticket: Ticket,
    address: String,
    /// Stage of the preceding attempt to the same address that keeps the order, when this one does
    /// too.
    ahead: Option<watch::Receiver<AttemptStage>>,
    stage: watch::Sender<AttemptStage>,
}

/// Time that a first attempt waits for the answer to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadStart {
    /// First attempts to one address go out in the order of the events, but a receiver that does not
    /// answer must not hold back later events (ER 11.2).
    Short,
    /// First attempts to one address go out one after another (MC 14.3).
    WholeAnswer,
}

/// A [`HeadStart::Short`], in real time.
const SHORT: Duration = Duration::from_millis(100);

impl Handle {
    /// Permits for all attempts that are due in the world and that no task makes yet.
    pub fn start_due(&self) -> Vec<AttemptPermit> {
        if self.is_cut_off() {
            return Vec::new();
        }
        let attempts = &self.attempts();
        let mut busy = attempts.busy();
        // An attempt leaves the world before it leaves this list, so none is started twice.
        let due = self.read(under_way);
        let fresh = due.into_iter().filter(|one| !busy.in_flight.contains_key(&one.ticket));
        let fresh: Vec<_> = fresh.collect();
        fresh.into_iter().map(|one| busy.send(attempts, one)).collect()
    }

    /// Attempts in flight.
    pub fn in_flight(&self) -> BTreeSet<Ticket> {
        self.attempts().busy().in_flight.keys().copied().collect()
    }

    /// True when an attempt to an address that satisfies `address` is in flight.
    pub fn is_sending_to(&self, address: impl Fn(&str) -> bool) -> bool {
        self.attempts().busy().in_flight.values().any(|one| address(one))
    }

    /// Waits until none of these attempts is in flight.
    pub async fn wait_for(&self, tickets: &BTreeSet<Ticket>) {
        let attempts = self.attempts();
        let mut returned = attempts.returned.subscribe();
        while attempts.busy().in_flight.keys().any(|ticket| tickets.contains(ticket)) {
            // The sender lives as long as this handle.
            let _ = returned.changed().await;
        }
    }
}

/// An attempt that is due.
struct Due {
    ticket: Ticket,
    address: String,
    in_order: bool,
}

fn under_way(world: &World) -> Vec<Due> {
    let outbox = &world.outbox;
    let due = |ticket: Ticket| {
        let delivery = outbox.delivery(ticket.0)?;
        let address = outbox.receiver(delivery.receiver)?.url.clone();
        let in_order = delivery.under_way.get(&ticket.1)?.in_order;
        Some(Due { ticket, address, in_order })
    };
    outbox.under_way().filter_map(due).collect()
}

impl AttemptsInFlight {
    fn busy(&self) -> MutexGuard<'_, Busy> {
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Busy {
    fn send(
        &mut self,
        attempts: &Arc<AttemptsInFlight>,
        Due { ticket, address, in_order }: Due,
    ) -> AttemptPermit {
        let (stage, seen) = watch::channel(AttemptStage::Waiting);
        let ahead = in_order.then(|| self.last.insert(address.clone(), seen)).flatten();
        self.in_flight.insert(ticket, address.clone());
        AttemptPermit { attempts: attempts.clone(), ticket, address, ahead, stage }
    }
}

impl AttemptPermit {
    /// Delivery and number of the attempt.
    pub fn ticket(&self) -> Ticket {
        self.ticket
    }

    /// Waits for this attempt's turn.
    pub async fn turn(&mut self, head_start: HeadStart) {
        if let Some(mut ahead) = self.ahead.take() {
            // An error means that the attempt has ended already.
            if ahead.wait_for(|stage| *stage == AttemptStage::Sent).await.is_ok() {
                match head_start {
                    HeadStart::Short => {
                        let _ = tokio::time::timeout(SHORT, ended(ahead)).await;
                    }
                    HeadStart::WholeAnswer => ended(ahead).await,
                }
            }
        }
        self.stage.send_replace(AttemptStage::Sent);
    }
}

/// Waits until an attempt has ended.
async fn ended(mut ahead: watch::Receiver<AttemptStage>) {
    while ahead.changed().await.is_ok() {}
}

impl Drop for AttemptPermit {
    fn drop(&mut self) {
        let mut busy = self.attempts.busy();
        busy.in_flight.remove(&self.ticket);
        let ours = self.stage.subscribe();
        if busy.last.get(&self.address).is_some_and(|last| last.same_channel(&ours)) {
            busy.last.remove(&self.address);
        }
        drop(busy);
        self.attempts.returned.send_replace(());
    }
}
