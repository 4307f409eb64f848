//! Digest that identifies a request.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::crypto::digest::Sha256;

/// First half of a digest.
pub(super) type Key = [u8; 16];

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
        let mut hash = Sha256::default();
        for part in parts {
            hash.update(part);
            hash.update(b"\n");
        }
        Self(hash.finish())
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
    pub(super) fn key(&self) -> Key {
        let mut key = [0; 16];
        key.copy_from_slice(&self.0[..16]);
        key
    }
}
