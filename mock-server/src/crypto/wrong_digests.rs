//! Digests that clients make by mistake instead of HMAC-SHA256. They verify nothing; a client is
//! told by them what it did.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// A way to make a digest of a message under a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As it should be.
    HmacSha256,
    /// HMAC over another hash.
    HmacSha1,
    /// HMAC over another hash.
    HmacSha384,
    /// HMAC over another hash.
    HmacSha512,
    /// HMAC over another hash.
    HmacMd5,
    /// The message is taken for the secret and the secret for the message.
    Swapped,
    /// The hash of the message, which anybody can make.
    Sha256,
    /// The hash of the secret and the message.
    Sha256SecretFirst,
    /// The hash of the message and the secret.
    Sha256SecretLast,
}

impl Way {
    /// All of them, the right one first.
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

    /// The digest.
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
