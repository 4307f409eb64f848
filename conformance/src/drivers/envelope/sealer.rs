//! The sealed value of the envelope surface: XSalsa20-Poly1305, put together from its two
//! primitives, in the layout that the target's codec says.
//!
//! # Rationale
//! There are crates that seal in one call. The server under test may well use one, and a mistake
//! in it would then be on both sides and so invisible; the construction is twenty lines.

use std::fmt;

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use poly1305::{Poly1305, universal_hash::KeyInit as _};
use salsa20::{
    XSalsa20,
    cipher::{KeyIvInit as _, StreamCipher as _},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    Mismatch, StepResult,
    surfaces::envelope::target::{BoxParts, End, EnvelopeCodec, KeyForm, SealedText},
};

/// Length of the nonce.
pub const NONCE: usize = 24;
const TAG: usize = 16;
const KEY: usize = 32;

/// Seals and opens what one secret protects.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealer {
    codec: EnvelopeCodec,
    key: [u8; KEY],
}

impl fmt::Debug for Sealer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sealer").field("codec", &self.codec).finish_non_exhaustive()
    }
}

/// A part of a sealed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The nonce.
    Nonce,
    /// The Poly1305 tag.
    Tag,
    /// The ciphertext.
    Ciphertext,
}

impl Sealer {
    /// Seals under an api secret.
    pub fn new(codec: EnvelopeCodec, secret: &str) -> StepResult<Self> {
        let bytes = match codec.key {
            KeyForm::Sha256 => Some(Sha256::digest(secret.as_bytes()).to_vec()),
            KeyForm::Raw => Some(secret.as_bytes().to_vec()),
            KeyForm::Hex => hex::decode(secret).ok(),
            KeyForm::Base64 => BASE64_STANDARD.decode(secret).ok(),
        };
        let key = bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
            Mismatch::precondition(
                format!("an api secret that gives {KEY} key bytes as {:?}", codec.key),
                "another length or form",
            )
        })?;
        Ok(Self { codec, key })
    }

    /// The bytes of a sealed value.
    pub fn seal(&self, plaintext: &[u8], nonce: [u8; NONCE]) -> Vec<u8> {
        let (tag, text) = self.closed(plaintext, nonce);
        let parts: [&[u8]; 2] = match self.codec.parts {
            BoxParts::TagCiphertext => [&tag, &text],
            BoxParts::CiphertextTag => [&text, &tag],
        };
        let version: Vec<u8> = self.codec.version.0.into_iter().collect();
        match self.codec.nonce {
            End::Front => [&version, &nonce[..], parts[0], parts[1]].concat(),
            End::Back => [&version, parts[0], parts[1], &nonce].concat(),
        }
    }

    /// The plain bytes of a sealed value. Its version byte is not looked at.
    pub fn open(&self, sealed: &[u8]) -> StepResult<Vec<u8>> {
        let unreadable = |why: &str| {
            Mismatch::behaviour("a sealed value that the project's secret opens", why.to_owned())
        };
        let version = usize::from(self.codec.version.0.is_some());
        if sealed.len() < version + NONCE + TAG {
            return Err(unreadable("too short for a nonce and a tag"));
        }
        let nonce = self.place(Part::Nonce, sealed.len());
        let tag = self.place(Part::Tag, sealed.len());
        let nonce: [u8; NONCE] = sealed[nonce..nonce + NONCE].try_into().unwrap_or([0; NONCE]);
        let tag = &sealed[tag..tag + TAG];
        let text = self.place(Part::Ciphertext, sealed.len());
        let mut text = sealed[text..text + sealed.len() - version - NONCE - TAG].to_vec();
        let (right, mut cipher) = self.begin(nonce);
        if right.compute_unpadded(&text).as_slice() != tag {
            return Err(unreadable("the tag does not match"));
        }
        cipher.apply_keystream(&mut text);
        Ok(text)
    }

    /// Bytes in the text form of sealed values.
    pub fn write(&self, sealed: &[u8]) -> String {
        match self.codec.value_text {
            SealedText::Base64 => BASE64_STANDARD.encode(sealed),
            SealedText::Base64url => BASE64_URL_SAFE_NO_PAD.encode(sealed),
        }
    }

    /// A text in that form as bytes.
    pub fn read(&self, text: &str) -> StepResult<Vec<u8>> {
        let bytes = match self.codec.value_text {
            SealedText::Base64 => BASE64_STANDARD.decode(text).ok(),
            SealedText::Base64url => BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok(),
        };
        bytes.ok_or_else(|| {
            Mismatch::behaviour(format!("a text in {:?}", self.codec.value_text), "another form")
        })
    }

    /// The offset of a part in a sealed value of this length.
    pub fn place(&self, part: Part, length: usize) -> usize {
        let version = usize::from(self.codec.version.0.is_some());
        let sealed_box = match self.codec.nonce {
            End::Front => version + NONCE,
            End::Back => version,
        };
        let text = length.saturating_sub(version + NONCE + TAG);
        match (part, self.codec.nonce, self.codec.parts) {
            (Part::Nonce, End::Front, _) => version,
            (Part::Nonce, End::Back, _) => length.saturating_sub(NONCE),
            (Part::Tag, _, BoxParts::TagCiphertext) => sealed_box,
            (Part::Tag, _, BoxParts::CiphertextTag) => sealed_box + text,
            (Part::Ciphertext, _, BoxParts::TagCiphertext) => sealed_box + TAG,
            (Part::Ciphertext, _, BoxParts::CiphertextTag) => sealed_box,
        }
    }

    fn closed(&self, plaintext: &[u8], nonce: [u8; NONCE]) -> ([u8; TAG], Vec<u8>) {
        let (tag, mut cipher) = self.begin(nonce);
        let mut text = plaintext.to_vec();
        cipher.apply_keystream(&mut text);
        (tag.compute_unpadded(&text).into(), text)
    }

    /// The first 32 bytes of the key stream are the key of the tag, the rest hides the text.
    fn begin(&self, nonce: [u8; NONCE]) -> (Poly1305, XSalsa20) {
        let mut cipher = XSalsa20::new(&self.key.into(), &nonce.into());
        let mut key = [0; KEY];
        cipher.apply_keystream(&mut key);
        (Poly1305::new(&key.into()), cipher)
    }
}

/// A nonce that was not used before.
pub fn fresh_nonce() -> [u8; NONCE] {
    let halves = [*Uuid::new_v4().as_bytes(), *Uuid::new_v4().as_bytes()].concat();
    halves[..NONCE].try_into().expect("two uuids are longer than a nonce")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::surfaces::envelope::target::VersionByte;

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        api_secret: String,
        encrypted: String,
        #[serde(flatten)]
        good: Option<Good>,
        refused: Option<String>,
    }

    #[derive(Deserialize)]
    struct Good {
        key_hex: String,
        nonce_hex: String,
        plaintext: String,
    }

    fn vectors() -> Vec<Vector> {
        let text = include_str!("../../../../fixtures/vectors/envelope.json");
        serde_json::from_str(text).unwrap()
    }

    fn public(secret: &str) -> Sealer {
        Sealer::new(EnvelopeCodec::default(), secret).unwrap()
    }

    #[test]
    fn the_good_vectors_are_met_in_both_directions() {
        let mut met = 0;
        for vector in vectors() {
            let Some(good) = vector.good else { continue };
            let sealer = public(&vector.api_secret);
            let nonce = hex::decode(&good.nonce_hex).unwrap().try_into().unwrap();
            let sealed = sealer.seal(good.plaintext.as_bytes(), nonce);
            assert_eq!(hex::encode(sealer.key), good.key_hex, "{}", vector.name);
            assert_eq!(sealer.write(&sealed), vector.encrypted, "{}", vector.name);
            let opened = sealer.open(&sealer.read(&vector.encrypted).unwrap()).unwrap();
            assert_eq!(opened, good.plaintext.as_bytes(), "{}", vector.name);
            met += 1;
        }
        assert!(met >= 4);
    }

    #[test]
    fn what_does_not_open_is_told_from_what_does() {
        for vector in vectors().iter().filter(|one| one.refused.as_deref() == Some("box")) {
            let sealer = public(&vector.api_secret);
            let opened = sealer.read(&vector.encrypted).and_then(|bytes| sealer.open(&bytes));
            assert!(opened.is_err(), "{}", vector.name);
        }
    }

    #[test]
    fn any_changed_bit_behind_the_version_is_noticed() {
        let sealer = public("sandbox-secret-1");
        let sealed = sealer.seal(b"{}", fresh_nonce());
        for at in 1..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(sealer.open(&changed).is_err(), "byte {at}");
        }
        assert!(sealer.open(&sealed[..40]).is_err());
    }

    #[test]
    fn every_layout_opens_what_it_seals() {
        for nonce in [End::Front, End::Back] {
            for parts in [BoxParts::TagCiphertext, BoxParts::CiphertextTag] {
                for version in [None, Some(9)] {
                    let codec = EnvelopeCodec {
                        version: VersionByte(version),
                        nonce,
                        parts,
                        ..EnvelopeCodec::default()
                    };
                    let sealer = Sealer::new(codec, "s").unwrap();
                    let sealed = sealer.seal(b"text", [7; NONCE]);
                    assert_eq!(sealer.open(&sealed).unwrap(), b"text", "{codec:?}");
                    let at = sealer.place(Part::Nonce, sealed.len());
                    assert_eq!(sealed[at..at + NONCE], [7; NONCE], "{codec:?}");
                }
            }
        }
    }

    #[test]
    fn a_secret_that_gives_no_key_is_told_without_showing_it() {
        let codec = EnvelopeCodec { key: KeyForm::Hex, ..EnvelopeCodec::default() };
        let mismatch = Sealer::new(codec, "not-hex").unwrap_err();
        assert!(!format!("{mismatch:?}").contains("not-hex"));
    }
}
