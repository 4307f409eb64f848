//! One line of a journal file, as far as it has to be understood to find its place.

use serde::Deserialize;
use serde_json::Value;

use crate::world::journal::{FORMAT, Kind, links};

/// Head of a record.
#[derive(Deserialize)]
pub(super) struct Head {
    v: u32,
    pub(super) world: String,
    pub(super) n: u64,
    pub(super) at: String,
    pub(super) kind: Kind,
}

/// Members of the input of the first and the last record of a life.
#[derive(Default, Deserialize)]
pub(super) struct Input {
    /// Number of the engine, in the first.
    pub(super) engine: Option<Value>,
    /// Reason of the end, in the last.
    pub(super) why: Option<String>,
    /// Real time of the end.
    pub(super) real: Option<String>,
    /// Number of the life, where its other lines were dropped.
    pub(super) generation: Option<u64>,
}

#[derive(Deserialize)]
struct WithInput {
    input: Input,
}

impl Head {
    /// Reads a line without its line feed; none when it is no record.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// Version of the format, if it is one that is not read.
    pub(super) fn other_version(&self) -> Option<u32> {
        Some(self.v).filter(|version| *version != FORMAT)
    }

    /// Checks that a line follows the one with this chain value; returns its own.
    pub(super) fn follows(line: &[u8], previous: &str) -> Result<String, String> {
        match links(line, previous) {
            Some((link, stands)) if link == stands => Ok(link),
            Some(_) | None => Err("it is not the line that was written".to_owned()),
        }
    }
}

impl Input {
    /// The input of a line; that of none has no members.
    pub(super) fn of(line: &[u8]) -> Self {
        serde_json::from_slice::<WithInput>(line).map(|read| read.input).unwrap_or_default()
    }
}

/// True when a record begins within a line: a line feed between two lines was damaged.
pub(super) fn holds_another(line: &[u8]) -> bool {
    const BEGINNING: &[u8] = b"{\"a";
    let starts = line.windows(BEGINNING.len()).enumerate().skip(1);
    let mut starts = starts.filter(|(_, window)| *window == BEGINNING);
    starts.any(|(at, _)| serde_json::from_slice::<Head>(&line[at..]).is_ok())
}
