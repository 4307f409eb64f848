//! What came of a run: plain data. Renderings are functions of it.

mod collector;
mod text;

use cucumber::gherkin::{Feature, Scenario};
use serde::Serialize;

pub(crate) use collector::Collector;
pub use text::text;

use crate::{Mismatch, exchange::Exchange, exit, mismatch::Class, plan};

/// A run.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// What was judged.
    pub target: String,
    /// From which the seeds of all worlds followed.
    pub seed: String,
    /// Scenarios in order of feature and line.
    pub cases: Vec<Case>,
}

/// One scenario.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// The feature's file.
    pub feature: String,
    /// The scenario's name.
    pub scenario: String,
    /// Its line.
    pub line: usize,
    /// The requirements that it judges.
    pub requirements: Vec<String>,
    /// What came of it.
    pub outcome: Outcome,
    /// What went over the wire, of a scenario that did not pass; secrets blanked.
    pub exchanges: Vec<Exchange>,
    /// How often each active deviation made a difference.
    pub hits: u64,
}

/// What came of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Every step held.
    Passed,
    /// Which reading of an ambiguity the target follows.
    Reading(String),
    /// A judgement did not hold.
    Failed {
        /// The step.
        step: String,
        /// Expected against actual.
        why: Mismatch,
    },
    /// Something that it starts from could not be made.
    Blocked {
        /// The step.
        step: String,
        /// Expected against actual.
        why: Mismatch,
    },
    /// A defect of the suite.
    Error {
        /// The step.
        step: String,
        /// What is wrong.
        why: String,
    },
    /// It did not run, for this reason.
    Skipped(String),
}

impl Outcome {
    /// The outcome of a step that did not hold.
    pub(crate) fn of_failure(step: String, text: &str, preparing: bool) -> Self {
        let Some(why) = Mismatch::recover(text) else {
            return Self::Error { step, why: text.to_owned() };
        };
        match why.class {
            Class::Missing => Self::Skipped(format!("{}: {}", why.expected, why.actual)),
            Class::Suite => Self::Error { step, why: format!("{} / {}", why.expected, why.actual) },
            Class::Behaviour if !preparing => Self::Failed { step, why },
            _ => Self::Blocked { step, why },
        }
    }

    /// The word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Reading(_) => "reading",
            Self::Failed { .. } => "failed",
            Self::Blocked { .. } => "blocked",
            Self::Error { .. } => "error",
            Self::Skipped(_) => "skipped",
        }
    }
}

impl Case {
    /// A case of a scenario.
    pub(crate) fn of(feature: &Feature, scenario: &Scenario, outcome: Outcome) -> Self {
        let path = feature.path.as_ref().map(|path| path.display().to_string());
        Self {
            feature: path.unwrap_or_else(|| feature.name.clone()),
            scenario: scenario.name.clone(),
            line: scenario.position.line,
            requirements: plan::requirements(&scenario.tags)
                .into_iter()
                .map(|requirement| requirement.id.clone())
                .collect(),
            outcome,
            exchanges: Vec::new(),
            hits: 0,
        }
    }
}

impl Report {
    /// How many scenarios came out so.
    pub fn count(&self, word: &str) -> usize {
        self.cases.iter().filter(|case| case.outcome.word() == word).count()
    }

    /// The exit code: 3 before 1 before 2 before 4.
    pub fn exit_code(&self) -> u8 {
        if self.count("error") > 0 {
            exit::SUITE
        } else if self.count("failed") > 0 {
            exit::BEHAVIOUR
        } else if self.count("blocked") > 0 {
            exit::CONFIGURATION
        } else if self.count("passed") + self.count("reading") == 0 {
            exit::NOTHING_RAN
        } else {
            exit::CONFORM
        }
    }
}
