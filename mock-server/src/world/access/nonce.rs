//! Which requests were accepted lately (PG 3.4).

use std::collections::{BTreeSet, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sha2::{Digest, Sha256};

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
        let mut digest = [0; 32];
        let text = String::deserialize(deserializer)?;
        hex::decode_to_slice(text, &mut digest).map_err(D::Error::custom)?;
        Ok(Self(digest))
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

    /// As the journal shows it.
    pub fn text(&self) -> String {
        hex::encode(self.0)
    }
}

/// Accepted requests, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Nonces {
    seen: BTreeSet<Nonce>,
    order: VecDeque<(Timestamp, Nonce)>,
}

impl Nonces {
    /// Whether the request was accepted in the last `window_ms`, both ends included.
    pub fn remembers(&self, nonce: &Nonce, now: Timestamp, window_ms: i64) -> bool {
        let since = now.checked_sub(SignedDuration::from_millis(window_ms)).unwrap_or(now);
        self.seen.contains(nonce)
            && self.order.iter().any(|(at, other)| other == nonce && *at >= since)
    }

    /// Remembers the request and forgets those that are older than the window.
    pub fn take(&mut self, nonce: Nonce, now: Timestamp, window_ms: i64) {
        let since = now.checked_sub(SignedDuration::from_millis(window_ms)).unwrap_or(now);
        while self.order.front().is_some_and(|(at, _)| *at < since) {
            if let Some((_, old)) = self.order.pop_front() {
                self.seen.remove(&old);
            }
        }
        self.seen.insert(nonce);
        self.order.push_back((now, nonce));
    }
}
