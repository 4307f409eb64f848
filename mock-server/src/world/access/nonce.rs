//! What identifies a request, and what is remembered of the requests that were accepted lately
//! (PG 3.4, ER 4.2).

use std::hash::{BuildHasherDefault, Hasher};

use imbl::{GenericHashMap, OrdMap, shared_ptr::DefaultSharedPtr};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};

use crate::rulebook::Rulebook;

/// The digest of what identifies a request.
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
    /// The digest over parts, each closed by a line feed.
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

    /// The digest that is written so.
    pub fn read(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        hex::decode_to_slice(text, &mut digest).ok()?;
        Some(Self(digest))
    }

    /// Half of the digest: two requests that share it are not to be found.
    fn key(&self) -> Key {
        let mut key = [0; 16];
        key.copy_from_slice(&self.0[..16]);
        key
    }
}

/// What a request uses up, so that it is not accepted twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Remembered for the replay window after it was accepted (PG 3.4).
    Nonce {
        /// What identifies the request.
        digest: Nonce,
        /// The instant by which nonces are judged (SB 4.4).
        at: Timestamp,
    },
    /// Remembered until an end of its own (ER 4.2).
    Slot {
        /// What identifies the request.
        digest: Nonce,
        /// The instant by which slots are judged (SB 4.4).
        at: Timestamp,
        /// Its end, which still counts.
        until: Timestamp,
    },
}

impl Claim {
    /// What identifies the request.
    pub fn digest(&self) -> Nonce {
        match self {
            Self::Nonce { digest, .. } | Self::Slot { digest, .. } => *digest,
        }
    }

    /// The last instant at which the request is remembered.
    pub fn until(&self, rules: &Rulebook) -> Timestamp {
        match self {
            Self::Nonce { at, .. } => later(*at, rules.auth.replay_window_ms),
            Self::Slot { until, .. } => *until,
        }
    }
}

/// The request was accepted before, and that is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen;

/// The requests that may not come again yet.
///
/// Each is looked up in constant time and forgotten when the clock by which it is judged has left
/// its window. Where that clock stands still nothing would ever be forgotten; so there are at most
/// a given number, and beyond it the one whose window ends first goes early, of equal ones the
/// oldest.
///
/// # Rationale
/// What reads use up is not in the journal, which holds what changed the world; so this memory is
/// no part of the state that replay reproduces, and two worlds are in the same state whatever they
/// remember. What a recorded command used up is in its record, and replay remembers it again: what
/// took effect once does not take effect twice, on this server or on the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    nonces: Memory,
    slots: Memory,
    /// How many were forgotten before their window had passed.
    early: u64,
}

impl Claims {
    /// How many requests are remembered.
    pub fn len(&self) -> usize {
        self.nonces.len() + self.slots.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many were forgotten before their window had passed, because there were too many.
    pub fn forgotten_early(&self) -> u64 {
        self.early
    }

    /// Refuses a request that is remembered.
    pub fn check(&self, claim: &Claim, rules: &Rulebook) -> Result<(), Seen> {
        let seen = match claim {
            Claim::Nonce { digest, at } => {
                rules.replay.enabled && self.nonces.holds(digest, nonces_since(*at, rules))
            }
            Claim::Slot { digest, at, .. } => self.slots.holds(digest, *at),
        };
        if seen { Err(Seen) } else { Ok(()) }
    }

    /// Remembers a request, or refuses it because it is remembered already; `most` requests are
    /// remembered at a time.
    pub fn take(&mut self, claim: &Claim, rules: &Rulebook, most: usize) -> Result<(), Seen> {
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

    /// Forgets a request that was refused by a limit: such a refusal uses nothing up (SB 18).
    pub fn release(&mut self, claim: &Claim) {
        match claim {
            Claim::Nonce { digest, .. } => self.nonces.forget(digest.key()),
            Claim::Slot { digest, .. } => self.slots.forget(digest.key()),
        }
    }
}

/// Nonces count that were taken since then.
fn nonces_since(now: Timestamp, rules: &Rulebook) -> Timestamp {
    let window = SignedDuration::from_millis(rules.auth.replay_window_ms);
    now.checked_sub(window).unwrap_or(Timestamp::MIN)
}

fn later(instant: Timestamp, ms: i64) -> Timestamp {
    instant.checked_add(SignedDuration::from_millis(ms)).unwrap_or(Timestamp::MAX)
}

type Key = [u8; 16];

/// When something was taken, in microseconds, and as which.
type Place = (i64, u64);

/// Digests and an instant for each: looked up by digest, forgotten by instant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<(i64, Key)>", into = "Vec<(i64, Key)>")]
struct Memory {
    places: GenericHashMap<Key, Place, BuildHasherDefault<Digested>, DefaultSharedPtr>,
    order: OrdMap<Place, Key>,
    /// How many were taken.
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

    /// Remembers a digest; answers how many had to go for it.
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

/// A hasher of what is a digest already: its first bytes are as good as any hash, and the same in
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
        assert_eq!(claims.take(&nonce(1, 600), &rules, 100), Err(Seen));
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
        assert_eq!(claims.take(&slot(2, 31, 61), &rules, 100), Err(Seen));
        assert_eq!(claims.take(&slot(2, 32, 62), &rules, 100), Ok(()));
        assert_eq!(claims.check(&slot(1, 60, 90), &rules), Err(Seen));
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
        assert_eq!(claims.check(&nonce(900, 0), &rules), Err(Seen));
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
        assert_eq!(again.check(&nonce(1, 0), &rules), Err(Seen));
        assert_eq!(serde_json::to_string(&again).unwrap(), text);
    }
}
