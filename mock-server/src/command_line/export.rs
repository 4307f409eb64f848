//! `mock-server export`: a session as a scenario, a script, a HAR or a journal (SB 15).

use std::{fs, path::PathBuf};

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};

use super::{Verdict, input::bytes, print, sandbox::WorldArgs};
use crate::surfaces::{
    SURFACES,
    control::{ExportForm, ExportRange, export_journal, read_journal},
};

/// Write the session of a world, or of a journal, as something that can be played again.
///
/// A feature runs with conformance run --features FILE; it demands the right answers, and so fails
/// on the server that showed a fault. A script of the shell needs curl and this program.
#[derive(Clone, Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    world: WorldArgs,
    /// Journal of one world; `-` is standard input. Without it, a running server is asked.
    file: Option<PathBuf>,
    /// Form of the export.
    #[arg(long = "as", value_enum, value_name = "FORM")]
    form: Form,
    /// Number of the first request; those before it that changed something are told as preparation.
    #[arg(long, value_name = "N")]
    from: Option<u64>,
    /// Number of the last request.
    #[arg(long, value_name = "N")]
    to: Option<u64>,
    /// Replace the sealed values of a journal by samples.
    #[arg(long)]
    strip: bool,
    /// File to write; standard output when absent.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// A feature of the conformance suite.
    Gherkin,
    /// A script of a POSIX shell.
    Curl,
    /// HAR 1.2.
    Har,
    /// The journal.
    Journal,
}

impl Form {
    fn named(self) -> (&'static str, ExportForm) {
        match self {
            Self::Gherkin => ("gherkin", ExportForm::Gherkin),
            Self::Curl => ("curl", ExportForm::Curl),
            Self::Har => ("har", ExportForm::Har),
            Self::Journal => ("journal", ExportForm::Journal),
        }
    }
}

impl Export {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let text = match &self.file {
            Some(file) => self.of_journal(&bytes(file)?).await?,
            None => self.of_server().await?,
        };
        match &self.output {
            Some(file) => {
                fs::write(file, text)
                    .with_context(|| format!("cannot write {}", file.display()))?;
            }
            None => print(&text)?,
        }
        Ok(Verdict::Yes)
    }

    async fn of_journal(&self, journal: &[u8]) -> anyhow::Result<String> {
        let records = read_journal(journal)?;
        let range = ExportRange { from: self.from.unwrap_or(1), to: self.to.unwrap_or(u64::MAX) };
        let (_, form) = self.form.named();
        if form == ExportForm::Journal && self.from.is_some() {
            return Err(anyhow!("a journal begins with the world itself: leave --from out"));
        }
        Ok(export_journal(&records, (form, range, self.strip), &SURFACES).await?)
    }

    async fn of_server(&self) -> anyhow::Result<String> {
        let (name, _) = self.form.named();
        let mut path = self.world.path(&format!("/export?as={name}"));
        for (bound, number) in [("from", self.from), ("to", self.to)] {
            if let Some(number) = number {
                path.push_str(&format!("&{bound}={number}"));
            }
        }
        if self.strip {
            path.push_str("&strip=true");
        }
        self.world.sandbox()?.text(&path).await
    }
}
