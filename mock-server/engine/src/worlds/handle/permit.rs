//! One request at a time: the permit to run in a world, the queue for it, and the record of what
//! runs under it.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;
use tokio::sync::OwnedMutexGuard;

use super::{Handle, NOT_HELD};
use crate::world::journal::{Kind, Receipt, RequestEnd, Unavailable};

/// Permit to be the one request that runs in a world. Its commands are one record of the journal,
/// which is stored when the permit is closed or dropped.
pub struct RequestPermit {
    handle: Handle,
    is_open: bool,
    _guard: OwnedMutexGuard<()>,
}

/// A place in the queue for the permit, given back when dropped.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn behind(waiting: &'a AtomicUsize, most: usize) -> Option<Self> {
        let place = Self(waiting);
        (waiting.fetch_add(1, Ordering::AcqRel) < most).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl RequestPermit {
    fn begin(handle: &Handle, guard: OwnedMutexGuard<()>, kind: Option<Kind>) -> Self {
        handle.locked(|state| state.open(kind));
        Self { handle: handle.clone(), is_open: true, _guard: guard }
    }

    /// Lets world time stand at an instant for everybody until the record is stored, so that nothing
    /// fires between the commands of the request that fires elsewhere in a replay.
    pub fn stand_still(&self, at: Timestamp) {
        self.handle.locked(|state| state.still = Some(at));
    }

    /// Lets real time stand for everybody until the record is stored: a running clock shows one
    /// instant to the whole request, which a replay knows from the record.
    pub fn hold_real_time(&self) {
        self.handle.locked(|state| {
            let (now, _) = self.handle.settled(state);
            let real = state.world.clock.real_at(now).unwrap_or_else(|| self.handle.real_now());
            self.handle.shared.held.store(real.as_microsecond(), Ordering::Release);
        });
    }

    /// True when the request has run a command.
    pub fn has_begun(&self) -> bool {
        self.handle.locked(|state| state.journal.has_begun())
    }

    /// Records the request; the receipt is for everything that it can have seen. After an error the
    /// world is what it was before the request.
    pub fn close(&mut self, end: Option<RequestEnd>) -> Result<Receipt, Unavailable> {
        self.is_open = false;
        self.handle.shared.held.store(NOT_HELD, Ordering::Release);
        self.handle.locked(|state| state.close(end))
    }
}

impl Drop for RequestPermit {
    fn drop(&mut self) {
        if self.is_open {
            // Nobody is left to hear of an error; the world is what it was before.
            let _ = self.close(None);
        }
    }
}

impl Handle {
    /// Waits for the permit to run a request.
    pub async fn enter(&self) -> RequestPermit {
        self.touch();
        RequestPermit::begin(self, self.shared.permit.clone().lock_owned().await, None)
    }

    /// Waits for the permit to note the outcome of an attempt to deliver a webhook, which is no use
    /// of the world.
    pub async fn enter_for_attempt(&self) -> RequestPermit {
        let guard = self.shared.permit.clone().lock_owned().await;
        RequestPermit::begin(self, guard, Some(Kind::Attempt))
    }

    /// Waits for the permit to run a request; none when `most` requests wait already.
    pub async fn enter_within(&self, most: usize) -> Option<RequestPermit> {
        if let Ok(guard) = self.shared.permit.clone().try_lock_owned() {
            self.touch();
            return Some(RequestPermit::begin(self, guard, None));
        }
        let place = Place::behind(&self.shared.waiting, most)?;
        let permit = self.enter().await;
        drop(place);
        Some(permit)
    }
}
