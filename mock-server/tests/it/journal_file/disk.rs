//! A disk that fails: what was written and not synced may be lost at a crash, wholly or in part.

use std::{
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, mpsc},
};

use mock_server::journal_file::{Batch, Storage};

use super::Dice;

/// The state of the disk, which outlives its server.
#[derive(Clone)]
pub(crate) struct Disk(Arc<Mutex<State>>);

pub(crate) struct State {
    /// Contents as programs see them.
    seen: Vec<u8>,
    /// Contents as they are after a loss of power.
    kept: Vec<u8>,
    /// Note about a batch, as programs see it and after a loss of power.
    batch: [Option<Batch>; 2],
    dice: Dice,
    /// A write or sync fails once in so many times; never when 0.
    pub(super) fails_once_in: u64,
    /// True while everything fails.
    pub(crate) is_full: bool,
    /// Number of failures.
    pub(super) failures: u64,
    /// Number of syncs.
    pub(super) syncs: u64,
}

impl Disk {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(State {
            seen: Vec::new(),
            kept: Vec::new(),
            batch: [None, None],
            dice: Dice(seed),
            fails_once_in: 0,
            is_full: false,
            failures: 0,
            syncs: 0,
        })))
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Lets nothing be written until the result is dropped.
    pub(crate) fn hold(&self) -> mpsc::Sender<()> {
        let (release, released) = mpsc::channel();
        let (began, begun) = mpsc::channel();
        let disk = self.clone();
        std::thread::spawn(move || {
            let held = disk.state();
            began.send(()).unwrap();
            let _ = released.recv();
            drop(held);
        });
        begun.recv().unwrap();
        release
    }

    /// Leaves the file as a crash leaves it: all that was synced, and some of the rest.
    pub(super) fn crash(&self, file: &Path) {
        let mut state = self.state();
        let mut left = state.kept.clone();
        let batch = state.batch[1].or(state.batch[0]);
        // A file grows in the order of its bytes.
        if state.seen.starts_with(&left) {
            let more = (state.seen.len() - left.len()) as u64 + 1;
            let more = usize::try_from(state.dice.below(more)).unwrap();
            left.extend_from_slice(&state.seen[left.len()..left.len() + more]);
        }
        std::fs::write(file, left).unwrap();
        if let Some(batch) = batch {
            let note = format!("{}.batch", file.display());
            std::fs::write(note, serde_json::to_vec(&batch).unwrap()).unwrap();
        }
    }
}

impl State {
    fn fails(&mut self) -> bool {
        let is_failure =
            self.is_full || (self.fails_once_in > 0 && self.dice.once_in(self.fails_once_in));
        self.failures += u64::from(is_failure);
        is_failure
    }

    fn some_of(&mut self, most: usize) -> usize {
        usize::try_from(self.dice.below(most as u64 + 1)).unwrap()
    }
}

impl Storage for Disk {
    fn write(&mut self, offset: u64, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.state();
        let offset = usize::try_from(offset).unwrap();
        let fails = state.fails();
        // A write that fails may have written some, and one that does not may have written not all.
        let many = match (fails, state.dice.once_in(3)) {
            (true, _) => state.some_of(bytes.len()),
            (false, true) => state.some_of(bytes.len()).max(1).min(bytes.len()),
            (false, false) => bytes.len(),
        };
        if state.seen.len() < offset + many {
            state.seen.resize(offset + many, 0);
        }
        state.seen[offset..offset + many].copy_from_slice(&bytes[..many]);
        if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(many) }
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.state();
        state.syncs += 1;
        if state.fails() {
            // Some of it is there all the same.
            let many = state.seen.len();
            let some = state.some_of(many);
            if some > state.kept.len() && state.seen.starts_with(&state.kept) {
                state.kept = state.seen[..some].to_vec();
            }
            return Err(io::Error::other("the disk has failed"));
        }
        state.kept = state.seen.clone();
        Ok(())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let mut state = self.state();
        if state.fails() {
            return Err(io::Error::other("the disk has failed"));
        }
        state.seen.truncate(usize::try_from(length).unwrap());
        Ok(())
    }

    fn begin(&mut self, batch: Batch, is_durable: bool) -> io::Result<()> {
        let mut state = self.state();
        if state.fails() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        state.batch[0] = Some(batch);
        if is_durable {
            state.batch[1] = Some(batch);
        }
        Ok(())
    }

    fn complete(&mut self) -> io::Result<()> {
        let mut state = self.state();
        if state.fails() {
            return Err(io::Error::other("the disk has failed"));
        }
        state.batch = [None, None];
        Ok(())
    }
}
