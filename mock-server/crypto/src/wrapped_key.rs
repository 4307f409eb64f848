//! A key that a client has drawn, wrapped to the issuer's RSA key: base64 of RSA-OAEP with SHA-1 over
//! the base64 text of the key (AMB-AG-03); and values under such a key, which carry their nonce.

use aes_gcm::{
    Aes128Gcm, KeyInit, Nonce,
    aead::{Aead, array::typenum::U12},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use num_bigint::BigUint;
use sha1::{Digest, Sha1};

use super::issuer_key::{MODULUS, PRIVATE_EXPONENT};

/// Bytes of the modulus, and so of a wrapped key.
const WIDTH: usize = 256;
/// Bytes of a SHA-1 digest.
const DIGEST: usize = 20;
/// Bytes of an AES-128 key.
const KEY: usize = 16;
/// Bytes of the nonce before the ciphertext of a value.
const NONCE: usize = 12;

/// The key inside a wrapped one; none for text that is no key wrapped to the issuer.
pub fn unwrap(wrapped: &str) -> Option<[u8; KEY]> {
    // Base64 of the width of the modulus; what is longer is not looked at.
    if wrapped.len() != WIDTH.div_ceil(3) * 4 {
        return None;
    }
    let sealed = STANDARD.decode(wrapped).ok().filter(|sealed| sealed.len() == WIDTH)?;
    let number = |hex: &str| BigUint::parse_bytes(hex.as_bytes(), 16);
    let (modulus, exponent) = (number(MODULUS)?, number(PRIVATE_EXPONENT)?);
    let sealed = BigUint::from_bytes_be(&sealed);
    if sealed >= modulus {
        return None;
    }
    let opened = sealed.modpow(&exponent, &modulus).to_bytes_be();
    let mut block = [0; WIDTH];
    block.get_mut(WIDTH - opened.len()..)?.copy_from_slice(&opened);
    let text = unpadded(block)?;
    STANDARD.decode(text).ok()?.try_into().ok()
}

/// The message of an OAEP block with SHA-1 and an empty label (RFC 8017, 7.1.2).
fn unpadded(mut block: [u8; WIDTH]) -> Option<Vec<u8>> {
    let (first, rest) = block.split_first_mut()?;
    let (seed, data) = rest.split_at_mut(DIGEST);
    mask(seed, data);
    mask(data, seed);
    let (label, padded) = data.split_at(DIGEST);
    let empty = Sha1::digest(b"");
    let one = padded.iter().position(|byte| *byte != 0)?;
    let is_block = *first == 0 && label == empty.as_slice() && padded[one] == 1;
    is_block.then(|| padded[one + 1..].to_vec())
}

/// Combines bytes with the mask that MGF1 makes of a seed.
fn mask(bytes: &mut [u8], seed: &[u8]) {
    for (counter, chunk) in (0_u32..).zip(bytes.chunks_mut(DIGEST)) {
        let digest = Sha1::new().chain_update(seed).chain_update(counter.to_be_bytes()).finalize();
        for (byte, masked) in chunk.iter_mut().zip(digest) {
            *byte ^= masked;
        }
    }
}

/// `base64(nonce ++ ciphertext ++ tag)` of `text`; none for a key or nonce of another length.
pub fn encrypt(key: &[u8], nonce: &[u8], text: &str) -> Option<String> {
    let cipher = Aes128Gcm::new_from_slice(key).ok()?;
    let iv = Nonce::<U12>::try_from(nonce).ok()?;
    let sealed = cipher.encrypt(&iv, text.as_bytes()).ok()?;
    Some(STANDARD.encode([nonce, &sealed].concat()))
}

/// Plaintext of such a value; none when it is not base64, too short, forged or not UTF-8.
pub fn decrypt(key: &[u8], value: &str) -> Option<String> {
    let whole = STANDARD.decode(value).ok()?;
    let (nonce, sealed) = whole.split_at_checked(NONCE)?;
    let cipher = Aes128Gcm::new_from_slice(key).ok()?;
    let iv = Nonce::<U12>::try_from(nonce).ok()?;
    String::from_utf8(cipher.decrypt(&iv, sealed).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key wrapped by OpenSSL: `openssl pkeyutl -encrypt -pkeyopt rsa_padding_mode:oaep` of the
    /// base64 of the bytes 0 to 15.
    const BY_OPENSSL: &str = "p6ChaokL5ABw5SXRF16C5qOVkz3UxMK18AKVYftNBhJdTJuUT6t7w78g6BK2i5DskstjNtHpm8AmkiDJt9nE\
        erN0r1NZrzwJKmng+Es9zAbhvCPKHsWhkIzDDdiUtuLnsEgxGWoAybneobN5192akNwDD9IA1tRS5CG7SKfp\
        G/kOshpKhhQUEXrUppMJDV+bFCO6sDO4iO4wMePfu+ek4uYQ/M40z8EATwByH7UqeGe37jHB0BP8hNoYpO61\
        lLYvD0wE0DFWOacrtykk1MRktOaz35AlOLOG8LHMzuMJh5UbBP3HEsGQbIiPF3ZHW1qB/ZIm1jzjEUBHm3qf\
        ghH/YQ==";

    #[test]
    fn a_key_that_openssl_wrapped_is_read() {
        assert_eq!(unwrap(BY_OPENSSL), Some(std::array::from_fn(|n| u8::try_from(n).unwrap())));
    }

    #[test]
    fn what_is_no_wrapped_key_is_none() {
        let mut other = BY_OPENSSL.to_owned();
        other.replace_range(9..10, if &other[9..10] == "A" { "B" } else { "A" });
        let most = STANDARD.encode([255; WIDTH]);
        for bad in ["", "AAAA", other.as_str(), most.as_str(), &"A".repeat(344)] {
            assert_eq!(unwrap(bad), None, "{bad}");
        }
    }

    #[test]
    fn values_carry_their_nonce() {
        let (key, nonce) = ([7; KEY], [9; NONCE]);
        let value = encrypt(&key, &nonce, "719305").unwrap();
        assert_eq!(decrypt(&key, &value).unwrap(), "719305");
        assert_eq!(decrypt(&[8; KEY], &value), None);
        assert_eq!(decrypt(&key, "AAAA"), None);
        assert_eq!(encrypt(&key, &[9; 11], "719305"), None);
    }
}
