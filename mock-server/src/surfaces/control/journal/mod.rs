//! The journal of a world: exported, verified, and made a world again (SB 13.2).

pub(super) mod export;
pub(super) mod import;
pub(super) mod verify;

pub use import::{ImportError, read_journal};
pub use verify::{Difference, Verification, verified};
