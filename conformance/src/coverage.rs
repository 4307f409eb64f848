//! Requirement by requirement, by source section: judged on this target, skipped and why, or
//! without a scenario. Nothing is sent.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    Plan,
    register::{self, Level, Requirement, register},
};

/// The matrix.
#[derive(Debug, Clone)]
pub struct Matrix {
    rows: Vec<Row>,
}

/// One requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The requirement.
    pub requirement: &'static Requirement,
    /// The scenarios or tests that judge it, or the reason that none does.
    pub covered: Covered,
}

/// The way in which a requirement is judged on a target.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Covered {
    /// The number of scenarios that judge it.
    Judged(usize),
    /// None of its scenarios runs on this target, for this reason.
    Skipped(String),
    /// No scenario judges it; tests of the workspace do.
    #[strum(serialize = "judged by tests")]
    Tested(&'static [String]),
    /// No scenario speaks of it.
    #[strum(serialize = "without scenario")]
    Without,
    /// A duty of clients: `conformance client` judges it, and no target is judged by it. These tests
    /// prove that a client which breaks it is found.
    #[strum(serialize = "judged by the client report")]
    Client(&'static [String]),
}

impl Covered {
    fn word(&self) -> &'static str {
        self.into()
    }
}

/// The matrix of a plan.
pub fn of(plan: &Plan) -> anyhow::Result<Matrix> {
    let (features, skipped) = plan.choose()?;
    let mut judged: BTreeMap<&str, usize> = BTreeMap::new();
    for scenario in features.iter().flat_map(|feature| &feature.scenarios) {
        for requirement in register::requirements(&scenario.tags) {
            *judged.entry(&requirement.id).or_default() += 1;
        }
    }
    let whole = plan.source.read()?;
    let there = |id: &str| {
        judged.contains_key(id)
            || skipped.iter().any(|case| case.requirements.iter().any(|one| one == id))
    };
    let asked = |id: &str| plan.asks_for_requirement(id, &whole, there);
    let rows = register().requirements.iter().filter(|one| asked(&one.id)).map(|requirement| {
        let reason = || {
            skipped
                .iter()
                .find(|case| case.requirements.contains(&requirement.id))
                .map(|case| case.outcome.reason())
        };
        let covered = match (requirement.level, judged.get(requirement.id.as_str())) {
            (Level::Client, _) => Covered::Client(&requirement.judged_by),
            (_, Some(count)) => Covered::Judged(*count),
            (_, None) if !requirement.judged_by.is_empty() => {
                Covered::Tested(&requirement.judged_by)
            }
            (_, None) => reason().map_or(Covered::Without, Covered::Skipped),
        };
        Row { requirement, covered }
    });
    Ok(Matrix { rows: rows.collect() })
}

impl Matrix {
    /// The requirements with what becomes of each.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// By source section, then the numbers by level.
    pub fn text(&self) -> String {
        let mut by_section: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in &self.rows {
            by_section.entry(&row.requirement.source).or_default().push(row);
        }
        let mut out = String::new();
        for (section, rows) in by_section {
            let _ = writeln!(out, "{section}");
            for row in rows {
                let note = match &row.covered {
                    Covered::Judged(1) => "judged by 1 scenario".to_owned(),
                    Covered::Judged(count) => format!("judged by {count} scenarios"),
                    Covered::Skipped(reason) => format!("skipped, {reason}"),
                    Covered::Tested(tests) => format!("judged by the test {}", tests.join(", ")),
                    Covered::Client(tests) => {
                        format!("{}, proved by the test {}", row.covered.word(), tests.join(", "))
                    }
                    Covered::Without => row.covered.word().to_owned(),
                };
                let requirement = row.requirement;
                let level = requirement.level.to_string();
                let _ = writeln!(
                    out,
                    "  {:<14} {level:<10} {}  ({note})",
                    requirement.id, requirement.title
                );
            }
        }
        out.push('\n');
        out.push_str(&self.numbers());
        out
    }

    /// Requirements that nothing judges: neither a scenario nor a test.
    pub fn uncovered(&self) -> String {
        let mut out = String::new();
        for row in self.rows.iter().filter(|row| row.covered == Covered::Without) {
            let requirement = row.requirement;
            let level = requirement.level.to_string();
            let _ = writeln!(out, "{:<14} {level:<10} {}", requirement.id, requirement.title);
        }
        out
    }

    fn numbers(&self) -> String {
        let mut counts: BTreeMap<Level, BTreeMap<&str, usize>> = BTreeMap::new();
        for row in &self.rows {
            let of_level = counts.entry(row.requirement.level).or_default();
            *of_level.entry(row.covered.word()).or_default() += 1;
        }
        let mut out = String::new();
        for (level, words) in counts {
            let parts: Vec<_> =
                words.into_iter().map(|(word, count)| format!("{count} {word}")).collect();
            let _ = writeln!(out, "{:<11} {}", level.to_string(), parts.join(", "));
        }
        out
    }
}
