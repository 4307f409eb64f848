//! `conformance mutate`: would the suite notice?

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::{Selection, say, signals};
use crate::{
    Plan, exit,
    matrix::{self, Change, Equivalents, Matrix, Shard},
    mutate::{Accepted, Scope, mutate},
    outlet,
    register::Level,
    report::Format,
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
    #[command(flatten)]
    of_matrix: OfMatrix,
}

/// Options of `mutate --matrix`.
#[derive(clap::Args)]
struct OfMatrix {
    /// Judge by mutants that are made of what each operation answers, refuses and does, instead of
    /// by the deviations of the register.
    ///
    /// Exit code 1 means that a mutant breaks what a document or a public page states and no
    /// requirement of that level notices it. Mutants of what is only decided are run and counted, and
    /// never lead to 1. Nor do unreached ones, which changed no answer.
    #[arg(long)]
    matrix: bool,
    /// Only mutants of these kinds or groups of kinds: `member`, `off-by-one`. Repeatable.
    #[arg(long, value_name = "KIND", requires = "matrix")]
    kind: Vec<String>,
    /// Only mutants of these operations; a trailing `*` stands for any ending. Repeatable.
    #[arg(long, value_name = "NAME", requires = "matrix")]
    operation: Vec<String>,
    /// Only mutants of what has this level, or a stronger one: `public`.
    #[arg(long, value_parser = super::run::level, requires = "matrix")]
    level: Option<Level>,
    /// One part of so many, for several machines: `3/8`.
    #[arg(long, value_name = "N/M", requires = "matrix")]
    shard: Option<Shard>,
    /// Only what a change touches: a file with the output of `git diff`, `-` for standard input.
    #[arg(long, value_name = "FILE", requires = "matrix")]
    diff: Option<PathBuf>,
    /// Write the matrix: `json=matrix.json`; json, html or text. Repeatable.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = super::run::output, requires = "matrix")]
    report: Vec<(Format, PathBuf)>,
    /// Only list the mutants, and run no scenario under them.
    #[arg(long, requires = "matrix")]
    dry: bool,
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
    if options.of_matrix.matrix {
        return options.of_matrix.execute(&plan).await;
    }
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
    Ok(match result.mutants.is_empty() {
        true => exit::NOTHING_RAN,
        false if result.is_complete() => exit::CONFORM,
        false if result.is_unfinished() => exit::CONFIGURATION,
        false => exit::BEHAVIOUR,
    })
}

impl OfMatrix {
    async fn execute(self, plan: &Plan) -> anyhow::Result<u8> {
        let scope = matrix::Scope {
            kinds: self.kind,
            operations: self.operation,
            level: self.level,
            shard: self.shard,
            change: self.diff.as_deref().map(diff).transpose()?,
            list: self.dry,
        };
        let equivalents = Equivalents::load()?;
        let told = |_: &matrix::Judged, number: usize, all: usize| {
            if number.is_multiple_of(500) {
                say::aside(format_args!("{number} of {all} mutants"));
            }
        };
        let matrix = matrix::matrix(plan, &scope, &equivalents, told).await?;
        for (format, file) in &self.report {
            write(&matrix, *format, file)?;
        }
        if scope.list {
            for one in &matrix.mutants {
                say!("{:<10}  {}", one.mutant.level, one.mutant.id);
            }
        }
        say::page(&matrix::text(&matrix));
        if let Some(signal) = plan.stop.by_signal() {
            say!("{} ended it: these are the mutants that were judged before", signal.name());
            return Ok(signal.exit_code());
        }
        Ok(match (matrix.mutants.is_empty(), matrix.is_complete()) {
            (true, _) => exit::NOTHING_RAN,
            (false, true) => exit::CONFORM,
            (false, false) => exit::BEHAVIOUR,
        })
    }
}

fn diff(file: &Path) -> anyhow::Result<Change> {
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin()).context("cannot read the diff")?
    } else {
        let shown = file.display();
        std::fs::read_to_string(file).with_context(|| format!("cannot read {shown}"))?
    };
    Ok(Change::of(&text))
}

fn write(matrix: &Matrix, format: Format, file: &Path) -> anyhow::Result<()> {
    let text = match format {
        Format::Json => return outlet::write_json(file, matrix),
        Format::Html => matrix::html(matrix),
        Format::Text => matrix::text(matrix),
        Format::Junit | Format::Messages => anyhow::bail!("a matrix is json, html or text"),
    };
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
