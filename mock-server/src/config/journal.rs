//! Flags that say where the journals of the worlds are kept (SB 13.3).

use std::{env, path::PathBuf};

use clap::Args;

use crate::{crypto::Secret, journal_file::JournalSync};

/// Place of the journals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum JournalPlace {
    /// In memory: worlds end with the server.
    #[default]
    Memory,
    /// In a file: worlds are back when the server is started again.
    File(PathBuf),
}

/// Where and how safely the journals are kept.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Journal")]
pub struct JournalFlags {
    /// Place of the journals of all worlds: `memory`, or a FILE from which the worlds are back, with
    /// their credentials, when the server is started again. The file is created for its owner alone,
    /// and belongs to one server at a time. `./memory` is a file.
    #[arg(
        long,
        env = "MOCK_SERVER_JOURNAL",
        value_name = "memory|FILE",
        default_value = "memory",
        value_parser = place
    )]
    pub journal: JournalPlace,
    /// Point at which an answer leaves: when its record is on the disk (`always`), or when the
    /// operating system has it, which is told to bring it to the disk every 100 ms (`batch`) or not at
    /// all (`off`). Whatever it is, an answered request survives the end of the server.
    #[arg(long, env = "MOCK_SERVER_JOURNAL_SYNC", value_name = "WHEN", default_value = "always")]
    pub journal_sync: JournalSync,
    /// Name of an environment variable that holds a secret under which the secrets in journals are
    /// sealed. Without it, whoever has a journal can open them.
    #[arg(long, env = "MOCK_SERVER_JOURNAL_KEY_ENV", value_name = "NAME")]
    pub journal_key_env: Option<String>,
}

impl JournalFlags {
    /// Secret under which journals are sealed; none when no flag names one. An error when the variable
    /// is not set or empty.
    pub fn key(&self) -> anyhow::Result<Option<Secret>> {
        let Some(name) = &self.journal_key_env else { return Ok(None) };
        match env::var(name) {
            Ok(key) if !key.is_empty() => Ok(Some(Secret::new(key))),
            Ok(_) | Err(_) => {
                anyhow::bail!("--journal-key-env: the variable {name} is not set, or is empty")
            }
        }
    }
}

fn place(text: &str) -> Result<JournalPlace, String> {
    match text {
        "memory" => Ok(JournalPlace::Memory),
        "" => Err("give `memory` or a file".to_owned()),
        _ if text.contains("://") => {
            Err("journals are kept in memory or in a file, not at an address".to_owned())
        }
        _ => Ok(JournalPlace::File(text.into())),
    }
}
