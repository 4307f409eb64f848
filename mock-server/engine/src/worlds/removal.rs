//! Worlds that are no more.

use jiff::Timestamp;

/// A world that was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedWorld {
    /// Real time of the removal.
    pub at: Timestamp,
    /// Reason of the removal.
    pub why: RemovalReason,
}

/// Reason why a world was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovalReason {
    /// A client deleted it.
    Deleted,
    /// The world was idle for too long.
    Idle,
}

impl RemovalReason {
    /// The reason that a word stands for.
    pub(super) fn of(word: &str) -> Option<Self> {
        [Self::Deleted, Self::Idle].into_iter().find(|reason| reason.word() == word)
    }

    /// Word for the reason: `deleted` or `idle`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::Idle => "idle",
        }
    }
}
