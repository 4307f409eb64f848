//! The journal file: worlds that outlive their server, and nothing that was answered is lost (SB 13.3).

mod commands;
mod crash;
mod damage;
pub(crate) mod disk;
mod ending;
pub(crate) mod faults;
mod process;
mod restart;
mod sealing;
mod torn;

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use mock_server::journal_file::{JournalFile, JournalSync, OpenError, Opened};

/// A directory that goes with its test.
struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("mock-server-journal-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The journal file in it.
    fn file(&self) -> PathBuf {
        self.0.join("journal.ndjson")
    }

    /// Names of the files in it whose names begin so.
    fn named(&self, beginning: &str) -> Vec<PathBuf> {
        let all = std::fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
        let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut found: Vec<_> = all.filter(|path| name(path).starts_with(beginning)).collect();
        found.sort();
        found
    }

    /// Files into which incomplete ends were saved.
    fn torn(&self) -> Vec<PathBuf> {
        self.named("journal.ndjson.torn-")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Opens a journal file. A process that another test starts shares every lock until it is another
/// program, so a lock of ours may outlive its file for a moment.
fn opened(file: &Path, sync: JournalSync) -> Result<Opened, OpenError> {
    loop {
        match JournalFile::open(file, sync) {
            Err(OpenError::Locked(_)) => std::thread::yield_now(),
            opened => return opened,
        }
    }
}

/// Lines of a journal, each with its line feed.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

/// Random numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    /// A number below `most`.
    fn below(&mut self, most: u64) -> u64 {
        // Numbers of Knuth's MMIX; the high bits are the good ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    /// True once in so many times.
    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }
}
