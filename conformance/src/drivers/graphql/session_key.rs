//! The box in which PINs and card secrets travel: AES-128-GCM under the key of a session.

use aes_gcm::{
    Aes128Gcm, KeyInit,
    aead::{Aead, Nonce},
};
use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use serde::Deserialize;
use serde_json::Value;

use crate::{Mismatch, StepResult};

const TAG: usize = 16;
const NONCE: usize = 12;

/// Text forms of bytes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Deserialize, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum TextForm {
    /// Standard alphabet, padded.
    Base64,
    /// URL alphabet, not padded.
    Base64url,
    /// Lower-case hex.
    Hex,
}

/// The order of the parts of an encrypted value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Layout {
    /// Ciphertext, then tag.
    #[serde(rename = "ciphertext+tag")]
    CiphertextTag,
    /// Initialization vector, ciphertext, tag.
    #[serde(rename = "iv+ciphertext+tag")]
    IvCiphertextTag,
    /// Tag, then ciphertext.
    #[serde(rename = "tag+ciphertext")]
    TagCiphertext,
}

/// The cipher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Cipher {
    /// AES-128-GCM with a 12 byte nonce and a 16 byte tag.
    #[serde(rename = "aes-128-gcm")]
    Aes128Gcm,
}

/// The plaintext of a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PinPlaintext {
    /// The digits.
    Digits,
    /// The digits as a JSON string, with its quotes.
    JsonString,
}

/// The byte layout of what travels encrypted (`pin_codec` of a target file).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PinCodec {
    /// Text form of the session's key.
    pub key: TextForm,
    /// Text form of the session's iv.
    pub iv: TextForm,
    /// The cipher.
    pub cipher: Cipher,
    /// Order of the parts of an encrypted value.
    pub value: Layout,
    /// Text form of an encrypted value.
    pub value_text: TextForm,
    /// The plaintext of a PIN.
    pub pin_plaintext: PinPlaintext,
}

impl Default for PinCodec {
    /// The layout of the sandbox.
    fn default() -> Self {
        Self {
            key: TextForm::Base64,
            iv: TextForm::Base64,
            cipher: Cipher::Aes128Gcm,
            value: Layout::CiphertextTag,
            value_text: TextForm::Base64,
            pin_plaintext: PinPlaintext::Digits,
        }
    }
}

/// An encryption session, as `generateEncryptionKeys` answers it.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The id that operations take.
    pub id: String,
    /// The key in its text form.
    pub key: String,
    /// The iv in its text form.
    pub iv: String,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Session").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Session {
    /// Reads the result of `generateEncryptionKeys`.
    pub fn read(result: &Value) -> Option<Self> {
        let text = |name: &str| Some(result.get(name)?.as_str()?.to_owned());
        Some(Self { id: text("sessionId")?, key: text("key")?, iv: text("iv")? })
    }

    /// A PIN as it travels.
    pub fn encrypt_pin(&self, codec: &PinCodec, pin: &str) -> StepResult<String> {
        match codec.pin_plaintext {
            PinPlaintext::Digits => self.encrypt(codec, pin),
            PinPlaintext::JsonString => self.encrypt(codec, &Value::from(pin).to_string()),
        }
    }

    /// A PIN as it was before it travelled.
    pub fn decrypt_pin(&self, codec: &PinCodec, value: &str) -> StepResult<String> {
        let plain = self.decrypt(codec, value)?;
        match codec.pin_plaintext {
            PinPlaintext::Digits => Ok(plain),
            PinPlaintext::JsonString => serde_json::from_str(&plain)
                .map_err(|error| Mismatch::behaviour("a PIN as a JSON string", error.to_string())),
        }
    }

    /// Any text as it travels.
    pub fn encrypt(&self, codec: &PinCodec, text: &str) -> StepResult<String> {
        let (cipher, iv) = self.cipher(codec)?;
        let nonce = Nonce::<Aes128Gcm>::try_from(iv.as_slice())
            .map_err(|_| Mismatch::behaviour("an iv of 12 bytes", "another length"))?;
        let mut sealed = cipher
            .encrypt(&nonce, text.as_bytes())
            .map_err(|error| Mismatch::suite("a text to encrypt", error.to_string()))?;
        match codec.value {
            Layout::CiphertextTag => {}
            Layout::IvCiphertextTag => sealed.splice(0..0, iv).for_each(drop),
            Layout::TagCiphertext => sealed.rotate_right(TAG),
        }
        Ok(codec.value_text.write(&sealed))
    }

    /// The text that a value carries.
    pub fn decrypt(&self, codec: &PinCodec, value: &str) -> StepResult<String> {
        let unreadable = |why: &str| {
            Mismatch::behaviour("a value that decrypts under the session's key", why.to_owned())
        };
        let (cipher, iv) = self.cipher(codec)?;
        let mut sealed =
            codec.value_text.read(value).ok_or_else(|| unreadable("not in its text form"))?;
        if sealed.len() < TAG {
            return Err(unreadable("too short for a tag"));
        }
        let mut nonce = iv;
        match codec.value {
            Layout::CiphertextTag => {}
            Layout::IvCiphertextTag if sealed.len() < TAG + NONCE => {
                return Err(unreadable("too short for an iv and a tag"));
            }
            Layout::IvCiphertextTag => nonce = sealed.drain(..NONCE).collect(),
            Layout::TagCiphertext => sealed.rotate_left(TAG),
        }
        let nonce = Nonce::<Aes128Gcm>::try_from(nonce.as_slice())
            .map_err(|_| unreadable("the iv has not 12 bytes"))?;
        let plain = cipher
            .decrypt(&nonce, sealed.as_slice())
            .map_err(|_| unreadable("the tag does not match"))?;
        String::from_utf8(plain).map_err(|_| unreadable("not UTF-8"))
    }

    fn cipher(&self, codec: &PinCodec) -> StepResult<(Aes128Gcm, Vec<u8>)> {
        let read = |what: &str, form: TextForm, text: &str| {
            form.read(text).ok_or_else(|| {
                Mismatch::behaviour(format!("{what} in its text form {form:?}"), "another form")
            })
        };
        let key = read("the key", codec.key, &self.key)?;
        let iv = read("the iv", codec.iv, &self.iv)?;
        let cipher = Aes128Gcm::new_from_slice(&key)
            .map_err(|_| Mismatch::behaviour("a key of 16 bytes", format!("{}", key.len())))?;
        Ok((cipher, iv))
    }
}

impl TextForm {
    /// Every form.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word for it in a target file.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Bytes as text.
    pub fn write(self, bytes: &[u8]) -> String {
        match self {
            Self::Base64 => BASE64_STANDARD.encode(bytes),
            Self::Base64url => BASE64_URL_SAFE_NO_PAD.encode(bytes),
            Self::Hex => hex::encode(bytes),
        }
    }

    /// Text as bytes, if it has this form.
    pub fn read(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Base64 => BASE64_STANDARD.decode(text).ok(),
            Self::Base64url => BASE64_URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok(),
            Self::Hex => hex::decode(text).ok(),
        }
    }
}
