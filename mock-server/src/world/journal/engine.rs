//! Where records go.

use super::Record;

/// The journal cannot be written: nothing is applied until it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal cannot be written")]
pub struct Unavailable;

/// A place for records. Called under the world's lock, in order.
pub trait Engine: Send {
    /// Takes a record for good, as one line of JSON, or refuses it; then the command is not applied.
    fn append(&mut self, line: Vec<u8>) -> Result<(), Unavailable>;
    /// Everything taken so far, in order.
    fn records(&self) -> Vec<Record>;
}

/// Records in memory, up to a limit; as lines, which take a fraction of the room of values.
#[derive(Debug)]
pub struct Memory {
    lines: Vec<Box<[u8]>>,
    limit: usize,
}

impl Memory {
    /// Takes up to `limit` records (SB 18).
    pub fn new(limit: usize) -> Self {
        Self { lines: Vec::new(), limit }
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new(1_000_000)
    }
}

impl Engine for Memory {
    fn append(&mut self, line: Vec<u8>) -> Result<(), Unavailable> {
        if self.lines.len() >= self.limit {
            return Err(Unavailable);
        }
        self.lines.push(line.into());
        Ok(())
    }

    fn records(&self) -> Vec<Record> {
        let lines = self.lines.iter();
        lines.map(|line| serde_json::from_slice(line).expect("we wrote it")).collect()
    }
}
