//! Opening of a journal file: locked, read, and repaired at its end.

use std::{
    fs::{File, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Batch, JournalFile, JournalSync, OpenError, RETRY, Scan,
    disk::Disk,
    files::{beside, private, sync_directory},
    scan::scan_open,
};
use crate::world::clock::real_now;

/// A journal file that was opened.
pub struct Opened {
    /// The file, which takes records.
    pub file: JournalFile,
    /// Worlds that it holds.
    pub scan: Scan,
    /// The file in which an incomplete end was saved.
    pub saved: Option<PathBuf>,
}

impl JournalFile {
    /// Opens a file, or creates it, readable for its owner alone. An incomplete end is cut off and
    /// saved beside the file. Errors: the file cannot be used, is in use, or is damaged before its
    /// end; then it is unchanged.
    pub fn open(path: &Path, sync: JournalSync) -> Result<Opened, OpenError> {
        let io = OpenError::io(path);
        let (file, scan, saved) = repaired(path)?;
        let storage = Box::new(Disk { file, path: path.to_owned() });
        let name = path.display().to_string();
        let file = Self::on(storage, (name, scan.end), sync, RETRY).map_err(io)?;
        Ok(Opened { file, scan, saved })
    }
}

/// The locked file, what it holds, and where its incomplete end was saved.
pub(super) fn repaired(path: &Path) -> Result<(File, Scan, Option<PathBuf>), OpenError> {
    let io = OpenError::io(path);
    let mut file = locked(path)?;
    let scan = scan_open(&file, path)?;
    let saved = match &scan.torn {
        Some(torn) => {
            let saved = save(&mut file, path, torn.start).map_err(&io)?;
            file.set_len(torn.start).map_err(&io)?;
            file.sync_all().map_err(&io)?;
            Some(saved)
        }
        None => None,
    };
    Batch::forget(path).map_err(&io)?;
    Ok((file, scan, saved))
}

/// Opens a file for this process alone.
fn locked(path: &Path) -> Result<File, OpenError> {
    let io = OpenError::io(path);
    loop {
        let file = private().read(true).create(true).truncate(false).open(path).map_err(&io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::Locked(path.to_owned())),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        // A compaction may have put another file in its place before the lock was free.
        if is_at(&file, path).map_err(&io)? {
            sync_directory(path).map_err(&io)?;
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match std::fs::metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (ours.dev(), ours.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}

/// Copies the end of a file from an offset on into a file beside it.
fn save(file: &mut File, path: &Path, start: u64) -> io::Result<PathBuf> {
    file.seek(SeekFrom::Start(start))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    let time = written(real_now());
    for number in 1.. {
        let name =
            if number == 1 { format!("torn-{time}") } else { format!("torn-{time}-{number}") };
        let saved = beside(path, &name);
        match private().create_new(true).open(&saved) {
            Ok(mut copy) => {
                copy.write_all(&end)?;
                copy.sync_all()?;
                sync_directory(path)?;
                return Ok(saved);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// An instant for the name of a file, `20300101T000000Z`.
fn written(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}
