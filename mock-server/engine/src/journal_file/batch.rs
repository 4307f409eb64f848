//! Several lines that are stored as a whole or not at all: a world with its setup, or one in the place
//! of another.
//!
//! Lines have no mark for that, so the batch that is being written is noted beside the file. A start
//! that finds the note and not the whole batch cuts the file off where the batch begins.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::files::{self, Durability};

/// A batch that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Offset at which it begins, in bytes.
    pub start: u64,
    /// Its length, in bytes.
    pub bytes: u64,
}

impl Batch {
    /// Path of the note about a journal file's batch.
    fn path(file: &Path) -> PathBuf {
        files::beside(file, "batch")
    }

    /// The batch that was being written when the last server ended. A note that is incomplete was
    /// written before its batch.
    pub(super) fn read(file: &Path) -> io::Result<Option<Self>> {
        match fs::read(Self::path(file)) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Notes that it begins.
    pub(super) fn note(self, file: &Path, durability: Durability) -> io::Result<()> {
        let text = serde_json::to_vec(&self).map_err(io::Error::other)?;
        files::write_private(&Self::path(file), &text, durability)
    }

    /// Forgets the note.
    pub(super) fn forget(file: &Path) -> io::Result<()> {
        match fs::remove_file(Self::path(file)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}
