//! Versions of a world: the states that it goes through, for those who watch it.
//!
//! Every effect and every command makes a version of its own, so that whoever answers a question
//! again after each change sees the changes one by one, also when one move of the clock fires many
//! effects in a single step. A version is a copy of the world, which shares with the world what is
//! equal; it is answered from without the world's lock.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::broadcast::{self, Receiver, Sender, error::TryRecvError};

use super::Handle;
use crate::world::{Clock, World};

/// Versions that a world keeps for those who have not looked at them yet. Whoever is further behind
/// goes on with the oldest one that is kept.
const KEPT: usize = 4096;

/// A state of a world.
pub struct Version {
    /// Its number, from 1 in the order of the changes.
    pub number: u64,
    /// World time at which the change was made.
    pub at: Timestamp,
    /// The world.
    pub world: World,
    /// Whether rows, rules or deviations are others than before: what is shown may have changed.
    /// Otherwise a person has changed, or the clock was moved to `at`.
    pub has_new_rows: bool,
}

/// The versions of a running world that somebody watches.
pub(super) struct Watched {
    sender: Sender<Arc<Version>>,
    last: Arc<Version>,
    /// Clock at which everything that was due has fired.
    clock: Clock,
}

/// The versions that follow one, in order.
pub struct Versions(Receiver<Arc<Version>>);

/// The next step of a watch.
pub enum Next {
    /// A version.
    Version(Arc<Version>),
    /// Nothing is new at present.
    Nothing,
    /// The world has ended.
    Ended,
}

impl Versions {
    /// Waits for the next version; none when the world has ended.
    pub async fn next(&mut self) -> Option<Arc<Version>> {
        loop {
            match self.0.recv().await {
                Ok(version) => return Some(version),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    /// The next version, if there is one already.
    pub fn try_next(&mut self) -> Next {
        loop {
            match self.0.try_recv() {
                Ok(version) => return Next::Version(version),
                Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty) => return Next::Nothing,
                Err(TryRecvError::Closed) => return Next::Ended,
            }
        }
    }
}

impl Version {
    fn first(world: &World, at: Timestamp) -> Self {
        Self { number: 1, at, world: world.clone(), has_new_rows: true }
    }
}

impl Watched {
    fn begin(world: &World, at: Timestamp) -> Self {
        let last = Arc::new(Version::first(world, at));
        Self { sender: broadcast::channel(KEPT).0, last, clock: world.clock }
    }

    /// Tells of the world as it is now, if it differs from the last version in anything that a
    /// question that is answered again can depend on. Telling takes no turn of those who hear it,
    /// so it is done under the lock, which keeps the versions in order.
    pub(super) fn note(&mut self, world: &World, at: Timestamp) {
        if self.sender.receiver_count() == 0 {
            return;
        }
        let has_new_rows = has_new_rows(&self.last.world, world);
        let (old, new) = (&self.last.world.issuer.collateral, &world.issuer.collateral);
        if has_new_rows || !old.users.shares(&new.users) {
            self.tell(world, at, has_new_rows);
        }
    }

    /// Tells that the clock was moved and everything has fired that was due by then: a token may
    /// have ended.
    pub(super) fn settled(&mut self, world: &World, now: Timestamp) {
        if self.clock != world.clock {
            self.clock = world.clock;
            self.tell(world, now, false);
        }
    }

    fn tell(&mut self, world: &World, at: Timestamp, has_new_rows: bool) {
        let number = self.last.number + 1;
        self.last = Arc::new(Version { number, at, world: world.clone(), has_new_rows });
        // Nobody listening is no failure.
        let _ = self.sender.send(self.last.clone());
    }
}

/// Whether anything that live queries show may differ.
fn has_new_rows(before: &World, after: &World) -> bool {
    let (old, new) = (&before.issuer.collateral, &after.issuer.collateral);
    let ids = |world: &World| world.deviations.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    !old.applications.shares(&new.applications)
        || !old.transactions.shares(&new.transactions)
        || !Arc::ptr_eq(&before.rules, &after.rules)
        || ids(before) != ids(after)
}

impl Handle {
    /// The present version of the world, and the versions that follow it.
    pub fn watch(&self) -> (Arc<Version>, Versions) {
        self.locked(|state| {
            let (now, _) = self.settled(state);
            let watched = state.watched.take();
            // What happened while nobody watched was not noted.
            let watched = watched.filter(|watched| watched.sender.receiver_count() > 0);
            let watched = watched.unwrap_or_else(|| Watched::begin(&state.world, now));
            let begun = (watched.last.clone(), Versions(watched.sender.subscribe()));
            state.watched = (!self.is_over()).then_some(watched);
            begun
        })
    }

    /// The present version of the world, numbered among those that are watched; a version of its
    /// own in a world that nobody watches.
    pub fn version(&self) -> Arc<Version> {
        self.locked(|state| {
            let (now, _) = self.settled(state);
            let watched = state.watched.as_ref();
            match watched.filter(|watched| watched.sender.receiver_count() > 0) {
                Some(watched) => watched.last.clone(),
                None => Arc::new(Version::first(&state.world, now)),
            }
        })
    }
}
