//! Keys under which the secrets of a journal are sealed: one that follows from the seed, or that of the
//! process.

use std::sync::OnceLock;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::crypto::{aes_256_gcm, derive};

/// Key of the process, under which all its journals are sealed.
static OWN: OnceLock<[u8; 32]> = OnceLock::new();

/// Sets the key of the process, from a secret; false when it has another one.
pub fn seal_under(secret: &str) -> bool {
    let key = derived(secret, "own key");
    *OWN.get_or_init(|| key) == key
}

/// Key of the journal of one world.
#[derive(Clone)]
pub(super) struct SealKey {
    key: [u8; 32],
    /// Key of the process, which goes before it.
    own: Option<[u8; 32]>,
}

impl SealKey {
    /// The key of a world with this seed.
    pub(super) fn of_seed(seed: &str) -> Self {
        Self { key: derived(seed, "key"), own: OWN.get().copied() }
    }

    /// The key with another one of the process.
    #[cfg(test)]
    pub(super) fn with_own(self, own: Option<[u8; 32]>) -> Self {
        Self { own, ..self }
    }

    /// Seals a text at a place of record `n`.
    pub(super) fn sealed(&self, n: u64, place: &str, text: &str) -> String {
        if let Some(own) = &self.own {
            // Under one key for all worlds, number and place are no nonce.
            let nonce = derived(&hex::encode(own), &format!("own/{n}{place}/{text}"));
            let sealed = [&nonce[..], &encrypted(own, &nonce, text)].concat();
            return format!("{OWN_VERSION}{}", URL_SAFE_NO_PAD.encode(sealed));
        }
        let sealed = encrypted(&self.key, &self.nonce(n, place), text);
        format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens a sealed text at a place of record `n`; none when it was not sealed there under this key.
    pub(super) fn opened(&self, n: u64, place: &str, sealed: &str) -> Option<String> {
        let read = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        if let Some(text) = sealed.strip_prefix(OWN_VERSION) {
            let bytes = read(text)?;
            let (nonce, sealed) = bytes.split_first_chunk()?;
            return decrypted(self.own.as_ref()?, nonce, sealed);
        }
        let bytes = read(sealed.strip_prefix(VERSION)?)?;
        decrypted(&self.key, &self.nonce(n, place), &bytes)
    }

    fn nonce(&self, n: u64, place: &str) -> [u8; 12] {
        derived(&hex::encode(self.key), &format!("nonce/{n}{place}"))
    }
}

/// True for a text that is sealed, or looks so.
pub(super) fn is_sealed(text: &str) -> bool {
    text.starts_with(VERSION) || text.starts_with(OWN_VERSION)
}

/// Prefix of a sealed text.
const VERSION: &str = "v1:";

/// Prefix of a text that is sealed under the key of the process; its nonce stands before it.
const OWN_VERSION: &str = "k1:";

fn derived<const N: usize>(secret: &str, info: &str) -> [u8; N] {
    let mut bytes = [0; N];
    derive::fill(derive::JOURNAL, secret, info, &mut bytes);
    bytes
}

fn encrypted(key: &[u8; 32], nonce: &[u8; 12], text: &str) -> Vec<u8> {
    aes_256_gcm::seal(key, nonce, text.as_bytes())
}

fn decrypted(key: &[u8; 32], nonce: &[u8; 12], sealed: &[u8]) -> Option<String> {
    String::from_utf8(aes_256_gcm::open(key, nonce, sealed)?).ok()
}
