//! AES-128-GCM under an encryption session, in which PINs and card secrets travel (PG 8.2).

use aes_gcm::{Aes128Gcm, KeyInit, Nonce, aead::Aead};
use base64::{Engine, engine::general_purpose::STANDARD};

/// `base64(ciphertext ++ tag)` of `text`; none when key or iv has another length than AES-128-GCM
/// takes, which only a patched rulebook causes.
pub fn encrypt(key: &[u8], iv: &[u8], text: &str) -> Option<String> {
    let cipher = Aes128Gcm::new_from_slice(key).ok()?;
    let nonce = Nonce::try_from(iv).ok()?;
    cipher.encrypt(&nonce, text.as_bytes()).ok().map(|sealed| STANDARD.encode(sealed))
}

/// Plaintext of `value`; none when it is not base64, too short, forged or not UTF-8.
pub fn decrypt(key: &[u8], iv: &[u8], value: &str) -> Option<String> {
    let sealed = STANDARD.decode(value).ok()?;
    let cipher = Aes128Gcm::new_from_slice(key).ok()?;
    let nonce = Nonce::try_from(iv).ok()?;
    String::from_utf8(cipher.decrypt(&nonce, sealed.as_slice()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_contract_hold() {
        for vector in crate::vectors("aes-gcm") {
            let text = |name: &str| vector[name].as_str().unwrap();
            let [key, iv] = ["key", "iv"].map(|name| STANDARD.decode(text(name)).unwrap());
            assert_eq!(encrypt(&key, &iv, text("plaintext")).unwrap(), text("value"));
            assert_eq!(decrypt(&key, &iv, text("value")).unwrap(), text("plaintext"));
            assert_eq!(decrypt(&key, &iv, "AAAA"), None);
        }
    }
}
