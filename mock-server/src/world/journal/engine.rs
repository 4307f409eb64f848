//! Where records go.

use std::sync::Arc;

use super::Record;

/// Why a command was not written down. Nothing is applied until it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// As many as the limit allows are there.
    #[error("the journal holds {0} records, as many as --journal-records allows")]
    Records(u64),
    /// As many bytes as the limit allows are there, or would be.
    #[error("one more record would make it more than the {0} bytes that --journal-bytes allows")]
    Bytes(u64),
    /// Receivers would have to be told, and as many deliveries as a world keeps wait for them.
    #[error("{0} deliveries wait for their receivers, as many as a world keeps")]
    Deliveries(u64),
}

impl Unavailable {
    /// The limit, in records, bytes or deliveries.
    pub fn limit(self) -> u64 {
        match self {
            Self::Records(limit) | Self::Bytes(limit) | Self::Deliveries(limit) => limit,
        }
    }

    /// The flag that sets the limit, where one does.
    pub fn flag(self) -> Option<&'static str> {
        match self {
            Self::Records(_) => Some("--journal-records"),
            Self::Bytes(_) => Some("--journal-bytes"),
            Self::Deliveries(_) => None,
        }
    }
}

/// How much the journal of one world holds (SB 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Records.
    pub records: u64,
    /// Bytes of all lines.
    pub bytes: u64,
}

impl Limits {
    /// A million records (SB 18).
    pub const RECORDS: u64 = 1_000_000;
    /// 512 MiB: a usual record has some 400 bytes.
    pub const BYTES: u64 = 512 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self { records: Self::RECORDS, bytes: Self::BYTES }
    }
}

/// A place for records. Called under the world's lock, in order.
pub trait Engine: Send {
    /// Takes a record for good, as one line of JSON without its line feed, or refuses it; then the
    /// command is not applied.
    fn append(&mut self, line: &[u8]) -> Result<(), Unavailable>;

    /// Everything taken so far. Costs next to nothing, whatever there is: it is read after the lock
    /// is given back.
    fn lines(&self) -> Lines;
}

/// Lines one behind the other, each with its line feed, in pieces that are shared with the engine.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Each piece behind the number of its first record; there is no empty one.
    pieces: Vec<(u64, Arc<[u8]>)>,
    /// How many records there are.
    records: u64,
}

impl Lines {
    /// How many records there are.
    pub fn len(&self) -> u64 {
        self.records
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// The bytes of the records from one number up to, and without, another, piece by piece.
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

    /// The records.
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

/// Where the line with this number begins, from 0.
fn line_start(lines: &[u8], number: u64) -> usize {
    let ends = lines.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let before = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    before.and_then(|before| ends.map(|(at, _)| at + 1).nth(before)).unwrap_or(0)
}

/// Records in memory; as lines, which take a fraction of the room of values, one behind the other
/// in pieces.
#[derive(Debug, Default)]
pub struct Memory {
    done: Lines,
    /// The piece that is being written.
    open: Vec<u8>,
    /// The number of its first record.
    first: u64,
}

/// A piece ends when it is so long.
const PIECE: usize = 256 * 1024;

impl Memory {
    /// Closes the piece that is being written; what it had more room for is given back.
    fn close(&mut self) {
        let piece = std::mem::take(&mut self.open);
        self.done.pieces.push((self.first, piece.into()));
        self.first = self.done.records;
    }
}

impl Engine for Memory {
    fn append(&mut self, line: &[u8]) -> Result<(), Unavailable> {
        self.open.extend_from_slice(line);
        self.open.push(b'\n');
        self.done.records += 1;
        if self.open.len() >= PIECE {
            self.close();
        }
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
