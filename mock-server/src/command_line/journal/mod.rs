//! `mock-server journal`: journal files, without a server (SB 13, 20).

mod check;
mod compact;
mod strip;

use clap::{Args, Subcommand};

use super::Verdict;

/// Work on the journal file of a server, or on an exported journal.
#[derive(Clone, Debug, Args)]
pub(super) struct Journal {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    Check(check::Check),
    Compact(compact::Compact),
    Strip(strip::Strip),
}

impl Journal {
    pub(super) fn run(self) -> anyhow::Result<Verdict> {
        match self.action {
            Action::Check(command) => command.run(),
            Action::Compact(command) => command.run(),
            Action::Strip(command) => command.run(),
        }
    }
}
