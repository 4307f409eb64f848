//! Answers that are given again for a request with the same idempotency key (MC 15.1).

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Nonce;

/// An answer that is given again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// Digest of the request's body, whatever the order of its members.
    pub request: Nonce,
    /// HTTP status.
    pub status: u16,
    /// Body, byte for byte.
    pub body: String,
    /// World time of the first answer.
    pub at: Timestamp,
    /// World time from which the key is free again.
    pub until: Timestamp,
}

/// Kept answers of a world, each by the digest of user, path and key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KeptAnswers {
    by_key: OrdMap<Nonce, (u64, KeptAnswer)>,
    /// Keys in the order in which their answers were kept.
    order: OrdMap<u64, Nonce>,
    /// Number of answers ever kept.
    made: u64,
}

/// Most answers of a world. Beyond them the oldest is forgotten, whose key is free then.
const MOST: usize = 10_000;

impl KeptAnswers {
    /// The answer under a key at world time `now`; none for a key that is free.
    pub fn get(&self, key: Nonce, now: Timestamp) -> Option<&KeptAnswer> {
        self.by_key.get(&key).map(|(_, kept)| kept).filter(|kept| now < kept.until)
    }

    /// Keeps an answer, in place of an older one under the same key.
    pub(in crate::world) fn keep(&mut self, key: Nonce, answer: KeptAnswer) {
        if let Some((place, _)) = self.by_key.remove(&key) {
            self.order.remove(&place);
        }
        if self.by_key.len() >= MOST
            && let Some((place, oldest)) = self.order.get_min().map(|(at, key)| (*at, *key))
        {
            self.order.remove(&place);
            self.by_key.remove(&oldest);
        }
        self.made += 1;
        self.order.insert(self.made, key);
        self.by_key.insert(key, (self.made, answer));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(n: usize, until: i64) -> KeptAnswer {
        KeptAnswer {
            request: Nonce::of(&[b"body"]),
            status: 201,
            body: n.to_string(),
            at: Timestamp::UNIX_EPOCH,
            until: Timestamp::from_second(until).unwrap(),
        }
    }

    fn key(n: usize) -> Nonce {
        Nonce::of(&[&n.to_le_bytes()])
    }

    #[test]
    fn a_key_is_free_at_its_end() {
        let mut kept = KeptAnswers::default();
        kept.keep(key(1), answer(1, 10));
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(kept.get(key(1), at(9)).is_some() && kept.get(key(1), at(10)).is_none());
        assert!(kept.get(key(2), at(9)).is_none());
    }

    #[test]
    fn the_oldest_makes_room_and_a_renewed_one_is_young() {
        let mut kept = KeptAnswers::default();
        for n in 0..MOST {
            kept.keep(key(n), answer(n, 10));
        }
        kept.keep(key(0), answer(0, 20));
        kept.keep(key(MOST), answer(MOST, 10));
        let has = |n| kept.get(key(n), Timestamp::UNIX_EPOCH).is_some();
        assert!(has(0) && !has(1) && has(2) && has(MOST));
        assert_eq!((kept.by_key.len(), kept.order.len()), (MOST, MOST));
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<KeptAnswers>(&text).unwrap(), kept);
    }
}
