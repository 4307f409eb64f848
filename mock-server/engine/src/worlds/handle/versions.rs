//! Versions of a world: the states that it goes through, for those who watch it.
//!
//! Every effect and every command makes a version of its own, so that whoever answers a question
//! again after each change sees the changes one by one, also when one move of the clock fires many
//! effects in a single step. A version is a copy of the world, which shares with the world what is
//! equal; it is answered from without the world's lock.
//!
//! Nobody hears of a change that may be taken back: the versions of a request are told once its
//! record is taken, each with a receipt, and wait for their readers' eyes until that is stored. What
//! was lost is left out; the world that was made again is a version too.

use std::{collections::VecDeque, sync::Arc};

use jiff::Timestamp;
use tokio::sync::broadcast::{self, Receiver, Sender};

use super::Handle;
use crate::world::{Clock, World, journal::Receipt};

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
    /// Receipt for the records that lead to it.
    receipt: Receipt,
}

/// The versions of a running world that somebody watches.
pub(super) struct Watched {
    sender: Sender<Arc<Version>>,
    /// The last one that was told.
    last: Arc<Version>,
    /// Those of a request whose record is not taken yet, in order.
    waiting: VecDeque<Version>,
    /// Clock at which everything that was due has fired.
    clock: Clock,
}

/// The versions that follow one, in order.
pub struct Versions {
    told: Receiver<Arc<Version>>,
    /// The next one, which may not be stored yet.
    next: Option<Arc<Version>>,
}

impl Versions {
    /// Waits for the next version, and until it is stored; none when the world has ended. Nothing is
    /// lost when somebody gives up waiting.
    pub async fn next(&mut self) -> Option<Arc<Version>> {
        loop {
            let version = match &self.next {
                Some(version) => version.clone(),
                None => match self.told.recv().await {
                    Ok(version) => self.next.insert(version).clone(),
                    Err(broadcast::error::RecvError::Lagged(_)) => continue,
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
            };
            let is_stored = version.is_stored().await;
            self.next = None;
            if is_stored {
                return Some(version);
            }
        }
    }
}

impl Version {
    fn first(world: &World, (at, receipt): (Timestamp, Receipt)) -> Self {
        Self { number: 1, at, world: world.clone(), has_new_rows: true, receipt }
    }

    /// The version with another world in its place.
    #[must_use]
    pub fn showing(&self, world: World) -> Self {
        let Self { number, at, has_new_rows, .. } = *self;
        Self { number, at, world, has_new_rows, receipt: self.receipt.clone() }
    }

    /// Waits until it is known whether the records are stored that lead to it; false when one of them
    /// was lost, and the version taken back.
    pub async fn is_stored(&self) -> bool {
        self.receipt.clone().stored().await.is_ok()
    }
}

impl Watched {
    fn begin(world: &World, now: (Timestamp, Receipt)) -> Self {
        let last = Arc::new(Version::first(world, now));
        let (sender, waiting) = (broadcast::channel(KEPT).0, VecDeque::new());
        Self { sender, last, waiting, clock: world.clock }
    }

    /// Notes the world as it is now, if it differs from the last version in anything that a
    /// question that is answered again can depend on. This is done under the lock, which keeps the
    /// versions in order.
    pub(super) fn note(&mut self, world: &World, at: Timestamp) {
        if self.sender.receiver_count() == 0 {
            return;
        }
        let last = self.waiting.back().map_or(&self.last.world, |last| &last.world);
        let has_new_rows = has_new_rows(last, world);
        let (old, new) = (&last.issuer.collateral, &world.issuer.collateral);
        if has_new_rows || !old.users.shares(&new.users) {
            self.add(world, at, has_new_rows);
        }
    }

    /// Notes that the clock was moved and everything has fired that was due by then: a token may
    /// have ended.
    pub(super) fn settled(&mut self, world: &World, now: Timestamp) {
        if self.clock != world.clock {
            self.clock = world.clock;
            self.add(world, now, false);
        }
    }

    fn add(&mut self, world: &World, at: Timestamp, has_new_rows: bool) {
        let number = self.waiting.back().map_or(self.last.number, |last| last.number) + 1;
        let (world, receipt) = (world.clone(), Receipt::default());
        self.waiting.push_back(Version { number, at, world, has_new_rows, receipt });
        if self.waiting.len() > KEPT {
            self.waiting.pop_front();
        }
    }

    /// True when there are versions that nobody was told of.
    pub(super) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Tells of the versions whose records are taken; the receipt is for all of them. Telling takes no
    /// turn of those who hear it.
    pub(super) fn tell(&mut self, receipt: &Receipt) {
        for version in self.waiting.drain(..) {
            self.last = Arc::new(Version { receipt: receipt.clone(), ..version });
            // Nobody listening is no failure.
            let _ = self.sender.send(self.last.clone());
        }
    }

    /// Forgets the versions of a request that was undone.
    pub(super) fn forget(&mut self) {
        self.waiting.clear();
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
            state.tell_versions();
            let watched = state.watched.take();
            // What happened while nobody watched was not noted.
            let watched = watched.filter(|watched| watched.sender.receiver_count() > 0);
            let present = || (now, state.journal.receipt());
            let watched = watched.unwrap_or_else(|| Watched::begin(&state.world, present()));
            let versions = Versions { told: watched.sender.subscribe(), next: None };
            let begun = (watched.last.clone(), versions);
            state.watched = (!self.is_over()).then_some(watched);
            begun
        })
    }

    /// The present version of the world, numbered among those that are watched; a version of its
    /// own in a world that nobody watches.
    pub fn version(&self) -> Arc<Version> {
        self.locked(|state| {
            let (now, _) = self.settled(state);
            state.tell_versions();
            let watched = state.watched.as_ref();
            match watched.filter(|watched| watched.sender.receiver_count() > 0) {
                Some(watched) => watched.last.clone(),
                None => Arc::new(Version::first(&state.world, (now, state.journal.receipt()))),
            }
        })
    }
}
