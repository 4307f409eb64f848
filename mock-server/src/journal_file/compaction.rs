//! Compaction: the lines of worlds that are gone are dropped.

use std::{fs, io::Write, path::Path};

use super::{
    OpenError,
    files::{beside, private, sync_directory},
    opening::repaired,
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

/// Drops the lines of worlds that are gone. The new file is complete and on the disk before it takes
/// the place of the old one; after an error the old one is there. Errors: no such file, in use, or
/// damaged.
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
    let draft = beside(path, "compact");
    let write = || {
        let mut file = private().create(true).truncate(true).open(&draft)?;
        let mut out = std::io::BufWriter::new(&mut file);
        lines.iter().try_for_each(|(_, line)| out.write_all(line))?;
        out.flush()?;
        drop(out);
        file.sync_all()?;
        fs::rename(&draft, path)?;
        sync_directory(path)
    };
    write().map_err(&io)?;
    let kept = lines.len() as u64;
    let bytes = lines.iter().map(|(_, line)| line.len() as u64).sum();
    Ok(Compaction { kept, dropped: scan.lines - kept, bytes })
}
