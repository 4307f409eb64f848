//! AES-256-GCM, which seals the secrets in a journal (SB 3.9).

use aes_gcm::{Aes256Gcm, KeyInit, Nonce, aead::Aead};

/// Seals bytes; no two texts may be sealed with one key and nonce.
pub fn seal(key: &[u8; 32], nonce: &[u8; 12], bytes: &[u8]) -> Vec<u8> {
    let sealed = cipher(key).encrypt(&Nonce::from(*nonce), bytes);
    sealed.expect("AES-GCM seals any text of this length")
}

/// Opens sealed bytes; none where they were not sealed with this key and nonce.
pub fn open(key: &[u8; 32], nonce: &[u8; 12], sealed: &[u8]) -> Option<Vec<u8>> {
    cipher(key).decrypt(&Nonce::from(*nonce), sealed).ok()
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new_from_slice(key).expect("the key has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_opens() {
        let (key, nonce) = ([7; 32], [9; 12]);
        let sealed = seal(&key, &nonce, b"4111");
        assert_eq!(open(&key, &nonce, &sealed).as_deref(), Some(&b"4111"[..]));
        assert_eq!(open(&[8; 32], &nonce, &sealed), None);
        assert_eq!(open(&key, &[8; 12], &sealed), None);
        assert_eq!(open(&key, &nonce, &sealed[1..]), None);
    }
}
