//! `conformance mutate`: would the suite notice?

use std::path::PathBuf;

use super::{Selection, say, signals};
use crate::{
    Plan, exit,
    mutate::{Accepted, Scope, mutate},
    stop::Stop,
};

/// Options of `mutate`.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    chosen: Selection,
    /// Only these deviations: `D-PG-AUTH-04`. Repeatable.
    #[arg(long, value_name = "ID")]
    deviation: Vec<String>,
    /// Deviations that need not be killed (TOML), each with its reason.
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// Run the whole suite under each deviation, to see what else it breaks. Slow.
    #[arg(long)]
    whole: bool,
    /// Leave out requirements without a scenario.
    #[arg(long)]
    covered: bool,
}

pub(super) async fn execute(options: Options) -> anyhow::Result<u8> {
    let accepted = options.accept.map(|file| Accepted::from_file(&file)).transpose()?;
    let stop = Stop::default();
    signals::heed(&stop)?;
    let (plan, _running) = tokio::select! {
        planned = options.chosen.plan() => planned?,
        signal = stop.signalled() => return Ok(signal.exit_code()),
    };
    let plan = Plan { stop: stop.clone(), ..plan };
    anyhow::ensure!(plan.target.is_sandbox(), "only a sandbox can be broken on purpose");
    let scope = Scope {
        deviations: options.deviation,
        covered_only: options.covered,
        whole: options.whole,
    };
    let result = mutate(&plan, &scope, accepted.unwrap_or_default()).await?;
    say::page(&result.text());
    if let Some(signal) = stop.by_signal() {
        say!("{} ended it: these are the deviations that were judged before", signal.name());
        return Ok(signal.exit_code());
    }
    Ok(match (result.mutants.is_empty(), result.is_complete()) {
        (true, _) => exit::NOTHING_RAN,
        (false, true) => exit::CONFORM,
        (false, false) => exit::BEHAVIOUR,
    })
}
