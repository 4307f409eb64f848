//! `mock-server journal compact`: drops the lines of worlds that are gone.

use std::path::PathBuf;

use clap::Args;

use crate::{
    command_line::{Verdict, print},
    journal_file::compact,
};

/// Drop the lines of worlds that are gone from a journal file that no server has. The new file is on
/// the disk before it takes the place of the old one.
#[derive(Clone, Debug, Args)]
pub(super) struct Compact {
    /// The journal file.
    file: PathBuf,
}

impl Compact {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let done = compact(&self.file)?;
        let (kept, dropped, bytes) = (done.kept, done.dropped, done.bytes);
        print(&format!("{kept} lines stay, {dropped} were dropped; {bytes} bytes"))?;
        Ok(Verdict::Yes)
    }
}
