//! One scenario of a report.

use std::collections::BTreeMap;

use cucumber::gherkin::{self, Feature, Scenario};
use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::{
    Mismatch,
    budget::{LeftBehind, Prepared},
    exchange::Exchange,
    register::{self, Level},
};

/// The remark on a scenario that failed and then held.
const FLAKY: &str = "flaky: it held only when it was tried again";

/// One scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Feature file and line: `partner/pin.feature:12`. It can be given on the command line.
    pub id: String,
    /// The feature's file.
    pub feature: String,
    /// The feature's title.
    pub title: String,
    /// The scenario's name.
    pub scenario: String,
    /// Its line.
    pub line: usize,
    /// The requirements that it judges.
    pub requirements: Vec<String>,
    /// The strongest level among them.
    pub level: Level,
    /// The outcome.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Whether it held only when it was tried again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flaky: bool,
    /// Failures before the outcome, in order, of a scenario that was tried again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// When it began, in milliseconds since the run began.
    #[serde(default)]
    pub began: u64,
    /// The duration in milliseconds.
    pub millis: u64,
    /// The number of requests to surfaces.
    pub requests: u64,
    /// The operations that change something, and how often they were sent.
    pub operations: BTreeMap<String, u64>,
    /// Of these, what made the things that it starts from.
    #[serde(default, skip_serializing_if = "Prepared::is_empty")]
    pub prepared: Prepared,
    /// The expenses by name: money in cents.
    pub spent: BTreeMap<String, u64>,
    /// Things that it made and cannot undo.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_behind: Vec<LeftBehind>,
    /// The exchanges of a scenario that did not pass; secrets blanked.
    pub exchanges: Vec<Exchange>,
    /// The number of requests that the active deviations changed.
    pub hits: u64,
    /// The sandbox's record of it, where the plan observes.
    #[serde(skip)]
    pub observed: Observed,
}

/// A sandbox's record of a scenario, as its control plane shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    /// The requests, oldest first.
    pub requests: Vec<serde_json::Value>,
    /// The events, oldest first, each with the body that receivers are sent.
    pub events: Vec<serde_json::Value>,
}

/// One time that a scenario was tried and failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The step.
    pub step: String,
    /// Expected against actual.
    pub why: Mismatch,
    /// When it began, in milliseconds since the run began.
    pub began: u64,
    /// The duration in milliseconds.
    pub millis: u64,
}

/// One step of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Given, When, Then, And.
    pub keyword: String,
    /// The sentence.
    pub text: String,
    /// The text or table below it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub block: String,
    /// The outcome.
    pub result: Done,
    /// When it began, in milliseconds since its scenario began.
    #[serde(default)]
    pub began: u64,
    /// The duration in milliseconds.
    pub millis: u64,
}

/// The outcome of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// The step held.
    Held,
    /// The step did not hold.
    Failed,
    /// An earlier step had failed.
    NotRun,
}

impl Case {
    /// A case of a scenario, none of whose steps was run yet.
    pub(crate) fn of(feature: &Feature, scenario: &Scenario, outcome: Outcome) -> Self {
        let path = path_of(feature);
        let requirements = register::requirements(&scenario.tags);
        let background = feature.background.iter().flat_map(|background| &background.steps);
        Self {
            id: format!("{path}:{}", scenario.position.line),
            feature: path,
            title: feature.name.clone(),
            scenario: scenario.name.clone(),
            line: scenario.position.line,
            level: requirements.iter().map(|one| one.level).max().unwrap_or(Level::Decided),
            requirements: requirements.into_iter().map(|one| one.id.clone()).collect(),
            outcome,
            flaky: false,
            attempts: Vec::new(),
            steps: background.chain(&scenario.steps).map(Step::of).collect(),
            began: 0,
            millis: 0,
            requests: 0,
            operations: BTreeMap::new(),
            prepared: Prepared::default(),
            spent: BTreeMap::new(),
            left_behind: Vec::new(),
            exchanges: Vec::new(),
            hits: 0,
            observed: Observed::default(),
        }
    }

    /// The reason of the verdict, in one line; the same in every report.
    pub fn reason(&self) -> String {
        let reason = self.outcome.reason();
        match (self.flaky, reason.is_empty()) {
            (false, _) => reason,
            (true, true) => FLAKY.to_owned(),
            (true, false) => format!("{FLAKY}; {reason}"),
        }
    }

    /// This time as one that was followed by another; `None` if it did not fail.
    pub(crate) fn attempt(&self) -> Option<Attempt> {
        let (step, why) = self.outcome.failure()?;
        let (began, millis) = (self.began, self.millis);
        Some(Attempt { step: step.to_owned(), why: why.clone(), began, millis })
    }

    /// The ids of its requirements, for lists.
    pub fn ids(&self) -> String {
        self.requirements.join(" ")
    }
}

impl Step {
    fn of(step: &gherkin::Step) -> Self {
        let rows = step.table.as_ref().map(|table| &table.rows);
        let table = rows.map(|rows| {
            let lines = rows.iter().map(|row| format!("| {} |", row.join(" | ")));
            lines.collect::<Vec<_>>().join("\n")
        });
        Self {
            keyword: step.keyword.trim().to_owned(),
            text: step.value.clone(),
            block: table.or_else(|| step.docstring.clone()).unwrap_or_default(),
            result: Done::NotRun,
            began: 0,
            millis: 0,
        }
    }
}

/// The path of a feature's file, or its title where it has none.
pub(crate) fn path_of(feature: &Feature) -> String {
    let path = feature.path.as_ref().map(|path| path.display().to_string());
    path.unwrap_or_else(|| feature.name.clone())
}
