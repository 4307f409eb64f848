//! Where records go.

use super::Record;

/// The journal cannot be written: nothing is applied until it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal cannot be written")]
pub struct Unavailable;

/// A place for records. Called under the world's lock, in order.
pub trait Engine: Send {
    /// Takes a record for good, as one line of JSON, or refuses it; then the command is not applied.
    fn append(&mut self, line: &[u8]) -> Result<(), Unavailable>;
    /// Everything taken so far, in order.
    fn records(&self) -> Vec<Record>;
}

/// Records in memory, up to a limit; as lines, which take a fraction of the room of values, one
/// behind the other in chunks.
#[derive(Debug)]
pub struct Memory {
    chunks: Vec<Vec<u8>>,
    lines: usize,
    limit: usize,
}

/// Chunks grow from here, so that a world that does little takes little.
const SMALLEST: usize = 4 * 1024;
const LARGEST: usize = 256 * 1024;

impl Memory {
    /// Takes up to `limit` records (SB 18).
    pub fn new(limit: usize) -> Self {
        Self { chunks: Vec::new(), lines: 0, limit }
    }

    /// A chunk that has so much room.
    fn with_room(&mut self, needed: usize) -> &mut Vec<u8> {
        let last = self.chunks.last();
        if last.is_none_or(|chunk| chunk.capacity() - chunk.len() < needed) {
            let next = last.map_or(SMALLEST, |chunk| (chunk.capacity() * 2).min(LARGEST));
            self.chunks.push(Vec::with_capacity(next.max(needed)));
        }
        self.chunks.last_mut().expect("it was made where there was none")
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new(1_000_000)
    }
}

impl Engine for Memory {
    fn append(&mut self, line: &[u8]) -> Result<(), Unavailable> {
        if self.lines >= self.limit {
            return Err(Unavailable);
        }
        let chunk = self.with_room(line.len() + 1);
        chunk.extend_from_slice(line);
        chunk.push(b'\n');
        self.lines += 1;
        Ok(())
    }

    fn records(&self) -> Vec<Record> {
        let lines = self.chunks.iter().flat_map(|chunk| chunk.split(|byte| *byte == b'\n'));
        let lines = lines.filter(|line| !line.is_empty());
        lines.map(|line| serde_json::from_slice(line).expect("we wrote it")).collect()
    }
}
