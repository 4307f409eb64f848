//! `mock-server journal strip`: a journal without the secrets that clients typed (SB 13.1).

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::{
    command_line::{Verdict, journal_args::JournalArgs, print},
    journal_file::{Durability, write_private},
    world::{Record, strip::stripped},
};

/// Replace the sealed values of a journal by samples of the same kind, equal ones by equal ones, so
/// that it can be given away. Prints the journal, or writes it to a file.
#[derive(Clone, Debug, Args)]
pub(in crate::command_line) struct Strip {
    #[command(flatten)]
    file: JournalArgs,
    /// File to write, in the place of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Strip {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let mut journals = self.file.read()?;
        if let Some(world) = &self.file.world {
            journals.all.retain(|journal| journal.world == *world);
        }
        for journal in &mut journals.all {
            journal.records = stripped(&journal.records)
                .with_context(|| format!("the journal of {}", journal.world))?;
        }
        let lines: String = match &self.file.world {
            Some(_) => text(journals.all.iter().flat_map(|journal| &journal.records)),
            None => text(journals.lines()),
        };
        match &self.output {
            None => print(&lines)?,
            // For nobody else to read: the seed is still in it.
            Some(file) => write_private(file, lines.as_bytes(), Durability::System)
                .with_context(|| format!("cannot write {}", file.display()))?,
        }
        Ok(Verdict::Yes)
    }
}

fn text<'r>(records: impl Iterator<Item = &'r Record>) -> String {
    records.map(|record| format!("{}\n", record.line())).collect()
}
