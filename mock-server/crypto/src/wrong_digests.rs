//! Digests that clients compute by mistake instead of HMAC-SHA256. No request passes by them; the
//! diagnosis of a refused request recomputes them to name the mistake.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// A way to compute a digest of a message under a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// HMAC-SHA256 of the message under the secret: the right way.
    HmacSha256,
    /// HMAC with SHA-1.
    HmacSha1,
    /// HMAC with SHA-384.
    HmacSha384,
    /// HMAC with SHA-512.
    HmacSha512,
    /// HMAC with MD5.
    HmacMd5,
    /// HMAC-SHA256 with message and secret interchanged.
    Swapped,
    /// SHA-256 of the message alone, which anybody can compute.
    Sha256,
    /// SHA-256 of the secret followed by the message.
    Sha256SecretFirst,
    /// SHA-256 of the message followed by the secret.
    Sha256SecretLast,
}

impl Way {
    /// All ways, the right one first.
    pub const ALL: [Self; 9] = [
        Self::HmacSha256,
        Self::HmacSha1,
        Self::HmacSha384,
        Self::HmacSha512,
        Self::HmacMd5,
        Self::Swapped,
        Self::Sha256,
        Self::Sha256SecretFirst,
        Self::Sha256SecretLast,
    ];

    /// Digest of a message, computed this way: 16 to 64 bytes.
    pub fn digest(self, secret: &[u8], message: &[u8]) -> Vec<u8> {
        match self {
            Self::HmacSha256 => mac::<Hmac<Sha256>>(secret, message),
            Self::HmacSha1 => mac::<Hmac<Sha1>>(secret, message),
            Self::HmacSha384 => mac::<Hmac<Sha384>>(secret, message),
            Self::HmacSha512 => mac::<Hmac<Sha512>>(secret, message),
            Self::HmacMd5 => mac::<Hmac<Md5>>(secret, message),
            Self::Swapped => mac::<Hmac<Sha256>>(message, secret),
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha256SecretFirst => hash(secret, message),
            Self::Sha256SecretLast => hash(message, secret),
        }
    }
}

fn mac<M: Mac + KeyInit>(secret: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

fn hash(first: &[u8], second: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(first);
    hash.update(second);
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 2104 and RFC 4231, test case 2.
    #[test]
    fn the_published_vectors_hold() {
        let of = |way: Way| hex::encode(way.digest(b"Jefe", b"what do ya want for nothing?"));
        assert_eq!(of(Way::HmacMd5), "750c783e6ab0b503eaa86e310a5db738");
        assert_eq!(of(Way::HmacSha1), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        assert!(of(Way::HmacSha256).starts_with("5bdcc146bf60754e6a042426089575c7"));
        assert!(of(Way::HmacSha384).starts_with("af45d2e376484031617f78d2b58a6b1b"));
        assert!(of(Way::HmacSha512).starts_with("164b7a7bfcf819e2e395fbe73b56e0a3"));
    }
}
