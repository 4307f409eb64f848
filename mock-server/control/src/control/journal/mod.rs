//! The journal of a world: exported, verified, and made a world again (SB 13.2).

pub(super) mod export;
pub(super) mod import;
mod reading;
pub(super) mod refusal;
mod verification;
pub(super) mod verify;

pub use reading::{Journals, WorldJournal, read_journal, read_journals};
pub use refusal::ImportError;
pub(super) use verification::answered;
pub use verification::{Difference, Verification, verified};
