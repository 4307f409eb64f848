//! The writer: the one thread that writes to the journal file.

use std::{io, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{
    Batch, JournalSync, Storage,
    queue::{Group, Shared, Work},
};
use crate::world::clock::real_now;

/// Time between two syncs with [`JournalSync::Batch`] (SB 13.3).
const PAUSE: Duration = Duration::from_millis(100);

/// Bytes that are written to find out whether anything can be written.
const PROBE: usize = 64 << 10;

/// State of the writer.
pub(super) struct Writer {
    storage: Box<dyn Storage>,
    shared: Arc<Shared>,
    sync: JournalSync,
    retry: Duration,
    /// End of the good lines, in bytes.
    end: u64,
    /// Lines before the end that were taken for stored and are not synced; only with
    /// [`JournalSync::Batch`].
    unsynced: Vec<u8>,
    /// Real time at which they are to be synced.
    due: Option<Timestamp>,
    /// True after a failure, until something could be written.
    is_failing: bool,
}

impl Writer {
    pub(super) fn new(
        storage: Box<dyn Storage>,
        shared: Arc<Shared>,
        end: u64,
        sync: JournalSync,
        retry: Duration,
    ) -> Self {
        let unsynced = Vec::new();
        Self { storage, shared, sync, retry, end, unsynced, due: None, is_failing: false }
    }

    /// Writes until it is told to end.
    pub(super) fn run(mut self) {
        loop {
            match self.shared.next(self.patience()) {
                Work::Write(group) => self.write(&group),
                Work::Wake => {}
                Work::End => break,
            }
            if self.is_failing {
                self.recover();
            } else if self.due.is_some_and(|due| due <= real_now()) {
                self.sync_batch();
            }
        }
        if self.is_failing {
            self.recover();
        } else if self.sync != JournalSync::Off && self.storage.sync().is_err() {
            tracing::error!(file = self.shared.name(), "the end of the journal is not on the disk");
        }
    }

    /// Time for which the writer waits for lines.
    fn patience(&self) -> Option<Duration> {
        if self.is_failing {
            return Some(self.retry);
        }
        let left = self.due?.duration_since(real_now());
        Some(Duration::try_from(left).unwrap_or(Duration::ZERO))
    }

    fn write(&mut self, group: &Group) {
        match self.store(group) {
            Ok(()) => {
                self.end += group.lines.len() as u64;
                if self.sync == JournalSync::Batch {
                    self.unsynced.extend_from_slice(&group.lines);
                    let pause = SignedDuration::try_from(PAUSE).unwrap_or_default();
                    let due = || real_now().checked_add(pause).unwrap_or(Timestamp::MAX);
                    self.due.get_or_insert_with(due);
                }
                self.shared.stored(group.last);
            }
            Err(error) => self.fail(&error),
        }
    }

    fn store(&mut self, group: &Group) -> io::Result<()> {
        let is_whole = group.is_whole;
        if is_whole {
            let batch = Batch { start: self.end, bytes: group.lines.len() as u64 };
            self.storage.begin(batch, self.sync != JournalSync::Off)?;
        }
        write_all(self.storage.as_mut(), self.end, &group.lines)?;
        if self.sync == JournalSync::Always || (is_whole && self.sync == JournalSync::Batch) {
            self.storage.sync()?;
        }
        if is_whole {
            // What is complete may be called begun.
            let _ = self.storage.complete();
        }
        Ok(())
    }

    fn sync_batch(&mut self) {
        self.due = None;
        match self.storage.sync() {
            Ok(()) => self.unsynced.clear(),
            Err(error) => self.fail(&error),
        }
    }

    /// Takes back what is not stored, and tells so. What was taken for stored is kept, to be written
    /// again.
    fn fail(&mut self, error: &io::Error) {
        // At once, so that it does not come back if the server is killed now. Tried again below.
        let _ = self.storage.cut(self.end);
        self.is_failing = true;
        self.due = None;
        tracing::error!(file = self.shared.name(), %error, "the journal cannot be written");
        self.shared.lost(error.to_string());
    }

    /// Tries whether the file can be written again.
    fn recover(&mut self) {
        match self.try_again() {
            Ok(()) => {
                self.is_failing = false;
                self.unsynced.clear();
                tracing::info!(file = self.shared.name(), "the journal is written again");
                self.shared.recovered();
            }
            Err(error) => {
                tracing::debug!(file = self.shared.name(), %error, "the journal cannot be written");
            }
        }
    }

    /// Writes again what a failed sync may have left anywhere, and as much as a few records need.
    fn try_again(&mut self) -> io::Result<()> {
        let synced = self.end - self.unsynced.len() as u64;
        self.storage.cut(synced)?;
        let _ = self.storage.complete();
        write_all(self.storage.as_mut(), synced, &self.unsynced)?;
        // Without a line feed, so that a start takes it for an incomplete line.
        write_all(self.storage.as_mut(), self.end, &[b' '; PROBE])?;
        if self.sync != JournalSync::Off {
            self.storage.sync()?;
        }
        self.storage.cut(self.end)?;
        if self.sync != JournalSync::Off {
            self.storage.sync()?;
        }
        Ok(())
    }
}

impl Drop for Writer {
    /// Nobody waits for a writer that has ended, even by a defect.
    fn drop(&mut self) {
        self.shared.lost("its writer has ended".to_owned());
    }
}

fn write_all(storage: &mut dyn Storage, start: u64, bytes: &[u8]) -> io::Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        match storage.write(start + done as u64, &bytes[done..]) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(some) => done += some,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
