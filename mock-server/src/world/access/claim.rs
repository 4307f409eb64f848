//! Memory of accepted requests, for replay protection (PG 3.4, ER 4.2).

use std::hash::{BuildHasherDefault, Hasher};

use imbl::{GenericHashMap, OrdMap, shared_ptr::DefaultSharedPtr};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};

use crate::rulebook::Rulebook;

/// SHA-256 digest of the parts that identify a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Nonce([u8; 32]);

impl Serialize for Nonce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Nonce {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| D::Error::custom("not a digest"))
    }
}

impl Nonce {
    /// Digest over `parts`, each followed by a line feed.
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update(part);
            hash.update(b"\n");
        }
        Self(hash.finalize().into())
    }

    /// The digest as the journal shows it: 64 hex digits.
    pub fn text(&self) -> String {
        hex::encode(self.0)
    }

    /// Reads a digest from 64 hex digits; none for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        hex::decode_to_slice(text, &mut digest).ok()?;
        Some(Self(digest))
    }

    /// First half of the digest. Nobody can find two requests that share it.
    fn key(&self) -> Key {
        let mut key = [0; 16];
        key.copy_from_slice(&self.0[..16]);
        key
    }
}

/// Claim of a request on its own identity: while it is held, the same request is not accepted
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A claim held for the replay window after the request was accepted (PG 3.4).
    Nonce {
        /// Digest that identifies the request.
        digest: Nonce,
        /// Time of acceptance, by the clock for nonces (SB 4.4).
        at: Timestamp,
    },
    /// A claim held until a time of its own (ER 4.2).
    Slot {
        /// Digest that identifies the request.
        digest: Nonce,
        /// Time of acceptance, by the clock for slots (SB 4.4).
        at: Timestamp,
        /// Last instant at which the claim is held.
        until: Timestamp,
    },
}

impl Claim {
    /// Digest that identifies the request.
    pub fn digest(&self) -> Nonce {
        match self {
            Self::Nonce { digest, .. } | Self::Slot { digest, .. } => *digest,
        }
    }

    /// Last instant at which the claim is held.
    pub fn until(&self, rules: &Rulebook) -> Timestamp {
        match self {
            Self::Nonce { at, .. } => later(*at, rules.auth.replay_window_ms),
            Self::Slot { until, .. } => *until,
        }
    }
}

/// Refusal: the request was accepted before, and its claim is still held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlreadyClaimed;

/// Claims of accepted requests.
///
/// A claim is looked up in constant time, and forgotten when its window has passed by the clock for
/// nonces and slots. If that clock stands still, no window ever passes; so their number is bounded,
/// and beyond it the claim whose window ends first is forgotten early, of equal ones the oldest.
///
/// # Rationale
/// Claims of reads are not in the journal, which holds only changes of the world. So claims are not
/// part of the state that replay reproduces, and two worlds can be in the same state with different
/// claims. The claim of a recorded command is in its record, and replay takes it again: a request
/// that took effect once does not take effect twice, on this server or the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    nonces: Memory,
    slots: Memory,
    /// Number of claims that were forgotten before their window had passed.
    early: u64,
}

impl Claims {
    /// Number of claims held.
    pub fn len(&self) -> usize {
        self.nonces.len() + self.slots.len()
    }

    /// True when no claim is held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of claims that were forgotten before their window had passed, because there were too
    /// many.
    pub fn forgotten_early(&self) -> u64 {
        self.early
    }

    /// Refuses a request whose claim is held.
    pub fn check(&self, claim: &Claim, rules: &Rulebook) -> Result<(), AlreadyClaimed> {
        let seen = match claim {
            Claim::Nonce { digest, at } => {
                rules.replay.enabled && self.nonces.holds(digest, nonces_since(*at, rules))
            }
            Claim::Slot { digest, at, .. } => self.slots.holds(digest, *at),
        };
        if seen { Err(AlreadyClaimed) } else { Ok(()) }
    }

    /// Takes a claim, or refuses the request because the claim is held. Keeps `most` claims of each
    /// kind at a time.
    pub fn take(
        &mut self,
        claim: &Claim,
        rules: &Rulebook,
        most: usize,
    ) -> Result<(), AlreadyClaimed> {
        self.check(claim, rules)?;
        self.early += match claim {
            Claim::Nonce { digest, at } => {
                self.nonces.forget_before(nonces_since(*at, rules));
                self.nonces.take(digest.key(), at.as_microsecond(), most)
            }
            Claim::Slot { digest, at, until } => {
                self.slots.forget_before(*at);
                self.slots.take(digest.key(), until.as_microsecond(), most)
            }
        };
        Ok(())
    }

    /// Gives back the claim of a request that a limit has refused (SB 18).
    pub fn release(&mut self, claim: &Claim) {
        match claim {
            Claim::Nonce { digest, .. } => self.nonces.forget(digest.key()),
            Claim::Slot { digest, .. } => self.slots.forget(digest.key()),
        }
    }
}

/// Earliest time of acceptance whose nonces are still held at `now`.
fn nonces_since(now: Timestamp, rules: &Rulebook) -> Timestamp {
    let window = SignedDuration::from_millis(rules.auth.replay_window_ms);
    now.checked_sub(window).unwrap_or(Timestamp::MIN)
}

fn later(instant: Timestamp, ms: i64) -> Timestamp {
    instant.checked_add(SignedDuration::from_millis(ms)).unwrap_or(Timestamp::MAX)
}

type Key = [u8; 16];

/// Instant, in microseconds, and a running number that orders equal instants.
type Place = (i64, u64);

/// Digests, each with an instant: looked up by digest, forgotten in order of the instants.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(i64, Key)>", into = "Vec<(i64, Key)>")]
struct Memory {
    places: GenericHashMap<Key, Place, BuildHasherDefault<Digested>, DefaultSharedPtr>,
    order: OrdMap<Place, Key>,
    /// Number of digests ever taken; the running number of the next one.
    taken: u64,
}

impl Memory {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn holds(&self, digest: &Nonce, since: Timestamp) -> bool {
        let place = self.places.get(&digest.key());
        place.is_some_and(|(instant, _)| *instant >= since.as_microsecond())
    }

    /// Adds a digest; returns the number of others that were forgotten to make room.
    fn take(&mut self, key: Key, instant: i64, most: usize) -> u64 {
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

    fn forget_before(&mut self, since: Timestamp) {
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

    fn forget(&mut self, key: Key) {
        if let Some(place) = self.places.remove(&key) {
            self.order.remove(&place);
        }
    }
}

impl From<Vec<(i64, Key)>> for Memory {
    fn from(all: Vec<(i64, Key)>) -> Self {
        let mut memory = Self::default();
        for (instant, key) in all {
            memory.take(key, instant, usize::MAX);
        }
        memory
    }
}

impl From<Memory> for Vec<(i64, Key)> {
    fn from(memory: Memory) -> Self {
        memory.order.iter().map(|((instant, _), key)| (*instant, *key)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_893_456_000_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_microsecond(START + seconds * 1_000_000).unwrap()
    }

    fn nonce(n: u32, seconds: i64) -> Claim {
        Claim::Nonce { digest: Nonce::of(&[&n.to_le_bytes()]), at: at(seconds) }
    }

    fn slot(n: u32, seconds: i64, until: i64) -> Claim {
        Claim::Slot { digest: Nonce::of(&[&n.to_le_bytes()]), at: at(seconds), until: at(until) }
    }

    #[test]
    fn a_nonce_is_remembered_for_its_window_and_not_longer() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        assert_eq!(claims.take(&nonce(1, 0), &rules, 100), Ok(()));
        assert_eq!(claims.take(&nonce(1, 600), &rules, 100), Err(AlreadyClaimed));
        assert_eq!(claims.take(&nonce(2, 600), &rules, 100), Ok(()));
        assert_eq!(claims.len(), 2);
        assert_eq!(claims.take(&nonce(1, 601), &rules, 100), Ok(()));
        assert_eq!(claims.len(), 2, "the first is forgotten");
        let mut shorter = Rulebook::default();
        shorter.auth.replay_window_ms = 1000;
        assert_eq!(claims.check(&nonce(1, 603), &shorter), Ok(()), "by the rules of the moment");
    }

    #[test]
    fn a_slot_is_remembered_until_its_own_end() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        assert_eq!(claims.take(&slot(1, 0, 60), &rules, 100), Ok(()));
        assert_eq!(claims.take(&slot(2, 1, 31), &rules, 100), Ok(()));
        assert_eq!(claims.take(&slot(2, 31, 61), &rules, 100), Err(AlreadyClaimed));
        assert_eq!(claims.take(&slot(2, 32, 62), &rules, 100), Ok(()));
        assert_eq!(claims.check(&slot(1, 60, 90), &rules), Err(AlreadyClaimed));
        assert_eq!(claims.check(&slot(1, 61, 91), &rules), Ok(()));
        assert_eq!(claims.check(&nonce(1, 0), &rules), Ok(()), "slots are no nonces");
    }

    #[test]
    fn steady_traffic_takes_no_more_and_no_more_room() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        for n in 0..100_000_u32 {
            assert_eq!(claims.take(&nonce(n, i64::from(n)), &rules, 1_000_000), Ok(()));
        }
        assert_eq!((claims.len(), claims.nonces.order.len()), (601, 601));
        assert_eq!(claims.forgotten_early(), 0);
    }

    #[test]
    fn where_time_stands_still_the_oldest_goes_early() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        for n in 0..1_000_u32 {
            assert_eq!(claims.take(&nonce(n, 0), &rules, 100), Ok(()));
        }
        assert_eq!((claims.len(), claims.forgotten_early()), (100, 900));
        assert_eq!(claims.nonces.order.len(), 100);
        assert_eq!(claims.check(&nonce(900, 0), &rules), Err(AlreadyClaimed));
        assert_eq!(claims.check(&nonce(899, 0), &rules), Ok(()));
    }

    #[test]
    fn what_is_released_may_come_again() {
        let rules = Rulebook::default();
        let mut claims = Claims::default();
        for claim in [nonce(1, 0), slot(1, 0, 30)] {
            claims.take(&claim, &rules, 100).unwrap();
            claims.release(&claim);
            assert_eq!(claims.take(&claim, &rules, 100), Ok(()));
        }
        assert_eq!(claims.len(), 2);
        let text = serde_json::to_string(&claims).unwrap();
        let again: Claims = serde_json::from_str(&text).unwrap();
        assert_eq!(again.check(&nonce(1, 0), &rules), Err(AlreadyClaimed));
        assert_eq!(serde_json::to_string(&again).unwrap(), text);
    }
}
