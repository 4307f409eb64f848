//! Envelopes that clients build by mistake: parts in another order, another cipher. They are opened
//! only for the diagnosis of a refused request.

use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, aead::Aead as _};
use crypto_secretbox::{KeyInit as _, XSalsa20Poly1305, aead::Aead as _};

use super::sealed::{NONCE, VERSION};

/// Length of a Poly1305 tag, in bytes.
const TAG: usize = 16;

/// Order of the parts in the bytes of an envelope, and the cipher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Version, nonce, tag, text under XSalsa20-Poly1305: the right order.
    Right,
    /// The right order with another version byte.
    OtherVersion,
    /// The right order without the version byte.
    NoVersion,
    /// No nonce in the envelope; the cipher was given zeros.
    NoNonce,
    /// The nonce at the end.
    NonceLast,
    /// The tag after the text, as most libraries put it.
    TagLast,
    /// The tag after the text, and no version byte.
    TagLastNoVersion,
    /// XChaCha20-Poly1305 instead of XSalsa20-Poly1305, the tag after the text.
    XChaCha,
    /// XChaCha20-Poly1305, the tag after the text, and no version byte.
    XChaChaNoVersion,
}

impl Layout {
    /// All layouts, the right one first.
    pub const ALL: [Self; 9] = [
        Self::Right,
        Self::OtherVersion,
        Self::NoVersion,
        Self::NoNonce,
        Self::NonceLast,
        Self::TagLast,
        Self::TagLastNoVersion,
        Self::XChaCha,
        Self::XChaChaNoVersion,
    ];

    /// Plaintext of an envelope whose bytes have this layout under this key; none when it does not
    /// open.
    pub fn open(self, key: &[u8; 32], bytes: &[u8]) -> Option<Vec<u8>> {
        let (version, rest) = bytes.split_first()?;
        let is_right = *version == VERSION;
        match self {
            Self::Right if is_right => salsa(key, rest.get(..NONCE)?, rest.get(NONCE..)?.to_vec()),
            Self::OtherVersion if !is_right => {
                salsa(key, rest.get(..NONCE)?, rest.get(NONCE..)?.to_vec())
            }
            Self::NoVersion => salsa(key, bytes.get(..NONCE)?, bytes.get(NONCE..)?.to_vec()),
            Self::NoNonce => salsa(key, &[0; NONCE], rest.to_vec()),
            Self::NonceLast => {
                let at = rest.len().checked_sub(NONCE)?;
                salsa(key, &rest[at..], rest[..at].to_vec())
            }
            Self::TagLast => salsa(key, rest.get(..NONCE)?, tag_first(rest.get(NONCE..)?)?),
            Self::TagLastNoVersion => {
                salsa(key, bytes.get(..NONCE)?, tag_first(bytes.get(NONCE..)?)?)
            }
            Self::XChaCha => chacha(key, rest.get(..NONCE)?, rest.get(NONCE..)?),
            Self::XChaChaNoVersion => chacha(key, bytes.get(..NONCE)?, bytes.get(NONCE..)?),
            Self::Right | Self::OtherVersion => None,
        }
    }
}

fn salsa(key: &[u8; 32], nonce: &[u8], sealed: Vec<u8>) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    XSalsa20Poly1305::new(&(*key).into()).decrypt(&nonce.into(), sealed.as_slice()).ok()
}

fn chacha(key: &[u8; 32], nonce: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    XChaCha20Poly1305::new(&(*key).into()).decrypt(&nonce.into(), sealed).ok()
}

fn tag_first(sealed: &[u8]) -> Option<Vec<u8>> {
    let (text, tag) = sealed.split_at_checked(sealed.len().checked_sub(TAG)?)?;
    Some([tag, text].concat())
}
