//! One request at a time: the permit to run in a world, and the queue for it.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::OwnedMutexGuard;

use super::Handle;

/// Permit to be the one request that runs in a world.
pub struct RequestPermit {
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

impl Handle {
    /// Waits for the permit to run a request.
    pub async fn enter(&self) -> RequestPermit {
        self.touch();
        RequestPermit { _guard: self.shared.permit.clone().lock_owned().await }
    }

    /// Waits for the permit to run a request; none when `most` requests wait already.
    pub async fn enter_within(&self, most: usize) -> Option<RequestPermit> {
        if let Ok(guard) = self.shared.permit.clone().try_lock_owned() {
            self.touch();
            return Some(RequestPermit { _guard: guard });
        }
        let place = Place::behind(&self.shared.waiting, most)?;
        let permit = self.enter().await;
        drop(place);
        Some(permit)
    }
}
