//! The result of a run: plain data. Renderings are pure functions of one [`Report`]: for people
//! ([`text()`], [`html()`]), for programs ([`json()`]), for continuous integration ([`junit()`])
//! and for everything that reads Cucumber ([`messages()`]). They all say the same.

mod case;
mod collector;
mod format;
mod html;
mod json;
mod junit;
mod messages;
mod outcome;
mod reproduction;
mod text;
mod texts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use self::{
    case::path_of,
    collector::{CalledOff, Collector, Files},
};
pub use self::{
    case::{Attempt, Case, Done, Observed, Step},
    format::{Format, write},
    html::html,
    json::{json, merge, read},
    junit::junit,
    messages::messages,
    outcome::{Outcome, Reason},
    reproduction::Reproduction,
    text::{coloured, text},
};
use crate::{
    exit,
    register::{Level, register},
    stop::Signal,
    target::Target,
};

/// A run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version of the suite.
    pub suite: String,
    /// The target.
    pub target: About,
    /// When the run began, RFC 3339 with milliseconds.
    pub started: String,
    /// The duration in milliseconds.
    pub millis: u64,
    /// The highest level judged.
    pub level: Level,
    /// From which the seeds of all worlds followed.
    pub seed: String,
    /// The order of scenarios: `file` or `random`.
    pub order: String,
    /// The options that show a part of it again.
    #[serde(default)]
    pub again: Reproduction,
    /// Scenarios in order of feature and line.
    #[serde(rename = "scenarios")]
    pub cases: Vec<Case>,
    /// Problems of the list of known failures itself.
    #[serde(default)]
    pub ratchet: Vec<String>,
    /// The signal that ended the run before its last scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<Signal>,
}

/// The target as a report describes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Its name.
    pub name: String,
    /// `sandbox` or `foreign`.
    pub kind: String,
    /// `local`, `staging` or `production`.
    pub environment: String,
    /// Its surfaces and where they are.
    pub surfaces: BTreeMap<String, String>,
    /// Its capabilities.
    pub capabilities: Vec<String>,
    /// Surfaces that the target file describes and that have no suite yet.
    pub without_suite: Vec<String>,
    /// The readings that its file expects.
    pub readings: BTreeMap<String, String>,
}

impl From<&Target> for About {
    fn from(target: &Target) -> Self {
        let surfaces = target.surfaces.urls().into_iter();
        Self {
            name: target.name.clone(),
            kind: if target.is_sandbox() { "sandbox" } else { "foreign" }.to_owned(),
            environment: target.environment.word().to_owned(),
            surfaces: surfaces.map(|(one, url)| (one.to_string(), url.to_owned())).collect(),
            capabilities: target.capabilities.iter().map(ToString::to_string).collect(),
            without_suite: target.without_suite.iter().map(ToString::to_string).collect(),
            readings: target.readings.clone(),
        }
    }
}

/// The reading of an ambiguity that a target follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The ambiguity.
    pub id: String,
    /// The question.
    pub title: String,
    /// The reading; several where scenarios found different ones.
    pub reading: String,
    /// The reading that the target file expects, where it differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// The outcome of a requirement: the worst of its scenarios.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// The requirement.
    pub id: String,
    /// The level of the requirement.
    pub level: Level,
    /// The word for it.
    pub verdict: &'static str,
    /// Its scenarios.
    pub scenarios: Vec<String>,
}

impl Report {
    /// The number of scenarios with this outcome.
    pub fn count(&self, word: &str) -> usize {
        self.cases.iter().filter(|case| case.outcome.word() == word).count()
    }

    /// Every outcome that there is, with its number.
    pub fn totals(&self) -> Vec<(&'static str, usize)> {
        let counts = Outcome::WORDS.into_iter().map(|word| (word, self.count(word)));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// The totals in one line; the same in every report.
    pub fn summary(&self) -> String {
        let parts: Vec<_> =
            self.totals().iter().map(|(word, count)| format!("{count} {word}")).collect();
        let scenarios = if self.cases.len() == 1 { "scenario" } else { "scenarios" };
        match parts.is_empty() {
            true => format!("no {scenarios}"),
            false => format!("{} {scenarios}: {}", self.cases.len(), parts.join(", ")),
        }
    }

    /// The exit code: that of a signal which ended the run, else 3 (nothing can be trusted) before
    /// 1 (a definite no) before 2 (incomplete) before 4.
    pub fn exit_code(&self) -> u8 {
        if let Some(signal) = self.ended_by {
            signal.exit_code()
        } else if self.count("error") > 0 {
            exit::SUITE
        } else if self.count("failed") > 0 {
            exit::BEHAVIOUR
        } else if self.count("blocked") + self.count("stale") > 0 || !self.ratchet.is_empty() {
            exit::CONFIGURATION
        } else if !self.cases.iter().any(|case| case.outcome.is_judged())
            && self.count("reading") == 0
        {
            exit::NOTHING_RAN
        } else {
            exit::CONFORM
        }
    }

    /// The outcome of every requirement that a scenario judges, in order of the register.
    pub fn requirements(&self) -> Vec<Judged> {
        let mut by_id: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
        for case in &self.cases {
            for id in &case.requirements {
                by_id.entry(id).or_default().push(case);
            }
        }
        let judged = register().requirements.iter().filter_map(|requirement| {
            let cases = by_id.get(requirement.id.as_str())?;
            let worst = cases.iter().min_by_key(|case| case.outcome.rank())?;
            Some(Judged {
                id: requirement.id.clone(),
                level: requirement.level,
                verdict: worst.outcome.word(),
                scenarios: cases.iter().map(|case| case.id.clone()).collect(),
            })
        });
        judged.collect()
    }

    /// The readings that the target follows, in order of the ambiguities.
    pub fn readings(&self) -> Vec<Found> {
        let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for case in &self.cases {
            let Outcome::Reading { reading } = &case.outcome else { continue };
            for id in &case.requirements {
                let ambiguity = register().get(id).and_then(|one| one.ambiguity.as_deref());
                if let Some(ambiguity) = ambiguity {
                    let names = found.entry(ambiguity).or_default();
                    if !names.contains(&reading.as_str()) {
                        names.push(reading);
                    }
                }
            }
        }
        let rows = found.into_iter().map(|(id, names)| {
            let reading = names.join(", ");
            let expected = self.target.readings.get(id).filter(|one| **one != reading).cloned();
            let title = register().ambiguity(id).map(|one| one.title.clone()).unwrap_or_default();
            Found { id: id.to_owned(), title, reading, expected }
        });
        rows.collect()
    }

    /// Why scenarios were skipped: reason and how many, most first.
    pub fn skips(&self) -> Vec<(String, usize)> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for case in &self.cases {
            if let Outcome::Skipped { .. } = case.outcome {
                *counts.entry(case.outcome.reason()).or_default() += 1;
            }
        }
        let mut rows: Vec<_> = counts.into_iter().collect();
        rows.sort_by(|l, r| r.1.cmp(&l.1).then_with(|| l.0.cmp(&r.0)));
        rows
    }
}

/// The meaning of an exit code, in a few words.
pub fn meaning(code: u8) -> &'static str {
    match code {
        exit::CONFORM => "the target conforms to everything that was judged",
        exit::BEHAVIOUR => "the target does not do what is demanded",
        exit::CONFIGURATION => "something that the judgement needs is missing or out of date",
        code if code > exit::SIGNAL => {
            "a signal ended the run; what was judged until then is above"
        }
        exit::SUITE => "the suite itself is wrong; nothing here can be trusted",
        _ => "nothing was judged",
    }
}
