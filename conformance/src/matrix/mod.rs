//! The matrix of mutants: faults of a server that nobody has to think of. A run against the sandbox
//! shows the answers of each operation (`recording`); every member of every answer is then varied
//! in every way that suits its form, every refusal is told in another way, every effect is lost,
//! repeated, made elsewhere, made by somebody else or not seen (`make`), every rule is set beyond its
//! edges (`rules`), every check that stands before operations is skipped for each of them (`checks`),
//! every form of an argument that a document allows is refused (`forms`), and GraphQL documents are
//! misread (`documents`).
//! The sandbox makes these variations at its door, as deviations that are written out.
//!
//! A mutant is run against the scenarios whose traffic reaches it, until one of them fails
//! (`judge`). The `level` of the broken statement says which requirements have to notice it.

pub mod change;
pub mod checks;
mod documents;
pub mod equivalent;
pub mod forms;
mod html;
mod judge;
pub mod kind;
pub mod level;
mod looks;
mod make;
pub mod mutant;
mod recording;
mod rules;
pub mod shard;
mod tally;
mod text;

use futures::{StreamExt, stream};
use serde::Serialize;

pub use self::{
    change::Change, checks::Checks, equivalent::Equivalents, forms::Forms, html::html,
    judge::Judged, kind::Kind, level::Levels, mutant::Mutant, shard::Shard, tally::Tally,
    text::text,
};
use crate::{Plan, register::Level, run, target::Surface};
use judge::Judge;
use recording::Recording;

/// The limits of the matrix, as each of its reports says them.
const NOT_JUDGED: &str = "\
A gap is a mutant that breaks what a document or a public page states and that no requirement of \
that level notices, or one that a scenario takes for a fault of the suite. Run and counted, but not \
judged: mutants of what is only decided, each against a few dozen scenarios, the likeliest to notice \
it. Unreached mutants changed no answer and are no gaps, apart \
from forms of arguments that a document allows and no scenario sends, and checks of an operation that \
no scenario fails. There is no mutant of what no scenario was ever answered.";

/// The mutants to judge by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only these kinds, by their words; none means all.
    pub kinds: Vec<String>,
    /// Only these operations; a trailing `*` stands for any ending. None means all.
    pub operations: Vec<String>,
    /// The weakest level that they may break; none means all.
    pub level: Option<Level>,
    /// One part of so many.
    pub shard: Option<Shard>,
    /// Only mutants that a change touches.
    pub change: Option<Change>,
    /// Make the mutants and judge none.
    pub list: bool,
}

/// The verdicts on all mutants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// The duration in milliseconds.
    pub millis: u64,
    /// In order of surface, operation and kind.
    pub mutants: Vec<Judged>,
    /// Declared equivalents that no mutant is, or that a scenario notices.
    pub stale: Vec<String>,
}

impl Matrix {
    /// True when no mutant is a gap and no declared equivalent is out of date.
    pub fn is_complete(&self) -> bool {
        self.stale.is_empty() && !self.mutants.iter().any(Judged::is_gap)
    }
}

/// The mutants of a target in order of their ids, which are the same in every run.
async fn mutants(plan: &Plan, scope: &Scope) -> anyhow::Result<(Recording, Vec<Mutant>)> {
    let observing = Plan { observes: true, level: Level::Decided, ..plan.clone() };
    let report = run(&observing).await?;
    let recording = Recording::of(&report.cases);
    let levels = Levels::load()?;
    let mut mutants = make::mutants(&recording, &levels);
    let catalogue = rules::catalogue(plan).await?;
    mutants.extend(rules::mutants(&catalogue, &report.cases));
    mutants.extend(documents::mutants(&recording, &levels));
    mutants.extend(Forms::load()?.mutants(&recording));
    mutants.extend(Checks::load()?.mutants(&recording));
    mutants.retain(|mutant| {
        // Forms of arguments are known without an answer: a filter leaves out those of surfaces that
        // it leaves out.
        let is_seen = plan.filter.is_empty() || !recording.of_surface(&mutant.surface).is_empty();
        is_seen && Surface::of(&mutant.surface).is_some_and(|surface| plan.target.has(surface))
    });
    let wanted = |mutant: &Mutant| {
        let kind = scope.kinds.is_empty()
            || scope
                .kinds
                .iter()
                .any(|kind| kind == mutant.kind.word() || kind == mutant.kind.group());
        let operation = scope.operations.is_empty()
            || scope.operations.iter().any(|one| level::fits(one, &mutant.operation));
        kind && operation
            && scope.level.is_none_or(|level| mutant.level <= level)
            && scope.change.as_ref().is_none_or(|change| change.touches(mutant, &recording))
    };
    mutants.retain(wanted);
    mutants.sort_by(|l, r| l.id.cmp(&r.id));
    mutants.dedup_by(|l, r| l.id == r.id);
    if let Some(shard) = scope.shard {
        mutants = shard.of(mutants);
    }
    Ok((recording, mutants))
}

/// Judges the suite by every mutant in scope; `watch` is told of each. Once the plan is stopped, no
/// further one is judged.
pub async fn matrix(
    plan: &Plan,
    scope: &Scope,
    equivalents: &Equivalents,
    mut watch: impl FnMut(&Judged, usize, usize),
) -> anyhow::Result<Matrix> {
    let began = std::time::Instant::now();
    // Thousands of runs read the features once.
    let plan = &Plan { source: plan.source.kept()?, ..plan.clone() };
    let (recording, mutants) = mutants(plan, scope).await?;
    let judge = Judge::of(plan, &recording);
    let all = mutants.len();
    let is_whole = scope.kinds.is_empty()
        && scope.operations.is_empty()
        && scope.level.is_none()
        && scope.change.is_none()
        && plan.filter.is_empty();
    let mut stale = match is_whole && scope.shard.is_none() {
        true => equivalents.unknown(&mutants),
        false => Vec::new(),
    };
    let judging = mutants.into_iter().map(|mutant| {
        let judge = &judge;
        let reason = equivalents.reason(&mutant);
        async move {
            if plan.stop.why().is_some() {
                return Ok(None);
            }
            let judged = judge.judge(mutant, reason, scope.list).await?;
            anyhow::Ok(plan.stop.why().is_none().then_some(judged))
        }
    });
    // A slow one does not hold up the others.
    let mut judging = stream::iter(judging).buffer_unordered(plan.jobs.max(1));
    let mut judged: Vec<Judged> = Vec::new();
    while let Some(one) = judging.next().await {
        if let Some(one) = one? {
            watch(&one, judged.len() + 1, all);
            judged.push(one);
        }
    }
    judged.sort_by(|l, r| l.mutant.id.cmp(&r.mutant.id));
    stale.extend(judged.iter().filter(|one| one.is_stale()).map(|one| one.mutant.id.clone()));
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Matrix { millis, mutants: judged, stale })
}
