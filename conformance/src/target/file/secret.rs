//! Where secrets come from: the environment or a file, never the target file itself.

use std::path::PathBuf;

use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

use super::Problems;

/// A secret that is named, not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Secret {
    /// A variable of the environment.
    Env(String),
    /// A file; white space at its end does not count.
    File(PathBuf),
}

impl Secret {
    /// Its value, or what is wrong and how to repair it.
    fn value(&self) -> Result<String, (String, String)> {
        match self {
            Self::Env(name) => match std::env::var(name) {
                Ok(value) if !value.is_empty() => Ok(value),
                _ => Err((
                    format!("the environment variable {name} is not set"),
                    format!("export {name}=…, or name another variable or a file"),
                )),
            },
            Self::File(path) => std::fs::read_to_string(path)
                .map(|text| text.trim_end().to_owned())
                .map_err(|error| {
                    (
                        format!("cannot read {}: {error}", path.display()),
                        "write the secret, and nothing else, into that file".to_owned(),
                    )
                }),
        }
    }
}

/// The value of a secret; what is wrong with it is noted under its place.
pub(super) fn read(secret: &Spanned<Secret>, place: &str, problems: &mut Problems<'_>) -> String {
    secret.get_ref().value().unwrap_or_else(|(what, repair)| {
        problems.at(secret.span().start, format!("{place}: {what}"), repair);
        String::new()
    })
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Env { env: String },
            File { file: PathBuf },
            Other(de::IgnoredAny),
        }
        match Written::deserialize(deserializer)? {
            Written::Env { env } => Ok(Self::Env(env)),
            Written::File { file } => Ok(Self::File(file)),
            // What was written is not shown: it may be the secret.
            Written::Other(_) => Err(de::Error::custom(
                "a secret is named, not written: { env = \"NAME\" } or { file = \"PATH\" }",
            )),
        }
    }
}

/// A value that may be written, because it need not be secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Setting {
    /// As it is.
    Written(String),
    /// Named.
    Named(Secret),
}

impl Setting {
    /// The value; what is wrong with it is noted at `offset`.
    pub(super) fn read(&self, offset: usize, place: &str, problems: &mut Problems<'_>) -> String {
        match self {
            Self::Written(text) => text.clone(),
            Self::Named(secret) => secret.value().unwrap_or_else(|(what, repair)| {
                problems.at(offset, format!("{place}: {what}"), repair);
                String::new()
            }),
        }
    }
}
