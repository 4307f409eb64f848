//! Storage for the records of a journal.

use std::sync::Arc;

use super::{Receipt, Record, Unavailable};

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
    /// Takes a record, as one line of JSON without its line feed. An error means that it is not
    /// stored, and that what it tells must not have happened; otherwise the receipt tells.
    fn append(&mut self, line: &[u8]) -> Result<(), Unavailable>;

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
}

/// Lines, each with its line feed, in pieces that are shared with the engine.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Pieces, each with the number of its first record; no piece is empty.
    pieces: Vec<(u64, Arc<[u8]>)>,
    /// Number of records.
    records: u64,
}

impl Lines {
    /// Number of records.
    pub fn len(&self) -> u64 {
        self.records
    }

    /// True when there is no record.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// Bytes of all lines.
    pub fn bytes(&self) -> u64 {
        self.pieces.iter().map(|(_, piece)| piece.len() as u64).sum()
    }

    /// Bytes of the records numbered `from` up to, but not including, `to`, piece by piece.
    pub fn part(
        self,
        from: u64,
        to: u64,
    ) -> impl Iterator<Item = (Arc<[u8]>, std::ops::Range<usize>)> {
        let ends: Vec<u64> = self.pieces.iter().map(|(first, _)| *first).skip(1).collect();
        let ends = ends.into_iter().chain([self.records]);
        self.pieces.into_iter().zip(ends).filter_map(move |((first, piece), end)| {
            if end <= from || first >= to {
                return None;
            }
            let place = |n: u64| match n {
                n if n <= first => 0,
                n if n >= end => piece.len(),
                n => line_start(&piece, n - first),
            };
            let range = place(from)..place(to);
            Some((piece, range))
        })
    }

    /// The records, parsed.
    pub fn records(self) -> Vec<Record> {
        let mut all = Vec::new();
        for (piece, range) in self.part(0, u64::MAX) {
            let lines = piece[range].split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            all.extend(
                lines.map(|line| -> Record { serde_json::from_slice(line).expect("we wrote it") }),
            );
        }
        all
    }
}

/// Offset of the line with this number, counted from 0.
fn line_start(lines: &[u8], number: u64) -> usize {
    let ends = lines.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let before = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    before.and_then(|before| ends.map(|(at, _)| at + 1).nth(before)).unwrap_or(0)
}

/// Records in memory, as lines in pieces; lines take a fraction of the memory of parsed values.
#[derive(Debug, Default)]
pub struct Memory {
    done: Lines,
    /// The piece that is being written.
    open: Vec<u8>,
    /// Number of its first record.
    first: u64,
}

/// Length at which a piece is closed, in bytes.
const PIECE: usize = 256 * 1024;

impl Memory {
    /// These lines, each with its line feed.
    pub fn of(lines: &[u8]) -> Self {
        let mut memory = Self::default();
        memory.push_all(lines);
        memory
    }

    /// Adds lines, each with its line feed.
    pub(super) fn push_all(&mut self, lines: &[u8]) {
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            self.push(line.strip_suffix(b"\n").unwrap_or(line));
        }
    }

    /// Adds a line.
    pub fn push(&mut self, line: &[u8]) {
        self.open.extend_from_slice(line);
        self.open.push(b'\n');
        self.done.records += 1;
        if self.open.len() >= PIECE {
            self.close();
        }
    }

    /// Number of lines.
    pub fn len(&self) -> u64 {
        self.done.records
    }

    /// True when there is no line.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Keeps the first so many lines.
    pub fn truncate(&mut self, records: u64) {
        if records >= self.len() {
            return;
        }
        let kept: Vec<_> = self.lines().part(0, records).collect();
        *self = Self::default();
        for (piece, range) in kept {
            self.push_all(&piece[range]);
        }
    }

    /// Closes the piece that is being written and frees its spare memory.
    fn close(&mut self) {
        let piece = std::mem::take(&mut self.open);
        self.done.pieces.push((self.first, piece.into()));
        self.first = self.done.records;
    }
}

impl Engine for Memory {
    fn append(&mut self, line: &[u8]) -> Result<(), Unavailable> {
        self.push(line);
        Ok(())
    }

    fn lines(&self) -> Lines {
        let mut lines = self.done.clone();
        if !self.open.is_empty() {
            lines.pieces.push((self.first, self.open.as_slice().into()));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: Lines, from: u64, to: u64) -> String {
        let parts = lines.part(from, to).map(|(piece, range)| piece[range].to_vec());
        String::from_utf8(parts.collect::<Vec<_>>().concat()).unwrap()
    }

    #[test]
    fn any_part_of_the_lines_is_found() {
        let mut memory = Memory::default();
        assert_eq!(text(memory.lines(), 0, 9), "");
        let long = "x".repeat(PIECE / 3);
        let all: Vec<String> = (0..20).map(|n| format!("{n}{long}\n")).collect();
        for line in &all {
            memory.append(line.trim_end().as_bytes()).unwrap();
        }
        assert!(memory.done.pieces.len() > 5);
        for from in 0..21_usize {
            for to in from..22 {
                let expected = all[from..to.min(20).max(from)].concat();
                assert!(text(memory.lines(), from as u64, to as u64) == expected, "{from} {to}");
            }
        }
        assert!(text(memory.lines(), 7, 3).is_empty());
        memory.truncate(21);
        for records in [20, 13, 3, 1, 0] {
            memory.truncate(records as u64);
            assert!(text(memory.lines(), 0, 99) == all[..records].concat(), "{records}");
            assert_eq!(memory.len(), records as u64);
        }
    }

    #[test]
    fn what_was_read_stays_while_more_is_written() {
        let mut memory = Memory::default();
        memory.append(b"one").unwrap();
        let before = memory.lines();
        memory.append(b"two").unwrap();
        assert_eq!((before.len(), text(before, 0, u64::MAX)), (1, "one\n".to_owned()));
        assert_eq!(text(memory.lines(), 1, u64::MAX), "two\n");
    }
}
