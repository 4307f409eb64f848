//! Digests of recent requests, each with an instant.

use std::hash::{BuildHasherDefault, Hasher};

use imbl::{GenericHashMap, OrdMap, shared_ptr::DefaultSharedPtr};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::nonce::{Key, Nonce};

/// Instant, in microseconds, and a running number that orders equal instants.
type Place = (i64, u64);

/// Digests, each with an instant: looked up by digest, forgotten in order of the instants.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(i64, Key)>", into = "Vec<(i64, Key)>")]
pub(super) struct RecentDigests {
    places: GenericHashMap<Key, Place, BuildHasherDefault<Digested>, DefaultSharedPtr>,
    order: OrdMap<Place, Key>,
    /// Number of digests ever taken; the running number of the next one.
    taken: u64,
}

impl RecentDigests {
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Number of digests in the order of their instants: as many as there are.
    #[cfg(test)]
    pub(super) fn ordered(&self) -> usize {
        self.order.len()
    }

    pub(super) fn holds(&self, digest: &Nonce, since: Timestamp) -> bool {
        let place = self.places.get(&digest.key());
        place.is_some_and(|(instant, _)| *instant >= since.as_microsecond())
    }

    /// Adds a digest; returns the number of others that were forgotten to make room.
    pub(super) fn take(&mut self, key: Key, instant: i64, most: usize) -> u64 {
        self.forget(key);
        let mut gone = 0;
        while self.len() >= most.max(1) {
            self.forget_first();
            gone += 1;
        }
        self.places.insert(key, (instant, self.taken));
        self.order.insert((instant, self.taken), key);
        self.taken += 1;
        gone
    }

    pub(super) fn forget_before(&mut self, since: Timestamp) {
        let since = since.as_microsecond();
        while self.order.get_min().is_some_and(|((instant, _), _)| *instant < since) {
            self.forget_first();
        }
    }

    fn forget_first(&mut self) {
        if let Some((place, key)) = self.order.get_min().map(|(place, key)| (*place, *key)) {
            self.order.remove(&place);
            self.places.remove(&key);
        }
    }

    pub(super) fn forget(&mut self, key: Key) {
        if let Some(place) = self.places.remove(&key) {
            self.order.remove(&place);
        }
    }
}

impl From<Vec<(i64, Key)>> for RecentDigests {
    fn from(all: Vec<(i64, Key)>) -> Self {
        let mut digests = Self::default();
        for (instant, key) in all {
            digests.take(key, instant, usize::MAX);
        }
        digests
    }
}

impl From<RecentDigests> for Vec<(i64, Key)> {
    fn from(digests: RecentDigests) -> Self {
        digests.order.iter().map(|((instant, _), key)| (*instant, *key)).collect()
    }
}

/// Hasher for digests. A digest needs no further hashing; its own bytes serve, and are the same in
/// every process.
#[derive(Clone, Copy, Debug, Default)]
struct Digested(u64);

impl Hasher for Digested {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut eight = [0; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            self.0 = self.0.rotate_left(5) ^ u64::from_le_bytes(eight);
        }
    }
}
