//! Does the suite notice a broken requirement? For each deviation: the scenarios of its requirement
//! against worlds in which it is switched on, then, if none of them fails, all others.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use anyhow::Context;
use cucumber::gherkin::Feature;
use futures::{StreamExt, stream};
use serde::Deserialize;

use crate::{
    Plan, Report,
    mismatch::Class,
    nearest::meant,
    register::{Requirement, register},
    report::Outcome,
    run,
    target::Surface,
};

/// The verdict on one deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The deviation.
    pub id: String,
    /// The requirement that it breaks.
    pub breaks: String,
    /// Whether the suite noticed.
    pub verdict: Verdict,
    /// The number of requests that it changed.
    pub hits: u64,
    /// Further requirements that failed, without those that have to.
    pub collateral: Vec<String>,
    /// Why a scenario said nothing, where the verdict is [`Verdict::Blocked`].
    pub blocked: Option<String>,
    /// Why it need not be killed.
    pub accepted: Option<String>,
}

/// Whether the suite noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Verdict {
    /// A scenario of the requirement failed.
    Killed,
    /// Only scenarios of other requirements failed.
    Wrong,
    /// Nothing failed, although it made a difference.
    Survived,
    /// No request was treated differently.
    Unreached,
    /// Nothing failed, and a scenario could not say anything: what it starts from could not be made,
    /// or the sandbox does not answer.
    Blocked,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// The deviations to judge by, and how thoroughly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only these; none means all that the plan's filter names.
    pub deviations: Vec<String>,
    /// Leave out requirements without a scenario.
    pub covered_only: bool,
    /// Run everything under every deviation.
    pub whole: bool,
}

/// Deviations that need not be killed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// Each with its reason.
    #[serde(default)]
    accept: Vec<Acceptance>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    id: String,
    reason: String,
}

impl Accepted {
    /// Reads `[[accept]]` entries with `id` and `reason`.
    pub fn from_file(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        Self::from_toml(&text).with_context(|| shown.to_string())
    }

    /// Reads the text of such a list.
    pub fn from_toml(text: &str) -> anyhow::Result<Self> {
        let accepted: Self = toml::from_str(text)?;
        let known: BTreeSet<_> =
            register().requirements.iter().flat_map(Requirement::deviations).collect();
        for entry in &accepted.accept {
            anyhow::ensure!(known.contains(&entry.id), "{} is no deviation", entry.id);
            anyhow::ensure!(!entry.reason.trim().is_empty(), "{} needs a reason", entry.id);
        }
        Ok(accepted)
    }

    fn reason(&self, id: &str) -> Option<String> {
        self.accept.iter().find(|entry| entry.id == id).map(|entry| entry.reason.clone())
    }
}

/// The verdicts on all deviations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutation {
    /// In order of the register.
    pub mutants: Vec<Mutant>,
}

impl Mutation {
    /// Whether every deviation was killed or is accepted.
    pub fn is_complete(&self) -> bool {
        self.open().is_empty()
    }

    /// Deviations that were not killed and are not accepted.
    pub fn open(&self) -> Vec<&Mutant> {
        let open = |one: &&Mutant| one.verdict != Verdict::Killed && one.accepted.is_none();
        self.mutants.iter().filter(open).collect()
    }

    /// Whether some of what is open was not judged at all, and everything else is complete.
    pub fn is_unfinished(&self) -> bool {
        let open = self.open();
        !open.is_empty() && open.iter().all(|one| one.verdict == Verdict::Blocked)
    }

    /// Killed of those that are to be killed.
    pub fn score(&self) -> (usize, usize) {
        let counted = self.mutants.iter().filter(|one| one.accepted.is_none());
        let killed = counted.clone().filter(|one| one.verdict == Verdict::Killed).count();
        (killed, counted.count())
    }

    /// A line per deviation, then the score.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for one in &self.mutants {
            let _ = write!(out, "{:>9}  {}  {} hits", one.verdict.word(), one.id, one.hits);
            if !one.collateral.is_empty() {
                let _ = write!(out, "  also broke {}", one.collateral.join(" "));
            }
            if let Some(why) = &one.blocked {
                let _ = write!(out, "  {why}");
            }
            if let Some(reason) = &one.accepted {
                let _ = write!(out, "  (accepted: {reason})");
            }
            out.push('\n');
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &self.mutants {
            *counts.entry(one.verdict.word()).or_default() += 1;
        }
        let counts: Vec<_> =
            counts.into_iter().map(|(word, count)| format!("{count} {word}")).collect();
        let (killed, all) = self.score();
        let _ = writeln!(out, "\n{}", counts.join(", "));
        let _ = writeln!(out, "score {killed} of {all}");
        out
    }
}

/// Judges the suite by every deviation in scope; once the plan is stopped, by no further one.
pub async fn mutate(plan: &Plan, scope: &Scope, accepted: Accepted) -> anyhow::Result<Mutation> {
    let tags = |features: &[Feature]| -> BTreeSet<String> {
        let scenarios = features.iter().flat_map(|feature| &feature.scenarios);
        scenarios.flat_map(|scenario| scenario.tags.clone()).collect()
    };
    let (features, (chosen, _)) = (plan.source.read()?, plan.choose()?);
    let (tagged, there) = (tags(&features), tags(&chosen));
    let asked = |id: &str| plan.asks_for_requirement(id, &features, |id| there.contains(id));
    let mut deviations = Vec::new();
    for requirement in register().requirements.iter().filter(|one| asked(&one.id)) {
        let judged = Surface::of(&requirement.id).is_some_and(|surface| plan.target.has(surface));
        // Scenarios that cannot run notice nothing.
        let able = requirement.needs.iter().all(|need| plan.target.capabilities.contains(need));
        if judged && able && (!scope.covered_only || tagged.contains(&requirement.id)) {
            deviations.extend(requirement.deviations().into_iter().map(|id| (id, requirement)));
        }
    }
    for wanted in &scope.deviations {
        let known = deviations.iter().any(|(id, _)| id == wanted);
        let ids = deviations.iter().map(|(id, _)| id.as_str());
        anyhow::ensure!(known, "there is no deviation {wanted} in scope{}", meant(wanted, ids));
    }
    deviations.retain(|(id, _)| scope.deviations.is_empty() || scope.deviations.contains(id));
    let mutants = deviations.into_iter().map(|(id, requirement)| {
        let accepted = accepted.reason(&id);
        async move {
            if plan.stop.why().is_some() {
                return Ok(None);
            }
            let mutant = judge(plan, scope, &id, requirement).await?;
            // Scenarios that did not run say nothing of the deviation.
            let whole = plan.stop.why().is_none();
            anyhow::Ok(whole.then_some(Mutant { accepted, ..mutant }))
        }
    });
    // A slow one does not hold up the others; they are told in their order all the same.
    let numbered = mutants.enumerate().map(async |(at, mutant)| (at, mutant.await));
    let mut mutants: Vec<_> =
        stream::iter(numbered).buffer_unordered(plan.jobs.max(1)).collect().await;
    mutants.sort_by_key(|(at, _)| *at);
    let judged = mutants.into_iter().filter_map(|(_, mutant)| mutant.transpose());
    Ok(Mutation { mutants: judged.collect::<Result<_, _>>()? })
}

async fn judge(
    plan: &Plan,
    scope: &Scope,
    id: &str,
    requirement: &'static Requirement,
) -> anyhow::Result<Mutant> {
    let under = |filter: Vec<String>, jobs| Plan {
        filter,
        jobs,
        deviations: vec![id.to_owned()],
        ..plan.clone()
    };
    let of_requirement = under(vec![requirement.id.clone()], 1);
    // One scenario that fails is enough; one that cannot begin says nothing of the others.
    let mut own = run(&Plan { fail_fast: !scope.whole, ..of_requirement.clone() }).await?;
    if !scope.whole && !failed(&own).contains(&requirement.id) && broken(&own).is_some() {
        own = run(&of_requirement).await?;
    }
    let mut blocked = broken(&own).map(Outcome::reason);
    let failure = broken(&own).and_then(Outcome::failure);
    // What nobody answers now, nobody answers to the others either.
    let silent = failure.is_some_and(|(_, why)| why.class == Class::Unreachable);
    let mut hits = hits(&own);
    let mut failed = failed(&own);
    let killed = failed.contains(&requirement.id);
    if (scope.whole || !killed) && !silent {
        let all = run(&under(Vec::new(), plan.jobs)).await?;
        blocked = blocked.or_else(|| broken(&all).map(Outcome::reason));
        hits += self::hits(&all);
        failed.extend(self::failed(&all));
    }
    let verdict = match (killed, failed.is_empty(), &blocked, hits) {
        (true, ..) => Verdict::Killed,
        (false, false, ..) => Verdict::Wrong,
        (false, true, Some(_), _) => Verdict::Blocked,
        (false, true, None, 0) => Verdict::Unreached,
        (false, true, None, _) => Verdict::Survived,
    };
    failed.retain(|other| !has_to_fail(requirement, other));
    Ok(Mutant {
        id: id.to_owned(),
        breaks: requirement.id.clone(),
        verdict,
        hits,
        collateral: failed.into_iter().collect(),
        blocked: blocked.filter(|_| verdict == Verdict::Blocked),
        accepted: None,
    })
}

/// Whether a requirement fails under another's deviation necessarily.
fn has_to_fail(broken: &Requirement, other: &str) -> bool {
    let named = |id: &String| id == other || id == "*";
    let same = |one: &Requirement| one.id == other && one.deviation == broken.deviation;
    broken.id == other
        || broken.also_breaks.iter().any(named)
        || register().requirements.iter().any(same)
}

/// The outcome of the first scenario that neither passed nor failed.
fn broken(report: &Report) -> Option<&Outcome> {
    let broke =
        |outcome: &&Outcome| matches!(outcome, Outcome::Blocked { .. } | Outcome::Error { .. });
    report.cases.iter().map(|case| &case.outcome).find(broke)
}

fn hits(report: &Report) -> u64 {
    report.cases.iter().map(|case| case.hits).sum()
}

fn failed(report: &Report) -> BTreeSet<String> {
    let failed = report.cases.iter().filter(|case| matches!(case.outcome, Outcome::Failed { .. }));
    failed.flat_map(|case| case.requirements.clone()).collect()
}
