//! Reasons why a journal cannot be replayed.

use crate::world::{
    CreationError,
    journal::{FORMAT, SealError},
};

/// Reason why a journal cannot be replayed; `n` is the number of the record.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// Record 0 is not a definition.
    #[error("the journal does not begin with a world")]
    NoWorld,
    /// The record is missing, or its chain value does not fit.
    #[error("record {0} is not the one that was written")]
    Chain(u64),
    /// The record has another version of the format.
    #[error("record {n} has version {version} of the format; this program reads {FORMAT}")]
    Version {
        /// Number of the record.
        n: u64,
        /// Version of the format.
        version: u32,
    },
    /// The record is of a kind that does not stand there.
    #[error("record {0} is of a kind that does not stand there")]
    Kind(u64),
    /// The record is not understood by this program.
    #[error("record {n}: {error}")]
    Record {
        /// Number of the record.
        n: u64,
        /// Cause.
        error: serde_json::Error,
    },
    /// A sealed value does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The definition does not make a world.
    #[error(transparent)]
    Creation(#[from] CreationError),
    /// The record's principal is unknown in this world.
    #[error("record {0} was done by nobody in this world")]
    Principal(u64),
    /// The record names no surface.
    #[error("record {0} names no surface")]
    Surface(u64),
    /// The record's time cannot be read.
    #[error("record {0} has no readable time")]
    Time(u64),
}

impl ReplayError {
    /// Number of the record.
    pub fn n(&self) -> u64 {
        match self {
            Self::NoWorld | Self::Creation(_) => 0,
            Self::Chain(n)
            | Self::Version { n, .. }
            | Self::Kind(n)
            | Self::Record { n, .. }
            | Self::Principal(n)
            | Self::Surface(n)
            | Self::Time(n) => *n,
            Self::Seal(error) => error.record(),
        }
    }
}
