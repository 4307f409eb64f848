//! Flaws of a sealed value: one mistake each, in an otherwise good one.

use std::{fmt, str::FromStr};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE},
};

use super::sealer::{Part, Sealer, fresh_nonce};
use crate::surfaces::envelope::target::{BoxParts, EnvelopeCodec, SealedText};

/// One mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The first character is a star.
    Star,
    /// Written in the url-safe alphabet, with a character that only that one has.
    UrlSafe,
    /// Written without the padding that belongs there.
    Unpadded,
    /// A line break in the middle.
    LineBreak,
    /// Written in hex.
    Hex,
    /// Another version byte.
    Version(u8),
    /// No version byte.
    NoVersion,
    /// Only so many bytes.
    Cut(usize),
    /// The lowest bit of the first byte of a part is flipped.
    Flipped(Part),
    /// The tag stands behind the ciphertext.
    TagLast,
    /// An envelope inside an envelope.
    Twice,
}

/// The words of features for flaws.
const WORDS: [(&str, Flaw); 12] = [
    ("has a star as first character", Flaw::Star),
    ("is in url-safe base64", Flaw::UrlSafe),
    ("lacks its padding", Flaw::Unpadded),
    ("has a line break", Flaw::LineBreak),
    ("is in hex", Flaw::Hex),
    ("has version 1", Flaw::Version(1)),
    ("has no version byte", Flaw::NoVersion),
    ("has one bit of the tag flipped", Flaw::Flipped(Part::Tag)),
    ("has one bit of the ciphertext flipped", Flaw::Flipped(Part::Ciphertext)),
    ("has one bit of the nonce flipped", Flaw::Flipped(Part::Nonce)),
    ("has its tag behind the ciphertext", Flaw::TagLast),
    ("is sealed twice", Flaw::Twice),
];

impl fmt::Display for Flaw {
    /// Writes what is read by [`Flaw::from_str`].
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (WORDS.iter().find(|(_, flaw)| flaw == self), self) {
            (Some((words, _)), _) => formatter.write_str(words),
            (None, Self::Cut(count)) => write!(formatter, "ends after {count} bytes"),
            (None, other) => write!(formatter, "{other:?}"),
        }
    }
}

impl FromStr for Flaw {
    type Err = String;

    /// Reads what features say about an envelope.
    fn from_str(words: &str) -> Result<Self, String> {
        let known = WORDS.iter().find(|(known, _)| *known == words).map(|(_, flaw)| *flaw);
        Ok(match (known, words) {
            (Some(flaw), _) => flaw,
            (None, other) => {
                let count = other
                    .strip_prefix("ends after ")
                    .and_then(|rest| rest.split(' ').next())
                    .and_then(|count| count.parse().ok())
                    .ok_or_else(|| format!("{other:?} is no flaw"))?;
                Self::Cut(count)
            }
        })
    }
}

impl Flaw {
    /// Whether an envelope of this layout can have this mistake.
    pub fn suits(self, codec: EnvelopeCodec) -> bool {
        match self {
            Self::Version(_) | Self::NoVersion => codec.version.0.is_some(),
            Self::UrlSafe | Self::Unpadded => codec.value_text == SealedText::Base64,
            Self::TagLast => codec.parts == BoxParts::TagCiphertext,
            _ => true,
        }
    }

    /// The text of a sealed value with this mistake.
    pub(super) fn value(self, sealer: &Sealer, plain: &[u8]) -> String {
        if self == Self::Twice {
            let inner = sealer.write(&sealer.seal(plain, fresh_nonce()));
            let outer = format!("{{\"encrypted\":\"{inner}\"}}");
            return sealer.write(&sealer.seal(outer.as_bytes(), fresh_nonce()));
        }
        // Whether a value is padded follows from its length, and which characters it has from its
        // nonce: white space behind the payload changes the one, another try the other.
        for spaces in 0.. {
            let plain = [plain, " ".repeat(spaces % 3).as_bytes()].concat();
            let bytes = sealer.seal(&plain, fresh_nonce());
            let text = sealer.write(&bytes);
            let suits = match self {
                Self::UrlSafe => text.contains(['+', '/']) && !text.contains('='),
                Self::Unpadded => text.ends_with('='),
                _ => true,
            };
            if suits {
                return self.write(sealer, bytes, text);
            }
        }
        unreachable!("every third length is padded and every nonce is another")
    }

    fn write(self, sealer: &Sealer, mut bytes: Vec<u8>, text: String) -> String {
        match self {
            Self::Star => format!("*{}", &text[1..]),
            Self::UrlSafe => BASE64_URL_SAFE.encode(bytes),
            Self::Unpadded => BASE64_STANDARD_NO_PAD.encode(bytes),
            Self::LineBreak => format!("{}\n{}", &text[..text.len() / 2], &text[text.len() / 2..]),
            Self::Hex => hex::encode(bytes),
            Self::Version(version) => {
                bytes[0] = version;
                sealer.write(&bytes)
            }
            Self::NoVersion => sealer.write(&bytes[1..]),
            Self::Cut(count) => sealer.write(&bytes[..count.min(bytes.len())]),
            Self::Flipped(part) => {
                let at = sealer.place(part, bytes.len());
                bytes[at] ^= 1;
                sealer.write(&bytes)
            }
            Self::TagLast => {
                let tag = sealer.place(Part::Tag, bytes.len());
                bytes[tag..].rotate_left(16);
                sealer.write(&bytes)
            }
            Self::Twice => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;

    use super::*;
    use crate::surfaces::envelope::target::EnvelopeCodec;

    fn sealer() -> Sealer {
        Sealer::new(EnvelopeCodec::default(), "sandbox-secret-1").unwrap()
    }

    fn bytes(words: &str) -> Vec<u8> {
        let flaw: Flaw = words.parse().unwrap();
        BASE64_STANDARD.decode(flaw.value(&sealer(), b"{\"request_timestamp\":1}")).unwrap()
    }

    #[test]
    fn a_flawed_value_has_its_flaw_and_no_other() {
        assert_eq!(bytes("has version 1")[0], 1);
        assert_eq!(bytes("ends after 13 bytes").len(), 13);
        assert_eq!(bytes("has no version byte").len(), 40 + 23);
        for words in ["has one bit of the tag flipped", "has its tag behind the ciphertext"] {
            assert_eq!(bytes(words).len(), 41 + 23, "{words}");
            assert!(sealer().open(&bytes(words)).is_err(), "{words}");
        }
    }

    #[test]
    fn written_forms_differ_from_the_canonical_one() {
        let value = |flaw: Flaw| flaw.value(&sealer(), b"{}");
        let url_safe = value(Flaw::UrlSafe);
        assert!(url_safe.contains(['-', '_']) && BASE64_URL_SAFE.decode(&url_safe).is_ok());
        assert!(BASE64_STANDARD.decode(value(Flaw::Unpadded)).is_err());
        assert!(BASE64_STANDARD_NO_PAD.decode(value(Flaw::Unpadded)).is_ok());
        assert!("is made of wood".parse::<Flaw>().is_err());
    }
}
