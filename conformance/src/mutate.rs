//! Does the suite notice a broken requirement? For each deviation: the scenarios of its requirement
//! against worlds in which it is switched on.

use futures::{StreamExt, stream};

use crate::{Plan, register::register, report::Outcome, run};

/// What came of one deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The deviation.
    pub id: String,
    /// The requirement that it breaks.
    pub breaks: String,
    /// Whether the suite noticed.
    pub verdict: Verdict,
}

/// Whether the suite noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A scenario of the requirement failed.
    Killed,
    /// Only scenarios of other requirements failed.
    Wrong,
    /// Nothing failed, although it made a difference.
    Survived,
    /// No request was treated differently.
    Unreached,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Wrong => "wrong",
            Self::Survived => "survived",
            Self::Unreached => "unreached",
        }
    }
}

/// Judges the suite by every deviation of the requirements that the plan's filter names.
pub async fn mutate(plan: &Plan, covered_only: bool) -> anyhow::Result<Vec<Mutant>> {
    let tagged: Vec<String> = plan
        .source
        .read()?
        .iter()
        .flat_map(|feature| &feature.scenarios)
        .flat_map(|scenario| scenario.tags.clone())
        .collect();
    let asked = |id: &str| {
        plan.filter.is_empty() || plan.filter.iter().any(|prefix| id.starts_with(prefix.as_str()))
    };
    let mut mutants = Vec::new();
    for requirement in register().requirements.iter().filter(|one| asked(&one.id)) {
        if !covered_only || tagged.contains(&requirement.id) {
            let all = requirement.deviations().into_iter();
            mutants.extend(all.map(|id| (id, requirement.id.clone())));
        }
    }
    let verdicts = mutants.into_iter().map(|(id, breaks)| async move {
        let verdict = judge(plan, &id, &breaks).await?;
        anyhow::Ok(Mutant { id, breaks, verdict })
    });
    stream::iter(verdicts)
        .buffered(plan.jobs.max(1))
        .collect::<Vec<_>>()
        .await
        .into_iter()
        .collect()
}

async fn judge(plan: &Plan, id: &str, breaks: &str) -> anyhow::Result<Verdict> {
    let deviations = vec![id.to_owned()];
    let own = Plan {
        filter: vec![breaks.to_owned()],
        deviations: deviations.clone(),
        jobs: 1,
        ..plan.clone()
    };
    let report = run(&own).await?;
    let failed = |outcome: &Outcome| matches!(outcome, Outcome::Failed { .. });
    if report.cases.iter().any(|case| failed(&case.outcome)) {
        return Ok(Verdict::Killed);
    }
    let mut hits: u64 = report.cases.iter().map(|case| case.hits).sum();
    let whole = Plan { filter: Vec::new(), deviations, jobs: 1, ..plan.clone() };
    let report = run(&whole).await?;
    hits += report.cases.iter().map(|case| case.hits).sum::<u64>();
    Ok(if report.cases.iter().any(|case| failed(&case.outcome)) {
        Verdict::Wrong
    } else if hits == 0 {
        Verdict::Unreached
    } else {
        Verdict::Survived
    })
}
