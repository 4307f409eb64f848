//! Compaction: the lines of worlds that are gone are dropped, and what has to be known of them stays.
//!
//! Of a world that was deleted or idle its last record stays, as record 0, so that clients are told
//! that it is gone; of the lives before a reset the last one does, so that those of the world go on
//! to be counted.

use std::{collections::BTreeSet, fs, io::Write, path::Path};

use serde_json::json;

use super::{
    Ended, OpenError, RESET, Scan,
    files::{beside, private, sync_directory},
    opening::repaired,
};
use crate::world::{
    Record,
    journal::{FORMAT, Kind, START},
};

/// Result of a compaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compaction {
    /// Number of lines that stayed.
    pub kept: u64,
    /// Number of lines that were dropped.
    pub dropped: u64,
    /// Length of the file, in bytes.
    pub bytes: u64,
}

/// Most worlds that are remembered as gone (SB 3.2).
pub const REMEMBERED: usize = 10_000;

/// Drops the lines of worlds that are gone, except for a last record of each. The new file is complete
/// and on the disk before it takes the place of the old one; after an error the old one is there.
/// Errors: no such file, in use, or damaged.
pub fn compact(path: &Path) -> Result<Compaction, OpenError> {
    let io = OpenError::io(path);
    fs::metadata(path).map_err(&io)?;
    // Held until the new file is in its place.
    let (_locked, scan, _) = repaired(path)?;
    let mut lines: Vec<(u64, &[u8])> = Vec::new();
    for life in &scan.lives {
        let texts = life.lines.split_inclusive(|byte| *byte == b'\n');
        lines.extend(life.places.iter().copied().zip(texts));
    }
    lines.sort_unstable_by_key(|(place, _)| *place);
    let ends = remembered(&scan);
    let lines = || ends.iter().map(String::as_bytes).chain(lines.iter().map(|(_, line)| *line));
    let draft = beside(path, "compact");
    let write = || {
        let mut file = private().create(true).truncate(true).open(&draft)?;
        let mut out = std::io::BufWriter::new(&mut file);
        lines().try_for_each(|line| out.write_all(line))?;
        out.flush()?;
        drop(out);
        file.sync_all()?;
        fs::rename(&draft, path)?;
        sync_directory(path)
    };
    write().map_err(&io)?;
    let kept = lines().count() as u64;
    let bytes = lines().map(|line| line.len() as u64).sum();
    Ok(Compaction { kept, dropped: scan.lines - kept, bytes })
}

/// Lines, each with its line feed, about worlds that have ended, in the order of their ends.
fn remembered(scan: &Scan) -> Vec<String> {
    let live: BTreeSet<_> = scan.lives.iter().map(|life| life.world.as_str()).collect();
    let (mut told, mut gone) = (BTreeSet::new(), 0);
    let mut lines: Vec<_> = scan
        .ended
        .iter()
        .rev()
        // The last end of a world counts.
        .filter(|ended| told.insert(ended.world.as_str()))
        .filter(|ended| match live.contains(ended.world.as_str()) {
            true => ended.why == RESET,
            false => {
                gone += 1;
                gone <= REMEMBERED
            }
        })
        .map(line_of)
        .collect();
    lines.reverse();
    lines
}

/// The only line of a life that has ended.
fn line_of(ended: &Ended) -> String {
    let mut record = Record {
        v: FORMAT,
        world: ended.world.clone(),
        at: ended.at.clone(),
        kind: Kind::Gone,
        input: json!({"generation": ended.generation, "why": ended.why}),
        ..Record::default()
    };
    if let Some(real) = &ended.real {
        record.input["real"] = json!(real);
    }
    record.chain = record.link(START);
    format!("{}\n", record.line())
}
