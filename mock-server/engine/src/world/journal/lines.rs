//! Lines of a journal, in pieces that are shared with the engine.
//!
//! # Rationale
//! A chain value costs a hash of its line, and nobody needs it before somebody reads. An engine in
//! memory keeps bare lines; a piece is chained by whoever reads it first, outside the world's lock.

use std::{
    fmt, mem,
    ops::Range,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    START,
    record::{self, Record},
};

/// Bytes that a chain value adds to the line of a record.
pub(super) const LINK_BYTES: usize = BEFORE.len() + LINK_DIGITS + 1;

/// Length of a chain value.
pub(super) const LINK_DIGITS: usize = 64;

/// Beginning of the member that ends every line.
pub(super) const BEFORE: &[u8] = b",\"chain\":\"";

/// End of every line, behind its chain value.
pub(super) const BEHIND: &[u8] = b"\"}";

/// Length at which a piece is closed, in bytes.
const PIECE: usize = 256 * 1024;

/// Appends the line of a record that is given without chain value, with its line feed; `link` is the
/// chain value before it, and afterwards its own.
pub fn chain_line(link: &mut String, bare: &[u8], out: &mut Vec<u8>) {
    *link = record::link(link, bare);
    out.extend_from_slice(&bare[..bare.len() - 1]);
    out.extend_from_slice(BEFORE);
    out.extend_from_slice(link.as_bytes());
    out.extend_from_slice(BEHIND);
    out.push(b'\n');
}

/// Some lines, each with its line feed.
struct Piece {
    /// Number of its first record.
    first: u64,
    text: Mutex<PieceText>,
}

/// Text of a piece; it is not empty.
enum PieceText {
    /// Without chain values.
    Bare(Vec<u8>),
    /// As it is read.
    Chained(Arc<[u8]>),
}

impl Piece {
    /// The lines as they are read. `link` is the chain value before them, and afterwards their last.
    fn read(&self, link: &mut String) -> Arc<[u8]> {
        let mut text = self.text.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = match &mut *text {
            PieceText::Chained(lines) => {
                last_link(lines).clone_into(link);
                return lines.clone();
            }
            PieceText::Bare(bare) => mem::take(bare),
        };
        let count = lines.iter().filter(|byte| **byte == b'\n').count();
        let mut chained = Vec::with_capacity(lines.len() + count * LINK_BYTES);
        for bare in lines.split(|byte| *byte == b'\n').filter(|bare| !bare.is_empty()) {
            chain_line(link, bare, &mut chained);
        }
        let chained: Arc<[u8]> = chained.into();
        *text = PieceText::Chained(chained.clone());
        chained
    }
}

/// The last chain value of lines; the one before the first record when there is none.
fn last_link(lines: &[u8]) -> &str {
    let end = lines.len().checked_sub(BEHIND.len() + 1);
    let link = end.and_then(|end| lines.get(end.checked_sub(LINK_DIGITS)?..end));
    link.and_then(|link| std::str::from_utf8(link).ok()).unwrap_or(START)
}

/// Lines, each with its line feed.
#[derive(Clone, Default)]
pub struct Lines {
    pieces: Vec<Arc<Piece>>,
    /// Number of records.
    records: u64,
    /// Bytes of all lines, as they are read.
    bytes: u64,
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("records", &self.records).field("bytes", &self.bytes).finish()
    }
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

    /// Bytes of all lines together.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes of the records numbered `from` up to, but not including, `to`, piece by piece.
    pub fn part(self, from: u64, to: u64) -> impl Iterator<Item = (Arc<[u8]>, Range<usize>)> {
        let ends: Vec<u64> = self.pieces.iter().map(|piece| piece.first).skip(1).collect();
        let ends = ends.into_iter().chain([self.records]);
        let mut link = START.to_owned();
        self.pieces
            .into_iter()
            .zip(ends)
            .map_while(move |(piece, end)| {
                let first = piece.first;
                if first >= to {
                    return None;
                }
                let lines = piece.read(&mut link);
                let place = |n: u64| match n {
                    n if n <= first => 0,
                    n if n >= end => lines.len(),
                    n => line_start(&lines, n - first),
                };
                let range = place(from.min(to))..place(to);
                Some((lines, range))
            })
            .filter(|(_, range)| !range.is_empty())
    }

    /// Chain value of the last record.
    pub fn link(self) -> String {
        let mut link = START.to_owned();
        for piece in self.pieces {
            piece.read(&mut link);
        }
        link
    }

    /// All bytes, in one piece.
    pub fn joined(self) -> Vec<u8> {
        let parts = self.part(0, u64::MAX).map(|(piece, range)| piece[range].to_vec());
        parts.collect::<Vec<_>>().concat()
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

/// Lines that grow, in pieces; lines take a fraction of the memory of parsed values.
#[derive(Debug, Default)]
pub struct GrowingLines {
    done: Lines,
    /// Lines of the piece that is being written.
    open: Vec<u8>,
    /// Number of its first record.
    first: u64,
    /// True when the lines that are pushed have no chain value.
    are_bare: bool,
}

impl GrowingLines {
    /// Lines that are chained when somebody reads them.
    pub fn chained_when_read() -> Self {
        Self { are_bare: true, ..Self::default() }
    }

    /// Adds lines as they are read, each with its line feed, to none.
    #[must_use]
    pub fn holding(mut self, lines: &[u8]) -> Self {
        let are_bare = mem::take(&mut self.are_bare);
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            self.push(line.strip_suffix(b"\n").unwrap_or(line));
        }
        self.close();
        self.are_bare = are_bare;
        self
    }

    /// Adds a line, without its line feed.
    pub fn push(&mut self, line: &[u8]) {
        self.open.extend_from_slice(line);
        self.open.push(b'\n');
        self.done.records += 1;
        self.done.bytes += (line.len() + 1 + if self.are_bare { LINK_BYTES } else { 0 }) as u64;
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
        let kept: Vec<u8> =
            kept.iter().flat_map(|(piece, range)| &piece[range.clone()]).copied().collect();
        *self = Self { are_bare: self.are_bare, ..Self::default() }.holding(&kept);
    }

    /// All lines. Cheap whatever their number.
    pub fn lines(&self) -> Lines {
        let mut lines = self.done.clone();
        if !self.open.is_empty() {
            lines.pieces.push(self.piece(self.open.clone()));
        }
        lines
    }

    fn piece(&self, text: Vec<u8>) -> Arc<Piece> {
        let text =
            if self.are_bare { PieceText::Bare(text) } else { PieceText::Chained(text.into()) };
        Arc::new(Piece { first: self.first, text: Mutex::new(text) })
    }

    /// Closes the piece that is being written and frees its spare memory.
    fn close(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let mut text = mem::take(&mut self.open);
        text.shrink_to_fit();
        self.done.pieces.push(self.piece(text));
        self.first = self.done.records;
    }
}

#[cfg(test)]
mod tests;
