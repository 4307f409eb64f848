//! Reasons why a world was not found or not made.

use super::RemovedWorld;
use crate::world::CreationError;

/// Reason why a world was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No world with this id is known.
    Unknown,
    /// The world was removed.
    Removed(RemovedWorld),
}

/// Reason why a world was not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The id is in use.
    #[error("a world {0:?} exists")]
    Exists(String),
    /// The server has its maximum of worlds.
    #[error("there are {limit} worlds already")]
    Full {
        /// Most worlds at a time.
        limit: usize,
        /// Id of the world that expires next.
        next: Option<String>,
    },
    /// The server has its maximum of worlds that never expire.
    #[error("there are {limit} worlds that never expire already")]
    NeverExpiring {
        /// Most worlds that never expire, besides the default one.
        limit: usize,
    },
    /// The definition is invalid.
    #[error(transparent)]
    Creation(#[from] CreationError),
    /// The journal cannot be written.
    #[error(transparent)]
    Journal(#[from] crate::world::journal::Unavailable),
}
