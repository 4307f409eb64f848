//! `conformance diff`: do two targets answer the same?

use super::{Selection, signals};
use crate::{
    Plan,
    diff::{Likeness, compare},
    exit, run,
    stop::Stop,
};

/// Options of `diff`.
#[derive(clap::Args)]
pub struct Options {
    /// Beginnings of requirement ids; none means all.
    filter: Vec<String>,
    /// One target: as `--target` of `run`.
    #[arg(long)]
    left: String,
    /// The other.
    #[arg(long)]
    right: String,
    /// The seed of all worlds.
    #[arg(long, default_value = "conformance")]
    seed: String,
}

pub(super) async fn execute(options: Options) -> anyhow::Result<u8> {
    let stop = Stop::default();
    signals::heed(&stop)?;
    let mut reports = Vec::new();
    for name in [&options.left, &options.right] {
        let chosen = Selection {
            filter: options.filter.clone(),
            target: name.clone(),
            tags: None,
            jobs: None,
            webdriver: None,
            seed: options.seed.clone(),
            features: None,
        };
        let (plan, _running) = tokio::select! {
            planned = chosen.plan() => planned?,
            signal = stop.signalled() => return Ok(signal.exit_code()),
        };
        let plan = Plan { keep_exchanges: true, stop: stop.clone(), ..plan };
        reports.push(run(&plan).await?);
    }
    let [left, right] = reports.as_slice() else { unreachable!("two targets were named") };
    let rows = compare(left, right);
    for row in &rows {
        say!("{:<15} {}  {}", row.likeness.word(), row.id, row.detail);
    }
    let count = |likeness| rows.iter().filter(|row| row.likeness == likeness).count();
    let (same, differs) = (count(Likeness::Same), count(Likeness::Differs));
    let rest = count(Likeness::NotComparable);
    say!("\n{same} same, {differs} differ, {rest} not comparable");
    if let Some(signal) = stop.by_signal() {
        return Ok(signal.exit_code());
    }
    Ok(match (same, differs) {
        (0, 0) => exit::NOTHING_RAN,
        (_, 0) => exit::CONFORM,
        _ => exit::BEHAVIOUR,
    })
}
