//! `conformance report`: other forms of reports that were made.

use std::path::PathBuf;

use anyhow::Context;

use super::say;
use crate::report::{self, Format};

/// Options of `report`.
#[derive(clap::Args)]
pub struct Options {
    /// Reports in JSON; several become one, and of a scenario in more than one the last counts.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// A report to write: `html=report.html`. Repeatable; none prints text.
    #[arg(long = "as", value_name = "FORMAT=FILE", value_parser = super::run::output)]
    outputs: Vec<(Format, PathBuf)>,
}

pub(super) fn execute(options: &Options) -> anyhow::Result<u8> {
    let mut reports = Vec::new();
    for file in &options.input {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        reports.push(report::read(&text).with_context(|| file.display().to_string())?);
    }
    let report = report::merge(reports).context("no report was named")?;
    if options.outputs.is_empty() {
        say::page(&report::text(&report));
    }
    for (format, file) in &options.outputs {
        report::write(&report, *format, file)?;
        say!("wrote {}", file.display());
    }
    Ok(report.exit_code())
}
