//! Storage for the records of a journal.

use super::{GrowingLines, Lines, Receipt, Unavailable};

/// Limits of the journal of one world (SB 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most records.
    pub records: u64,
    /// Most bytes of all lines together.
    pub bytes: u64,
}

impl Limits {
    /// Default maximum: a million records (SB 18).
    pub const RECORDS: u64 = 1_000_000;
    /// Default maximum: 512 MiB. A usual record has some 400 bytes.
    pub const BYTES: u64 = 512 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self { records: Self::RECORDS, bytes: Self::BYTES }
    }
}

/// Storage for records. Called under the world's lock, in order.
///
/// An engine of one server applies first: a record is appended with the digest of its answer, and the
/// answer waits for the [`Receipt`]. A shared engine will append first, apply when the record comes
/// back in the order of all servers, and answer then; what it appends has no digest yet (SB 13.3).
pub trait Engine: Send {
    /// Takes a record, as one line of JSON in canonical form without its chain value, which the
    /// engine adds when it is needed. An error means that it is not stored, and that what it tells
    /// must not have happened; otherwise the receipt tells.
    fn append(&mut self, bare: &[u8]) -> Result<(), Unavailable>;

    /// True when storing may fail in a way that the world must be ready for: it keeps a copy of
    /// itself from before each request. An engine from whose lines it is made again needs none.
    fn may_fail(&self) -> bool {
        false
    }

    /// Error while nothing can be stored.
    fn room(&self) -> Result<(), Unavailable> {
        Ok(())
    }

    /// Receipt for everything that was taken so far.
    fn receipt(&self) -> Receipt {
        Receipt::default()
    }

    /// Takes lines out that were taken and turned out not to be stored; true when there were any.
    /// Cheap when there are none.
    fn drop_lost(&mut self) -> bool {
        false
    }

    /// All lines so far. Cheap whatever their number, because they are read after the world's lock
    /// is released.
    fn lines(&self) -> Lines;

    /// Chain value of the last record.
    fn link(&self) -> String {
        self.lines().link()
    }
}

/// Records in memory, chained when somebody reads them.
#[derive(Debug)]
pub struct Memory(GrowingLines);

impl Default for Memory {
    fn default() -> Self {
        Self(GrowingLines::chained_when_read())
    }
}

impl Memory {
    /// These lines, each with its line feed.
    pub fn holding(lines: &[u8]) -> Self {
        Self(GrowingLines::chained_when_read().holding(lines))
    }
}

impl Engine for Memory {
    fn append(&mut self, bare: &[u8]) -> Result<(), Unavailable> {
        self.0.push(bare);
        Ok(())
    }

    fn lines(&self) -> Lines {
        self.0.lines()
    }
}
