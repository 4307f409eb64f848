//! Secrets are named in a target file and stand in the environment or in another file.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

use serde::{Deserialize, Deserializer, de};
use toml::Spanned;

use super::Problems;
use crate::outlet;

/// The longest secret: a certificate with its chain and key is below a tenth of it.
const MOST_BYTES: u64 = 64 * 1024;

/// The longest time for reading one.
const PATIENCE: Duration = Duration::from_secs(3);

/// A secret that is named, not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Secret {
    /// A variable of the environment.
    Env(String),
    /// A file; white space at its end does not count.
    File(PathBuf),
}

impl Secret {
    /// Its value, which nothing shows from then on; or what is wrong and how to repair it.
    fn value(&self) -> Result<String, (String, String)> {
        self.read().inspect(|value| outlet::hide(value))
    }

    fn read(&self) -> Result<String, (String, String)> {
        match self {
            Self::Env(name) => match std::env::var(name) {
                Ok(value) if !value.is_empty() => Ok(value),
                _ => Err((
                    format!("the environment variable {name} is not set"),
                    format!("export {name}=…, or name another variable or a file"),
                )),
            },
            Self::File(path) => read_in_time(path).map_err(|why| {
                (
                    format!("cannot read {}: {why}", path.display()),
                    "write the secret, and nothing else, into that file".to_owned(),
                )
            }),
        }
    }
}

/// The text of a file, which may be a pipe into which nobody writes, or a device without end.
pub(crate) fn read_in_time(path: &Path) -> Result<String, String> {
    let (told, read) = mpsc::channel();
    let path = path.to_owned();
    // A read of a pipe cannot be taken back; the thread is left to it.
    std::thread::spawn(move || {
        let read = || {
            let mut text = String::new();
            std::fs::File::open(path)?.take(MOST_BYTES + 1).read_to_string(&mut text)?;
            Ok(text)
        };
        let _ = told.send(read().map_err(|error: std::io::Error| error.to_string()));
    });
    let text = read
        .recv_timeout(PATIENCE)
        .map_err(|_| format!("nothing came out of it in {PATIENCE:?}"))??;
    if text.len() as u64 > MOST_BYTES {
        return Err(format!("it is longer than {MOST_BYTES} bytes"));
    }
    Ok(text.trim_end().to_owned())
}

/// The value of a secret; what is wrong with it is noted under its place.
pub(crate) fn read(secret: &Spanned<Secret>, place: &str, problems: &mut Problems<'_>) -> String {
    secret.get_ref().value().unwrap_or_else(|(what, repair)| {
        problems.at(secret.span().start, format!("{place}: {what}"), repair);
        String::new()
    })
}

/// A foreign target is judged with a credential.
pub(crate) fn lacks_primary(at: &str, members: &str, offset: usize, problems: &mut Problems<'_>) {
    problems.at(
        offset,
        format!("{at}.credentials.primary is missing"),
        format!("add [{at}.credentials.primary] with {members}"),
    );
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
pub(crate) enum Setting {
    /// The value itself.
    Written(String),
    /// Named.
    Named(Secret),
}

impl Setting {
    /// The value; what is wrong with it is noted at `offset`.
    pub(crate) fn read(&self, offset: usize, place: &str, problems: &mut Problems<'_>) -> String {
        match self {
            Self::Written(text) => text.clone(),
            Self::Named(secret) => secret.value().unwrap_or_else(|(what, repair)| {
                problems.at(offset, format!("{place}: {what}"), repair);
                String::new()
            }),
        }
    }
}
