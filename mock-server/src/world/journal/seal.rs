//! Secrets in a journal: kept from eyes and scanners, opened again by whoever has the seed
//! (SB 13.1).

use aes_gcm::{Aes256Gcm, KeyInit, Nonce, aead::Aead};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::crypto::{derive, secret::MARK};

/// Seals and opens secrets under a key derived from the seed.
pub struct Seal {
    key: [u8; 32],
}

/// A sealed value that does not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value of record {0} does not open")]
pub struct SealError(u64);

impl Seal {
    /// The seal of a world with this seed.
    pub fn of_seed(seed: &str) -> Self {
        let mut key = [0; 32];
        derive::fill(derive::JOURNAL, seed, "key", &mut key);
        Self { key }
    }

    /// Replaces every secret in the input of record `n` by its sealed form. The nonce follows from
    /// record number and place, so equal sessions give equal journals.
    pub fn close(&self, n: u64, input: &mut Value) {
        if !holds_secret(input) {
            return;
        }
        self.walk(&mut String::new(), input, &mut |seal, place, value| {
            let Some(secret) = value.get(MARK).and_then(Value::as_str) else { return Ok(()) };
            let sealed = seal.cipher().encrypt(&seal.nonce(n, place), secret.as_bytes());
            let sealed = sealed.expect("AES-GCM seals any text of this length");
            *value = json!({"sealed": format!("v1:{}", URL_SAFE_NO_PAD.encode(sealed))});
            Ok(())
        })
        .expect("sealing does not fail");
    }

    /// Replaces every sealed value in the input of record `n` by the secret.
    pub fn open(&self, n: u64, input: &mut Value) -> Result<(), SealError> {
        self.walk(&mut String::new(), input, &mut |seal, place, value| {
            let Some(text) = value.get("sealed").and_then(Value::as_str) else { return Ok(()) };
            let secret = text
                .strip_prefix("v1:")
                .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
                .and_then(|bytes| seal.cipher().decrypt(&seal.nonce(n, place), &*bytes).ok())
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .ok_or(SealError(n))?;
            *value = json!({ MARK: secret });
            Ok(())
        })
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new_from_slice(&self.key).expect("the key has 32 bytes")
    }

    fn nonce(&self, n: u64, place: &str) -> Nonce<aes_gcm::aead::consts::U12> {
        let mut bytes = [0; 12];
        let key = hex::encode(self.key);
        derive::fill(derive::JOURNAL, &key, &format!("nonce/{n}{place}"), &mut bytes);
        bytes.into()
    }

    fn walk(
        &self,
        place: &mut String,
        value: &mut Value,
        visit: &mut impl FnMut(&Self, &str, &mut Value) -> Result<(), SealError>,
    ) -> Result<(), SealError> {
        visit(self, place, value)?;
        let depth = place.len();
        let mut descend = |name: &str, child: &mut Value| {
            place.push('/');
            place.push_str(name);
            let done = self.walk(place, child, visit);
            place.truncate(depth);
            done
        };
        match value {
            Value::Object(members) => {
                members.iter_mut().try_for_each(|(name, child)| descend(name, child))
            }
            Value::Array(items) => items
                .iter_mut()
                .enumerate()
                .try_for_each(|(at, child)| descend(&at.to_string(), child)),
            _ => Ok(()),
        }
    }
}

/// Most inputs hold none, and need no walk that keeps track of places.
fn holds_secret(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.iter().any(|(name, child)| name == MARK || holds_secret(child))
        }
        Value::Array(items) => items.iter().any(holds_secret),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_again_and_does_not_show() {
        let seal = Seal::of_seed("7");
        let plain = json!({"pin": {"$secret": "7193"}, "list": [{"$secret": "a"}, 3]});
        let mut value = plain.clone();
        seal.close(4, &mut value);
        assert!(!value.to_string().contains("7193"), "{value}");
        let mut again = plain.clone();
        seal.close(4, &mut again);
        assert_eq!(value, again);
        seal.open(4, &mut value).unwrap();
        assert_eq!(value, plain);
        assert_eq!(seal.open(5, &mut again), Err(SealError(5)));
    }
}
