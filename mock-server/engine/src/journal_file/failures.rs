//! Reasons why a journal file is not opened.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Reason why a journal file is not opened. The file is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be read, created or locked.
    #[error("the journal {path} cannot be used: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Cause.
        error: io::Error,
    },
    /// Another process has the file.
    #[error("the journal {0} is in use by another server; every server needs a file of its own")]
    Locked(PathBuf),
    /// A line is not what was written, and others follow it.
    #[error("the journal {path} is damaged in line {line}: {why}; the file was not changed")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Number of the line, from 1.
        line: u64,
        /// The reason.
        why: String,
    },
}

impl OpenError {
    pub(super) fn io(path: &Path) -> impl Fn(io::Error) -> Self {
        move |error| Self::Io { path: path.to_owned(), error }
    }
}
