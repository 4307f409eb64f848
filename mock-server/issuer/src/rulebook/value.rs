//! Types of rule values, and the errors of values that a rule does not take.

use serde_json::{Value, json};

use crate::spelling;

/// Type of a rule, as users see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Bool,
    /// An integer of a range, both ends allowed.
    Int {
        /// Smallest value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// Any text.
    Text,
    /// One of these words.
    Enum(&'static [&'static str]),
    /// A list of texts.
    List,
    /// A list of these words.
    ListOf(&'static [&'static str]),
    /// A list of integers.
    Numbers,
}

impl Kind {
    /// Word for the type: `bool`, `int`, `text`, `enum` or `list`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int { .. } => "int",
            Self::Text => "text",
            Self::Enum(_) => "enum",
            Self::List | Self::ListOf(_) | Self::Numbers => "list",
        }
    }
}

/// Reason why a rule was not set. The rulebook is unchanged.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RuleError {
    /// No rule has this name.
    #[error("\"{key}\" is not a rulebook key")]
    Unknown {
        /// Name that was asked for.
        key: String,
        /// Three nearest names, nearest first.
        near: Vec<String>,
    },
    /// The value is of another type.
    #[error("{key} takes {expected}")]
    Type {
        /// Name of the rule.
        key: String,
        /// Word for the type that the rule takes: `bool`, `int`, `text`, `enum` or `list`.
        expected: &'static str,
    },
    /// The value is outside the range or not among the choices.
    #[error("{key} does not take {value}")]
    Range {
        /// Name of the rule.
        key: String,
        /// Value that was given.
        value: Value,
        /// Type that the rule takes, with its range or choices.
        kind: Kind,
    },
}

impl RuleError {
    pub(super) fn unknown(key: &str, all: impl Iterator<Item = String>) -> Self {
        let near = spelling::nearest(key, all);
        Self::Unknown { key: key.to_owned(), near }
    }
}

/// A Rust type that a rule may have.
pub(crate) trait RuleValue: Sized {
    /// Type of the rule when its section names no range.
    const KIND: Kind;
    /// The value as JSON.
    fn to_json(&self) -> Value;
    /// Reads the value from JSON. `Err(true)` means the right type but none of the choices,
    /// `Err(false)` another type.
    fn from_json(value: &Value) -> Result<Self, bool>;
}

impl RuleValue for bool {
    const KIND: Kind = Kind::Bool;
    fn to_json(&self) -> Value {
        json!(self)
    }
    fn from_json(value: &Value) -> Result<Self, bool> {
        value.as_bool().ok_or(false)
    }
}

impl RuleValue for i64 {
    const KIND: Kind = Kind::Int { min: i64::MIN, max: i64::MAX };
    fn to_json(&self) -> Value {
        json!(self)
    }
    fn from_json(value: &Value) -> Result<Self, bool> {
        value.as_i64().ok_or(false)
    }
}

impl RuleValue for String {
    const KIND: Kind = Kind::Text;
    fn to_json(&self) -> Value {
        json!(self)
    }
    fn from_json(value: &Value) -> Result<Self, bool> {
        value.as_str().map(ToOwned::to_owned).ok_or(false)
    }
}

impl RuleValue for Vec<String> {
    const KIND: Kind = Kind::List;
    fn to_json(&self) -> Value {
        json!(self)
    }
    fn from_json(value: &Value) -> Result<Self, bool> {
        let items = value.as_array().ok_or(false)?;
        items.iter().map(|item| item.as_str().map(ToOwned::to_owned).ok_or(false)).collect()
    }
}

impl RuleValue for Vec<i64> {
    const KIND: Kind = Kind::Numbers;
    fn to_json(&self) -> Value {
        json!(self)
    }
    fn from_json(value: &Value) -> Result<Self, bool> {
        value.as_array().ok_or(false)?.iter().map(|item| item.as_i64().ok_or(false)).collect()
    }
}

/// Declares an enum of named choices that can be the type of a rule.
macro_rules! choice {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[doc = $vdoc])+ #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Words of all choices, in order of declaration.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Word of this choice.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl $crate::rulebook::value::RuleValue for $name {
            const KIND: $crate::rulebook::Kind = $crate::rulebook::Kind::Enum(Self::WORDS);
            fn to_json(&self) -> serde_json::Value { self.word().into() }
            fn from_json(value: &serde_json::Value) -> Result<Self, bool> {
                match value.as_str().ok_or(false)? {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(true),
                }
            }
        }

        impl $crate::rulebook::value::RuleValue for Vec<$name> {
            const KIND: $crate::rulebook::Kind = $crate::rulebook::Kind::ListOf($name::WORDS);
            fn to_json(&self) -> serde_json::Value {
                self.iter().map(|item| item.word()).collect()
            }
            fn from_json(value: &serde_json::Value) -> Result<Self, bool> {
                value.as_array().ok_or(false)?.iter().map($name::from_json).collect()
            }
        }
    };
}

pub(super) use choice;
