//! Runs the scenarios that reach a mutant until one of them fails.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use serde::Serialize;

use super::{Kind, Mutant, recording::Recording};
use crate::{Plan, register::Level, report::Outcome, run};

/// The numbers of scenarios that are run before it is looked whether one has failed.
const BATCHES: [usize; 4] = [2, 6, 24, usize::MAX];

/// The largest number of scenarios that a mutant of what is only decided is run against. Such mutants are
/// counted and not judged. Of 170 that any scenario notices a later one is the first to notice one, and
/// to run the later ones takes a quarter of the matrix.
const ENOUGH: usize = 32;

/// The verdict on one mutant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// The mutant.
    #[serde(flatten)]
    pub mutant: Mutant,
    /// The verdict.
    pub verdict: Verdict,
    /// The scenario that noticed first, or that took it for its own fault.
    pub by: Option<String>,
    /// The level of the requirement of that scenario.
    pub by_level: Option<Level>,
    /// The number of scenarios that were run.
    pub scenarios: usize,
    /// The declared reason why the mutant is no fault.
    pub equivalent: Option<String>,
}

/// The answer to the question whether the suite noticed a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Verdict {
    /// A scenario of the level that it breaks failed, or of a stronger one.
    Killed,
    /// Only scenarios of weaker levels failed.
    Weakly,
    /// Only what scenarios start from could not be made.
    Blocked,
    /// A scenario took it for a fault of the suite.
    Blamed,
    /// Nothing failed, although it made a difference.
    Survived,
    /// No request of any scenario was answered differently, so there was nothing to notice.
    Unreached,
    /// Only listed: no scenario was run.
    Listed,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

impl Judged {
    /// True when the suite lets pass what a document or a public page forbids, or takes the mutant
    /// for a fault of its own. Mutants that break what is only decided are no gaps, nor are unreached
    /// ones, apart from a form of an argument that no scenario sends and a check that none fails.
    pub fn is_gap(&self) -> bool {
        let noticed = match self.verdict {
            Verdict::Killed | Verdict::Listed => true,
            Verdict::Unreached => {
                !matches!(self.mutant.kind, Kind::FormRefused | Kind::CheckSkipped)
            }
            Verdict::Weakly | Verdict::Blocked | Verdict::Blamed | Verdict::Survived => false,
        };
        let told = self.mutant.level != Level::Decided;
        (told && !noticed && self.equivalent.is_none()) || self.verdict == Verdict::Blamed
    }

    /// True when the mutant is declared to be no fault although a scenario fails, or although no
    /// request meets it.
    pub(super) fn is_stale(&self) -> bool {
        self.equivalent.is_some() && matches!(self.verdict, Verdict::Killed | Verdict::Unreached)
    }
}

/// Judges mutants.
pub(super) struct Judge<'a> {
    plan: &'a Plan,
    recording: &'a Recording,
    /// The number of mutants that each scenario has noticed, by operation: those are asked first.
    noticed: Mutex<BTreeMap<(String, String), usize>>,
}

/// The results of the scenarios that were run so far.
#[derive(Default)]
struct Seen {
    failed: Option<(String, Level)>,
    blocked: Option<String>,
    blamed: Option<String>,
    hits: u64,
    ran: usize,
}

impl<'a> Judge<'a> {
    pub(super) fn of(plan: &'a Plan, recording: &'a Recording) -> Self {
        Self { plan, recording, noticed: Mutex::default() }
    }

    pub(super) async fn judge(
        &self,
        mutant: Mutant,
        equivalent: Option<String>,
        list: bool,
    ) -> anyhow::Result<Judged> {
        let mut seen = Seen::default();
        let (strong, weak) = self.candidates(&mutant);
        if !list {
            self.run(&mutant, strong, &mut seen).await?;
            if seen.failed.is_none() {
                self.run(&mutant, weak, &mut seen).await?;
            }
        }
        let verdict = match &seen {
            _ if list => Verdict::Listed,
            Seen { failed: Some((_, level)), .. } if *level <= mutant.level => Verdict::Killed,
            Seen { blamed: Some(_), .. } => Verdict::Blamed,
            Seen { failed: Some(_), .. } => Verdict::Weakly,
            Seen { blocked: Some(_), .. } => Verdict::Blocked,
            Seen { hits: 0, .. } => Verdict::Unreached,
            Seen { .. } => Verdict::Survived,
        };
        let by = match verdict {
            Verdict::Blamed => seen.blamed,
            _ => seen.failed.as_ref().map(|(id, _)| id.clone()).or(seen.blocked),
        };
        let by_level = seen.failed.map(|(_, level)| level);
        Ok(Judged { mutant, verdict, by, by_level, scenarios: seen.ran, equivalent })
    }

    /// The scenarios that reach a mutant: those whose level suffices, then the others; each list
    /// begins with what has noticed most, and then with what takes least time.
    fn candidates(&self, mutant: &Mutant) -> (Vec<String>, Vec<String>) {
        let noticed = self.noticed.lock().unwrap_or_else(PoisonError::into_inner);
        let rank = |id: &String| {
            let key = (mutant.operation.clone(), id.clone());
            let often = noticed.get(&key).copied().unwrap_or_default();
            let time = self.recording.millis.get(id).copied().unwrap_or_default();
            (std::cmp::Reverse(often), time, id.clone())
        };
        let level = |id: &String| self.recording.levels.get(id).copied();
        let mut all: Vec<_> = mutant.reached_by.iter().cloned().collect();
        all.sort_by_cached_key(rank);
        all.into_iter().partition(|id| level(id).is_some_and(|level| level <= mutant.level))
    }

    async fn run(
        &self,
        mutant: &Mutant,
        mut scenarios: Vec<String>,
        seen: &mut Seen,
    ) -> anyhow::Result<()> {
        for size in BATCHES {
            if scenarios.is_empty() || seen.failed.is_some() {
                break;
            }
            if mutant.level == Level::Decided {
                scenarios.truncate(ENOUGH.saturating_sub(seen.ran));
            }
            let rest = scenarios.split_off(size.min(scenarios.len()));
            let only: BTreeSet<_> = std::mem::replace(&mut scenarios, rest).into_iter().collect();
            seen.ran += only.len();
            let left = self.pass(mutant, only, true, seen).await?;
            // What ended at a scenario that could not begin has not been judged by the others.
            if seen.failed.is_none() && !left.is_empty() {
                self.pass(mutant, left, false, seen).await?;
            }
        }
        Ok(())
    }

    /// Runs scenarios; returns those that were left out because one before them ended the run.
    async fn pass(
        &self,
        mutant: &Mutant,
        mut only: BTreeSet<String>,
        fail_fast: bool,
        seen: &mut Seen,
    ) -> anyhow::Result<BTreeSet<String>> {
        let plan = Plan {
            filter: Vec::new(),
            only: Some(only.clone()),
            jobs: 1,
            level: Level::Decided,
            fail_fast,
            deviations: vec![mutant.patch.clone()],
            ..self.plan.clone()
        };
        let mut ended = false;
        for case in run(&plan).await?.cases {
            seen.hits += case.hits;
            match &case.outcome {
                Outcome::Failed { .. } => {
                    let mut noticed = self.noticed.lock().unwrap_or_else(PoisonError::into_inner);
                    let key = (mutant.operation.clone(), case.id.clone());
                    *noticed.entry(key).or_default() += 1;
                    let first = (case.id.clone(), case.level);
                    if seen.failed.as_ref().is_none_or(|(_, level)| case.level < *level) {
                        seen.failed = Some(first);
                    }
                }
                Outcome::Blocked { .. } => {
                    ended = true;
                    seen.blocked.get_or_insert(case.id.clone());
                }
                Outcome::Error { .. } => {
                    ended = true;
                    seen.blamed.get_or_insert(case.id.clone());
                }
                Outcome::Skipped { .. } => continue,
                Outcome::Passed
                | Outcome::Reading { .. }
                | Outcome::Known { .. }
                | Outcome::Stale { .. } => {}
            }
            only.remove(&case.id);
        }
        Ok(if ended { only } else { BTreeSet::new() })
    }
}
