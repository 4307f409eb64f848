//! The envelope of ER: `base64(0x02 || nonce || box)`, the box being XSalsa20-Poly1305 (ER 2).

use base64::{
    Engine,
    alphabet::STANDARD as ALPHABET,
    engine::{
        DecodePaddingMode,
        general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD},
    },
};
use crypto_secretbox::{KeyInit, XSalsa20Poly1305, aead::Aead};
use sha2::{Digest, Sha256};

/// Byte 0 of every envelope, unless the rule `er.env.versions` says otherwise.
pub const VERSION: u8 = 0x02;
/// Length of a nonce, in bytes.
pub const NONCE: usize = 24;
/// Length of a Poly1305 tag, in bytes.
const TAG: usize = 16;
/// Length of the shortest envelope, in bytes: version, nonce and tag around an empty text.
const SHORTEST: usize = 1 + NONCE + TAG;

/// Reason why an envelope was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealFault {
    /// The text is not base64 of an accepted form.
    Text,
    /// The envelope is shorter than version, nonce and tag together, or its version is not
    /// accepted.
    Version,
    /// The box does not open under this secret.
    Box,
}

/// Rules for reading an envelope: the accepted forms of base64 and the accepted versions.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// True when only base64 of the standard alphabet with canonical padding is accepted; otherwise
    /// the url-safe alphabet, missing padding and white space are accepted too.
    pub strict: bool,
    /// Accepted values of byte 0.
    pub versions: &'a [i64],
}

impl Reader<'_> {
    /// Decrypts `encrypted` under the API secret. Nothing of a text that fails is returned.
    pub fn open(self, secret: &str, encrypted: &str) -> Result<Vec<u8>, SealFault> {
        let bytes = if self.strict { strict(encrypted) } else { lenient(encrypted) };
        let bytes = bytes.filter(|_| !encrypted.is_empty()).ok_or(SealFault::Text)?;
        if bytes.len() < SHORTEST || !self.versions.contains(&i64::from(bytes[0])) {
            return Err(SealFault::Version);
        }
        let (nonce, sealed) = bytes[1..].split_at(NONCE);
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| SealFault::Version)?;
        cipher(secret).decrypt(&nonce.into(), sealed).map_err(|_| SealFault::Box)
    }
}

/// Encrypts `plain` under the API secret and returns the envelope as base64.
pub fn seal(secret: &str, version: u8, nonce: &[u8; NONCE], plain: &[u8]) -> String {
    let sealed = cipher(secret).encrypt(&(*nonce).into(), plain);
    let sealed = sealed.expect("XSalsa20-Poly1305 seals any bytes of this length");
    let mut bytes = Vec::with_capacity(1 + NONCE + sealed.len());
    bytes.push(version);
    bytes.extend_from_slice(nonce);
    bytes.extend_from_slice(&sealed);
    STANDARD.encode(bytes)
}

/// Cipher of an API secret; its key is SHA-256 of the secret as UTF-8 text.
fn cipher(secret: &str) -> XSalsa20Poly1305 {
    let key: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    XSalsa20Poly1305::new(&key.into())
}

fn strict(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

fn lenient(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &ALPHABET,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let standard = |letter: char| match letter {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(standard).collect();
    LENIENT.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRICT: Reader<'_> = Reader { strict: true, versions: &[2] };

    #[test]
    fn the_vectors_hold() {
        let vectors = crate::vectors("envelope");
        assert!(vectors.len() > 30);
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let opened = STRICT.open(text("api_secret"), text("encrypted"));
            if let Some(why) = vector["refused"].as_str() {
                let expected = match why {
                    "text" => SealFault::Text,
                    "version" => SealFault::Version,
                    _ => SealFault::Box,
                };
                assert_eq!(opened, Err(expected), "{}", text("name"));
                continue;
            }
            assert_eq!(opened.unwrap(), text("plaintext").as_bytes(), "{}", text("name"));
            let nonce = hex::decode(text("nonce_hex")).unwrap().try_into().unwrap();
            let sealed = seal(text("api_secret"), VERSION, &nonce, text("plaintext").as_bytes());
            assert_eq!(sealed, text("encrypted"), "{}", text("name"));
        }
    }

    #[test]
    fn a_lenient_reader_takes_other_forms_of_base64() {
        let reader = Reader { strict: false, ..STRICT };
        let sealed = seal("secret", VERSION, &[7; NONCE], b"{}");
        let url_safe = sealed.replace('+', "-").replace('/', "_");
        let bare = url_safe.trim_end_matches('=');
        let (head, tail) = bare.split_at(20);
        assert_eq!(reader.open("secret", &format!("{head}\n{tail} ")).unwrap(), b"{}");
        assert_eq!(STRICT.open("secret", &format!("{head}\n{tail} ")), Err(SealFault::Text));
    }
}
