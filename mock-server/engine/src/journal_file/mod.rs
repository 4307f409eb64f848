//! The journal file: one file for all worlds of a server, from which they are back after a restart
//! (SB 13.3).
//!
//! A line is a record; lines of all worlds stand in the order in which they were taken. One thread,
//! the writer, takes all lines that wait, writes them in one go and calls `fdatasync` once for all of
//! them (group commit); answers wait for that and hold no lock meanwhile. What waits when a write or
//! a sync fails is lost: its requests are answered as unavailable, and each world is made again of
//! the lines that are stored. Nothing is taken until the file can be written again, which the writer
//! tries every second. What a failed sync has left behind the last good line is cut off and never
//! counted as stored, whatever a later sync says.
//!
//! [`JournalFile::open`] locks and reads the file: an incomplete last line is cut off and kept beside
//! it, and a damaged line before others is an error. [`compact`] drops worlds that are gone.

mod batch;
mod compaction;
mod disk;
mod engine;
mod failures;
mod files;
mod line;
mod opening;
mod queue;
mod scan;
mod writer;

use std::{
    sync::{Arc, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

use clap::ValueEnum;

pub use batch::Batch;
pub use compaction::{Compaction, REMEMBERED, compact};
pub use disk::Storage;
pub use engine::FileEngine;
pub use failures::OpenError;
pub use files::{Durability, write_private};
pub use opening::Opened;
pub use scan::{Ended, Life, RESET, Scan, Torn, scan, scan_file};

use crate::world::journal::{Receipt, Unavailable};
use queue::Shared;
use writer::Writer;

/// Durability of an answered request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum JournalSync {
    /// An answer leaves when its record is on the disk: it survives a loss of power.
    #[default]
    Always,
    /// Records are brought to the disk every 100 ms: an answered request survives the end of the
    /// server, and a loss of power unless it came in that time.
    Batch,
    /// The operating system brings records to the disk when it likes: an answered request survives
    /// the end of the server.
    Off,
}

/// Time after which the writer tries again to write (SB 13.3).
pub const RETRY: Duration = Duration::from_secs(1);

/// A journal file that takes records; cheap to clone. The last handle that is dropped ends the
/// writer, which stores what waits and unlocks the file.
#[derive(Clone)]
pub struct JournalFile {
    shared: Arc<Shared>,
    writer: Arc<WriterThread>,
}

impl JournalFile {
    /// A journal file in this storage, which holds so many bytes of good lines already. `name` is its
    /// name for people.
    pub fn on(
        storage: Box<dyn Storage>,
        (name, length): (String, u64),
        sync: JournalSync,
        retry: Duration,
    ) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::new(name));
        let writer = Writer::new(storage, shared.clone(), length, sync, retry);
        let thread = std::thread::Builder::new().name("journal".to_owned());
        let thread = thread.spawn(move || writer.run())?;
        let writer = WriterThread { shared: shared.clone(), thread: Some(thread).into() };
        Ok(Self { shared, writer: Arc::new(writer) })
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        self.shared.name()
    }

    /// Reason why nothing is taken at present, for people.
    pub fn trouble(&self) -> Option<String> {
        self.shared.locked(|queue| queue.trouble.clone())
    }

    /// Number of times at which what waited was lost.
    pub fn losses(&self) -> u64 {
        self.shared.losses()
    }

    /// Takes lines, each with its line feed, and waits until they are stored, all of them or none;
    /// none when something was lost since [`JournalFile::losses`] was this number. Blocks the thread
    /// for as long as one sync takes.
    pub fn store(&self, lines: &[u8], losses: u64) -> Result<(), Unavailable> {
        let number = self.shared.take(lines, losses, true)?;
        self.shared.wait(number)
    }

    /// Takes lines as [`JournalFile::store`] does, and does not wait.
    fn take(&self, lines: &[u8], losses: u64) -> Result<u64, Unavailable> {
        self.shared.take(lines, losses, false)
    }

    /// Receipt for everything that was taken so far, of all worlds.
    pub fn receipt(&self) -> Receipt {
        let number = self.shared.locked(|queue| queue.taken);
        Receipt::of(self.shared.watch(), number)
    }

    /// Stores what waits, ends the writer and unlocks the file; nothing is taken afterwards.
    pub fn close(&self) {
        self.writer.end();
    }
}

/// The thread of the writer.
struct WriterThread {
    shared: Arc<Shared>,
    thread: std::sync::Mutex<Option<JoinHandle<()>>>,
}

impl WriterThread {
    fn end(&self) {
        self.shared.end();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // After a panic nothing more is stored, which those who wait have been told.
            let _ = thread.join();
        }
    }
}

impl Drop for WriterThread {
    fn drop(&mut self) {
        self.end();
    }
}
