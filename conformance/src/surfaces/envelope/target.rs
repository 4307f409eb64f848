//! The encrypted-envelope surface of a target: where it is, who calls it, how what travels is
//! sealed, and what the target calls the things that no source names.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;
use serde_json::{Map, Value};

/// The envelope surface of a target: address, keys, layout, names and known things.
#[derive(Debug, Clone, Default)]
pub struct EnvelopeSurface {
    /// Its URL, up to and with `/api/v1`.
    pub url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// The project that acts (foreign targets only).
    pub primary: Option<ProjectKey>,
    /// Another project (foreign targets only).
    pub second: Option<ProjectKey>,
    /// A known key without access (foreign targets only).
    pub no_access: Option<ProjectKey>,
    /// The layout of what travels sealed; absent means not known.
    pub codec: Option<EnvelopeCodec>,
    /// The target's names for what no source names.
    pub dialect: Option<Dialect>,
    /// Ids of things that exist already.
    pub known: Known,
}

/// The API key and secret of a project.
#[derive(Clone, PartialEq, Eq)]
pub struct ProjectKey {
    /// The origin, for messages: `main`, `primary`.
    pub name: String,
    /// The `API-KEY`.
    pub api_key: String,
    /// The secret that seals.
    pub api_secret: String,
}

impl fmt::Debug for ProjectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ProjectKey").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The byte layout of a sealed value; by default the public one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EnvelopeCodec {
    /// The first byte.
    pub version: VersionByte,
    /// The place of the nonce.
    pub nonce: End,
    /// The order of the parts of the box.
    #[serde(rename = "box")]
    pub parts: BoxParts,
    /// The derivation of the 32 key bytes from the api secret.
    pub key: KeyForm,
    /// The text form of a sealed value.
    pub value_text: SealedText,
}

impl Default for EnvelopeCodec {
    fn default() -> Self {
        Self {
            version: VersionByte(Some(2)),
            nonce: End::Front,
            parts: BoxParts::TagCiphertext,
            key: KeyForm::Sha256,
            value_text: SealedText::Base64,
        }
    }
}

/// The first byte of a sealed value, written `"0x02"`, or none, written `"none"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionByte(pub Option<u8>);

impl<'de> Deserialize<'de> for VersionByte {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "none" {
            return Ok(Self(None));
        }
        let digits = text.strip_prefix("0x").and_then(|hex| u8::from_str_radix(hex, 16).ok());
        digits.map(|byte| Self(Some(byte))).ok_or_else(|| {
            serde::de::Error::custom("the version is a byte such as \"0x02\", or \"none\"")
        })
    }
}

/// Before or behind the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    /// Before.
    Front,
    /// Behind.
    Back,
}

/// The order of the parts of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum BoxParts {
    /// Tag, then ciphertext.
    #[serde(rename = "tag+ciphertext")]
    TagCiphertext,
    /// Ciphertext, then tag.
    #[serde(rename = "ciphertext+tag")]
    CiphertextTag,
}

/// The derivation of the 32 key bytes from the api secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyForm {
    /// SHA-256 of its UTF-8 text.
    Sha256,
    /// Its bytes as they are.
    Raw,
    /// Its bytes written in hex.
    Hex,
    /// Its bytes written in base64.
    Base64,
}

/// The text form of a sealed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SealedText {
    /// Standard alphabet, padded.
    Base64,
    /// URL alphabet, not padded.
    Base64url,
}

/// The target's names of the things that no source names. A name that is absent is not known, and
/// scenarios that need it are skipped; paths, members and states that are absent are as in the
/// contract.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dialect {
    /// The member of `/cards/create` with the amount that a new card starts with.
    pub initial_topup_amount: Option<String>,
    /// The member of `/cards/create` with a card's label.
    pub label: Option<String>,
    /// The member of `/wh/subscribe` with the receiver's address.
    pub url: Option<String>,
    /// The member that names a subscription.
    pub subscription_id: Option<String>,
    /// The member of lists with the number of all rows.
    pub total: Option<String>,
    /// A product that may be ordered, with amounts inside its limits.
    pub product_code: Option<String>,
    /// Amounts inside the limits of that product.
    pub amounts: Amounts,
    /// Members that the target asks for besides, by path below `/api/v1`.
    pub extra: BTreeMap<String, Map<String, Value>>,
    /// Other paths, by the contract's path.
    pub paths: BTreeMap<String, String>,
    /// Other names of members, by the contract's name.
    pub members: BTreeMap<String, String>,
    /// The target's words for states, by the contract's word.
    pub states: BTreeMap<String, String>,
}

/// Amounts inside the limits of a product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Amounts {
    /// The initial amount of a new card.
    pub initial: Option<String>,
    /// One top-up.
    pub topup: Option<String>,
}

impl Dialect {
    /// The names of the contract, which a sandbox uses.
    pub fn of_the_contract() -> Self {
        let named = |name: &str| Some(name.to_owned());
        Self {
            initial_topup_amount: named("initial_topup_amount"),
            label: named("label"),
            url: named("url"),
            subscription_id: named("subscription_id"),
            total: named("total"),
            product_code: named("VUSD-STD"),
            amounts: Amounts { initial: named("10.00"), topup: named("20.00") },
            ..Self::default()
        }
    }

    /// The target's path for one of the contract.
    pub fn path<'a>(&'a self, path: &'a str) -> &'a str {
        self.paths.get(path).map_or(path, String::as_str)
    }

    /// The target's name for a member of the contract.
    pub fn member<'a>(&'a self, member: &'a str) -> &'a str {
        self.members.get(member).map_or(member, String::as_str)
    }

    /// The target's word for a state of the contract.
    pub fn state<'a>(&'a self, state: &'a str) -> &'a str {
        self.states.get(state).map_or(state, String::as_str)
    }
}

/// Things of the first project that exist already on a target without a back office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// A user, by the id that the project gave it.
    pub external_user_id: Option<String>,
    /// A card.
    pub card: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_codec_that_says_nothing_is_the_public_one() {
        assert_eq!(toml::from_str::<EnvelopeCodec>("").unwrap(), EnvelopeCodec::default());
    }

    #[test]
    fn a_version_is_a_byte_or_none() {
        let version = |text: &str| toml::from_str::<EnvelopeCodec>(text).map(|one| one.version.0);
        assert_eq!(version("version = \"none\"").unwrap(), None);
        assert_eq!(version("version = \"0x7f\"").unwrap(), Some(127));
        assert!(version("version = \"2\"").is_err());
    }

    #[test]
    fn what_a_dialect_leaves_out_is_as_in_the_contract() {
        let dialect: Dialect = toml::from_str("members = { order_id = \"order\" }").unwrap();
        assert_eq!((dialect.member("order_id"), dialect.member("card_id")), ("order", "card_id"));
        assert_eq!(dialect.product_code, None);
    }
}
