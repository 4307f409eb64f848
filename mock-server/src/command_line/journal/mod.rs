//! `mock-server journal`: journal files, without a server (SB 20).

mod check;
mod compact;

use clap::{Args, Subcommand};

use super::Verdict;

/// Check a journal file, or make it smaller.
#[derive(Clone, Debug, Args)]
pub(super) struct Journal {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    Check(check::Check),
    Compact(compact::Compact),
}

impl Journal {
    pub(super) fn run(self) -> anyhow::Result<Verdict> {
        match self.action {
            Action::Check(command) => command.run(),
            Action::Compact(command) => command.run(),
        }
    }
}
