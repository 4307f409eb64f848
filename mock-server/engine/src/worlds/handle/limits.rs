//! Limits of one world.

use crate::world::journal::Limits;

/// Bounds of a world's journal and memory, apart from its objects (SB 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorldLimits {
    /// Limits of the journal.
    pub journal: Limits,
    /// Most accepted requests that are remembered in order to refuse replays.
    pub claims: usize,
    /// Most WebSockets at a time.
    pub sockets: usize,
}

impl WorldLimits {
    /// Default: a million accepted requests, which is 1,600 a second for the ten minutes that each
    /// is remembered.
    pub const CLAIMS: usize = 1_000_000;
    /// Default: more than one app under test opens.
    pub const SOCKETS: usize = 64;
}

impl Default for WorldLimits {
    fn default() -> Self {
        Self { journal: Limits::default(), claims: Self::CLAIMS, sockets: Self::SOCKETS }
    }
}
