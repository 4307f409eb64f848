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

/// Byte 0 of every envelope, unless the rules say otherwise.
pub const VERSION: u8 = 0x02;
/// Bytes of a nonce.
pub const NONCE: usize = 24;
/// Bytes of a tag.
const TAG: usize = 16;
/// Bytes of the shortest envelope: version, nonce and tag around nothing.
const SHORTEST: usize = 1 + NONCE + TAG;

/// Why an envelope was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealFault {
    /// Its text is not base64 of the form that is taken.
    Text,
    /// It is too short, or of another version.
    Version,
    /// The box does not open under this secret.
    Box,
}

/// How strictly an envelope is read.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// Standard alphabet, canonical padding, nothing else; otherwise also url-safe, unpadded and
    /// with white space.
    pub strict: bool,
    /// Values of byte 0 that are taken.
    pub versions: &'a [i64],
}

impl Reader<'_> {
    /// What is inside `encrypted`.
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

/// The envelope around `plain`.
pub fn seal(secret: &str, version: u8, nonce: &[u8; NONCE], plain: &[u8]) -> String {
    let sealed = cipher(secret).encrypt(&(*nonce).into(), plain);
    let sealed = sealed.expect("XSalsa20-Poly1305 seals any bytes of this length");
    let mut bytes = Vec::with_capacity(1 + NONCE + sealed.len());
    bytes.push(version);
    bytes.extend_from_slice(nonce);
    bytes.extend_from_slice(&sealed);
    STANDARD.encode(bytes)
}

/// The key is the digest of the secret as UTF-8 text.
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
        let vectors = crate::fixtures::vectors("envelope");
        assert!(vectors.len() > 30);
        for vector in vectors {
            let text = |name: &str| vector[name].as_str().unwrap();
            let opened = STRICT.open(text("api_secret"), text("encrypted"));
            if let Some(why) = vector["refused"].as_str() {
                let wanted = match why {
                    "text" => SealFault::Text,
                    "version" => SealFault::Version,
                    _ => SealFault::Box,
                };
                assert_eq!(opened, Err(wanted), "{}", text("name"));
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
