//! `conformance run`: judges a target.

use std::{
    collections::BTreeSet,
    io::IsTerminal,
    path::{Path, PathBuf},
};

use anyhow::Context;
use jiff::Zoned;

use super::{Selection, say, signals};
use crate::{
    Plan, exit, outlet,
    progress::Progress,
    ratchet::Ratchet,
    register::{Level, register},
    report::{self, Format, Outcome, Report},
    run_watched,
    stop::Stop,
    target::{Budget, Cost},
};

/// The file of the last run's report.
const LAST: &str = "conformance-out/last.json";

/// The file of things that a run made and cannot undo.
const LEFT_BEHIND: &str = "conformance-out/left-behind.json";

/// Options of `run`.
#[derive(clap::Args)]
pub struct Options {
    #[command(flatten)]
    chosen: Selection,
    /// The highest level judged: documented, public or decided [default: as the target says].
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// Say what would be sent and what it would cost, and send nothing.
    #[arg(long)]
    plan: bool,
    /// Limits of expenses: `money=10.00,cards=3,customers=1,requests=500`.
    #[arg(long, value_parser = Budget::parse)]
    budget: Option<Budget>,
    /// Costs that are allowed: money, irreversible, ships, creates-customer.
    #[arg(long, value_delimiter = ',', value_parser = cost)]
    allow: Vec<Cost>,
    /// Failures that are known (TOML) [default: as the target says].
    #[arg(long, value_name = "FILE")]
    ratchet: Option<PathBuf>,
    /// Only what failed, was blocked or in error in that report [default: the last run's].
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = LAST)]
    rerun: Option<PathBuf>,
    /// Write a report: `html=report.html`; json, junit, html, messages or text. Repeatable.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    report: Vec<(Format, PathBuf)>,
    /// The order in which scenarios start.
    #[arg(long, default_value = "file", value_parser = ["file", "random"])]
    order: String,
    /// End at the first failure.
    #[arg(long)]
    fail_fast: bool,
    /// The longest time for one request: `30s`, `500ms`.
    #[arg(long, value_parser = duration)]
    timeout: Option<std::time::Duration>,
    /// The number of further attempts at a scenario that failed.
    #[arg(long, default_value_t = 0)]
    retries: usize,
    /// Let a scenario pass that held only when tried again.
    #[arg(long)]
    allow_flaky: bool,
    /// Take a skipped scenario for a mistake of the configuration.
    #[arg(long)]
    no_skip: bool,
}

/// A level that can be chosen.
pub(super) fn level(text: &str) -> Result<Level, String> {
    match text {
        "documented" => Ok(Level::Documented),
        "public" => Ok(Level::Public),
        "decided" => Ok(Level::Decided),
        other => Err(format!("{other:?} is no level: documented, public, decided")),
    }
}

pub(super) fn cost(text: &str) -> Result<Cost, String> {
    let names = || Cost::ALL.iter().map(|cost| cost.tag()).collect::<Vec<_>>().join(", ");
    Cost::named(text).ok_or_else(|| format!("{text:?} is no cost: {}", names()))
}

/// `FORMAT=FILE`.
pub(super) fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let (format, file) = text.split_once('=').ok_or("write it as html=report.html")?;
    let format = format
        .parse()
        .map_err(|_| format!("{format:?} is no format: text, json, junit, html, messages"))?;
    Ok((format, file.into()))
}

fn duration(text: &str) -> Result<std::time::Duration, String> {
    let number = |digits: &str| digits.parse::<u64>().map_err(|_| format!("{text:?} is no time"));
    if let Some(digits) = text.strip_suffix("ms") {
        return number(digits).map(std::time::Duration::from_millis);
    }
    if let Some(digits) = text.strip_suffix('m') {
        return number(digits).map(|minutes| std::time::Duration::from_secs(minutes * 60));
    }
    number(text.strip_suffix('s').unwrap_or(text)).map(std::time::Duration::from_secs)
}

pub(super) async fn execute(options: Options) -> anyhow::Result<u8> {
    if options.plan {
        let plan = options.planned(super::planning_target(&options.chosen.target)?)?;
        say::page(&crate::forecast::text(&plan)?);
        return Ok(exit::CONFORM);
    }
    let stop = Stop::default();
    signals::heed(&stop)?;
    // What has to be read is read while the target starts.
    let source = options.chosen.source();
    let reading = tokio::task::spawn_blocking(move || {
        register();
        source.kept()
    });
    let (target, _running) = tokio::select! {
        target = super::target(&options.chosen.target) => target?,
        signal = stop.signalled() => return Ok(signal.exit_code()),
    };
    let source = reading.await??;
    let plan = Plan { stop, source, ..options.planned(target)? };
    // The list of known failures is read before anything is sent.
    let ratchet = options.ratchet.as_ref().or(plan.target.ratchet.as_ref());
    let ratchet = ratchet.map(|file| Ratchet::from_file(file)).transpose()?.unwrap_or_default();

    let mut progress = Progress::of(&plan)?;
    let mut report = run_watched(&plan, |case| progress.show(case)).await?;
    progress.clear();
    ratchet.apply(&mut report, Zoned::now().date());

    // What was judged is written before anything is printed: a reader may have gone.
    let (whole, written) = write_all(&report, &options.report);
    let terminal = std::io::stdout().is_terminal() && console::colors_enabled();
    if terminal {
        say::painted(&report::coloured(&report));
    } else {
        say::page(&report::text(&report));
    }
    written.iter().for_each(|line| say!("{line}"));
    let code = match report.exit_code() {
        exit::CONFORM | exit::NOTHING_RAN if !whole => exit::CONFIGURATION,
        code => code,
    };
    if options.no_skip && code == exit::CONFORM && report.count("skipped") > 0 {
        say!("exit {}: scenarios were skipped (--no-skip)", exit::CONFIGURATION);
        return Ok(exit::CONFIGURATION);
    }
    Ok(code)
}

impl Options {
    /// The options that decide what a scenario does, ready for a shell.
    fn options_again(&self, chosen: &str) -> String {
        let level = self.level.map(|level| format!("--level {level}"));
        let costs: Vec<_> = self.allow.iter().map(ToString::to_string).collect();
        let allow = (!costs.is_empty()).then(|| format!("--allow {}", costs.join(",")));
        let chosen = (!chosen.is_empty()).then(|| chosen.to_owned());
        let all: Vec<_> = [chosen, level, allow].into_iter().flatten().collect();
        all.join(" ")
    }

    fn planned(&self, target: crate::target::Target) -> anyhow::Result<Plan> {
        let mut plan = self.chosen.clone().plan_for(target);
        plan.again.options = self.options_again(&plan.again.options);
        plan.level = self.level.unwrap_or(plan.level);
        plan.target.safety.allow.extend(&self.allow);
        if let Some(Budget(limits)) = &self.budget {
            plan.target.safety.budget.0.extend(limits);
        }
        plan.target.request_timeout = self.timeout.unwrap_or(plan.target.request_timeout);
        plan.shuffled = self.order == "random";
        plan.fail_fast = self.fail_fast;
        plan.retries = self.retries;
        plan.allow_flaky = self.allow_flaky;
        if let Some(file) = &self.rerun {
            plan.only = Some(failures_of(file)?);
        }
        Ok(plan)
    }
}

/// The scenarios of a report that did not come out well.
fn failures_of(file: &Path) -> anyhow::Result<BTreeSet<String>> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("there is no report {} of a last run", file.display()))?;
    let report = report::read(&text).with_context(|| file.display().to_string())?;
    let bad = |outcome: &Outcome| {
        matches!(outcome, Outcome::Failed { .. } | Outcome::Blocked { .. } | Outcome::Error { .. })
    };
    Ok(report.cases.into_iter().filter(|case| bad(&case.outcome)).map(|case| case.id).collect())
}

/// Writes every report, and what stays on the target. What cannot be written is said, and keeps
/// nothing else from being written; answers whether all is there, and what is to be said of it.
fn write_all(report: &Report, reports: &[(Format, PathBuf)]) -> (bool, Vec<String>) {
    let (mut whole, mut written) = (true, Vec::new());
    let mut tell = |done: anyhow::Result<()>| {
        if let Err(error) = &done {
            outlet::complain(format_args!("conformance: {error:#}"));
            whole = false;
        }
        done.is_ok()
    };
    tell(report::write(report, Format::Json, Path::new(LAST)));
    for (format, file) in reports {
        if tell(report::write(report, *format, file)) {
            written.push(format!("wrote {}", file.display()));
        }
    }
    let left = left_behind(report);
    if let Ok(count @ 1..) = left {
        written.push(format!("{count} things stay on the target: {LEFT_BEHIND}"));
    }
    tell(left.map(drop));
    (whole, written)
}

/// Writes down what stays on the target; how much that is.
fn left_behind(report: &Report) -> anyhow::Result<usize> {
    let rows: Vec<_> = report
        .cases
        .iter()
        .flat_map(|case| case.left_behind.iter().map(|left| (&case.id, left)))
        .map(|(scenario, left)| {
            serde_json::json!({
                "scenario": scenario, "operation": left.operation, "asked": left.asked,
                "answer": left.answer,
            })
        })
        .collect();
    if !rows.is_empty() {
        outlet::write_json(Path::new(LEFT_BEHIND), &rows)?;
    }
    Ok(rows.len())
}
