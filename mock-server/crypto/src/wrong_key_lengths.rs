//! AES-GCM with keys and nonces of lengths that the contract does not have, as clients use it by
//! mistake. It protects nothing; the diagnosis of a refused request uses it to name the mistake.

use aes_gcm::{
    AesGcm, KeyInit,
    aead::{
        Aead, Nonce, Payload,
        consts::{U12, U16, U24},
    },
    aes::{Aes128, Aes192, Aes256},
};

/// Length of a GCM tag, in bytes.
pub const TAG: usize = 16;

/// `ciphertext ++ tag` of a text under a key of 16, 24 or 32 bytes and a nonce of 12, 16 or 24
/// bytes; none for other lengths.
pub fn seal(key: &[u8], nonce: &[u8], aad: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let seal = match (key.len(), nonce.len()) {
        (16, 12) => with::<AesGcm<Aes128, U12>>,
        (16, 16) => with::<AesGcm<Aes128, U16>>,
        (16, 24) => with::<AesGcm<Aes128, U24>>,
        (24, 12) => with::<AesGcm<Aes192, U12>>,
        (24, 16) => with::<AesGcm<Aes192, U16>>,
        (24, 24) => with::<AesGcm<Aes192, U24>>,
        (32, 12) => with::<AesGcm<Aes256, U12>>,
        (32, 16) => with::<AesGcm<Aes256, U16>>,
        (32, 24) => with::<AesGcm<Aes256, U24>>,
        _ => return None,
    };
    seal(key, nonce, Payload { msg: text, aad })
}

fn with<C: KeyInit + Aead>(key: &[u8], nonce: &[u8], payload: Payload<'_, '_>) -> Option<Vec<u8>> {
    let cipher = C::new_from_slice(key).ok()?;
    cipher.encrypt(&Nonce::<C>::try_from(nonce).ok()?, payload).ok()
}

/// Plaintext of a ciphertext without checking its tag; under a wrong key the result is noise. None
/// for lengths that [`seal`] does not take.
pub fn decrypt_unchecked(key: &[u8], nonce: &[u8], ciphertext: &[u8]) -> Option<Vec<u8>> {
    let stream = seal(key, nonce, b"", &vec![0; ciphertext.len()])?;
    Some(ciphertext.iter().zip(stream).map(|(byte, mask)| byte ^ mask).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_uncovered_without_its_tag() {
        for (key, nonce) in [(16, 12), (16, 16), (24, 12), (24, 16), (32, 24)] {
            let (key, nonce) = (vec![7; key], vec![9; nonce]);
            let sealed = seal(&key, &nonce, b"", b"7193").unwrap();
            assert_eq!(sealed.len(), 4 + TAG);
            assert_eq!(decrypt_unchecked(&key, &nonce, &sealed[..4]).unwrap(), b"7193");
        }
        assert_eq!(seal(&[7; 15], &[9; 12], b"", b""), None);
    }
}
