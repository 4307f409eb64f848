//! One section of the rulebook: a plain struct whose fields can also be reached by name.

use serde_json::Value;

use super::value::{Kind, RuleError};

/// Description of one rule, as the control plane shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleInfo {
    /// Name of the rule: section and field, `pin.min_digits`.
    pub key: String,
    /// Type of the value, with its range or choices.
    pub kind: Kind,
    /// Documented value; our own choice where the source is `decided`.
    pub default: Value,
    /// Meaning of the rule, in one sentence.
    pub meaning: String,
    /// Document and section that state the rule, or `decided`.
    pub source: String,
}

impl RuleInfo {
    /// Splits a doc comment into meaning and source.
    pub(super) fn new(key: String, kind: Kind, default: Value, doc: &[&str]) -> Self {
        let text = doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
        let (meaning, source) = text.split_once("Source: ").unwrap_or((text.as_str(), ""));
        let tidy = |text: &str| text.trim().trim_end_matches('.').to_owned();
        Self { key, kind, default, meaning: tidy(meaning), source: tidy(source) }
    }
}

/// Access to the fields of a section by name. Implemented by `section!`.
pub trait Section: Default {
    /// Every rule of the section, in order of declaration.
    fn rules() -> Vec<RuleInfo>;
    /// Present value; none when `key` is no rule of this section. `name` is the last part of `key`.
    fn get(&self, key: &str, name: &str) -> Option<Value>;
    /// Sets the value; none when `key` is no rule of this section.
    fn set(&mut self, key: &str, name: &str, value: &Value) -> Option<Result<(), RuleError>>;
}

/// Declares a section: `field: type = default;` or `field: i64 = default, 0..=9;`, each with a doc
/// comment whose last sentence is `Source: …`.
macro_rules! section {
    (
        $(#[doc = $sdoc:literal])+
        $section:ident = $prefix:literal {
            $($(#[doc = $doc:literal])+ $field:ident: $ty:ty = $default:expr $(, $min:literal ..= $max:expr)?;)*
        }
    ) => {
        $(#[doc = $sdoc])+
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $section {
            $($(#[doc = $doc])+ pub $field: $ty,)*
        }

        impl Default for $section {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $crate::rulebook::Section for $section {
            fn rules() -> Vec<$crate::rulebook::RuleInfo> {
                use $crate::rulebook::value::RuleValue;
                let default = Self::default();
                vec![$($crate::rulebook::RuleInfo::new(
                    format!("{}.{}", $prefix, stringify!($field)),
                    $crate::rulebook::section::kind!($ty $(, $min, $max)?),
                    default.$field.to_json(),
                    &[$($doc),+],
                ),)*]
            }

            fn get(&self, key: &str, name: &str) -> Option<serde_json::Value> {
                use $crate::rulebook::value::RuleValue;
                if key.strip_suffix(name)?.strip_suffix('.')? != $prefix {
                    return None;
                }
                match name {
                    $(stringify!($field) => Some(self.$field.to_json()),)*
                    _ => None,
                }
            }

            fn set(
                &mut self,
                key: &str,
                name: &str,
                value: &serde_json::Value,
            ) -> Option<Result<(), $crate::rulebook::RuleError>> {
                if key.strip_suffix(name)?.strip_suffix('.')? != $prefix {
                    return None;
                }
                match name {
                    $(stringify!($field) => {
                        let kind = $crate::rulebook::section::kind!($ty $(, $min, $max)?);
                        Some($crate::rulebook::section::read(key, kind, value)
                            .map(|value| self.$field = value))
                    })*
                    _ => None,
                }
            }
        }
    };
}

/// Declares a group of sections that is itself used like a section.
macro_rules! group {
    (
        $(#[doc = $gdoc:literal])+
        $group:ident { $($(#[doc = $doc:literal])+ $field:ident: $section:ty,)* }
    ) => {
        $(#[doc = $gdoc])+
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct $group {
            $($(#[doc = $doc])+ pub $field: $section,)*
        }

        impl $crate::rulebook::Section for $group {
            fn rules() -> Vec<$crate::rulebook::RuleInfo> {
                let mut all = Vec::new();
                $(all.extend(<$section>::rules());)*
                all
            }

            fn get(&self, key: &str, name: &str) -> Option<serde_json::Value> {
                None$(.or_else(|| self.$field.get(key, name)))*
            }

            fn set(
                &mut self,
                key: &str,
                name: &str,
                value: &serde_json::Value,
            ) -> Option<Result<(), $crate::rulebook::RuleError>> {
                $(if let Some(done) = self.$field.set(key, name, value) { return Some(done); })*
                None
            }
        }
    };
}

macro_rules! kind {
    ($ty:ty) => {
        <$ty as $crate::rulebook::value::RuleValue>::KIND
    };
    ($ty:ty, $min:literal, $max:expr) => {
        $crate::rulebook::Kind::Int { min: $min, max: $max }
    };
}

pub(super) fn read<T: super::value::RuleValue>(
    key: &str,
    kind: Kind,
    value: &Value,
) -> Result<T, RuleError> {
    let range =
        || RuleError::Range { key: key.to_owned(), value: value.clone(), kind: kind.clone() };
    let read = T::from_json(value).map_err(|right_type| {
        if right_type {
            range()
        } else {
            RuleError::Type { key: key.to_owned(), expected: kind.word() }
        }
    })?;
    match (&kind, value.as_i64()) {
        (Kind::Int { min, max }, Some(n)) if n < *min || n > *max => Err(range()),
        _ => Ok(read),
    }
}

pub(super) use {group, kind, section};
