//! Where secrets come from: the environment or a file, never the target file itself.

use std::path::PathBuf;

use anyhow::Context;
use serde::{Deserialize, Deserializer, de};

/// A secret that is named, not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Secret {
    /// A variable of the environment.
    Env(String),
    /// A file; white space at its end does not count.
    File(PathBuf),
}

impl Secret {
    /// Its value.
    pub(super) fn read(&self) -> anyhow::Result<String> {
        match self {
            Self::Env(name) => match std::env::var(name) {
                Ok(value) if !value.is_empty() => Ok(value),
                _ => anyhow::bail!("the environment variable {name} is not set"),
            },
            Self::File(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read {}", path.display()))?;
                Ok(text.trim_end().to_owned())
            }
        }
    }
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
