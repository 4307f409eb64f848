//! `conformance rehearse`: writes down what each scenario sends, as seen on a sandbox.

use std::path::PathBuf;

use super::Selection;
use crate::{exit, rehearsal, run};

/// Options of `rehearse`.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    chosen: Selection,
    /// The file to write.
    #[arg(long, default_value = "fixtures/operations.tsv")]
    output: PathBuf,
}

pub(super) async fn execute(options: Options) -> anyhow::Result<u8> {
    let (plan, _running) = options.chosen.plan().await?;
    anyhow::ensure!(plan.target.is_sandbox(), "only a sandbox can be rehearsed on");
    let report = run(&plan).await?;
    std::fs::write(&options.output, rehearsal::written(&report.cases))?;
    say!("{} scenarios, {}", report.cases.len(), options.output.display());
    Ok(exit::CONFORM)
}
