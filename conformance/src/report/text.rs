//! The report for people.

use std::fmt::Write as _;

use super::{Outcome, Report};
use crate::{Mismatch, register::register};

/// The whole report as text.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} (seed {})\n", report.target, report.seed);
    for case in &report.cases {
        let ids = case.requirements.join(" ");
        let _ = write!(out, "{:>8}  {ids}  {}", case.outcome.word(), case.scenario);
        match &case.outcome {
            Outcome::Reading(name) => drop(writeln!(out, ": {name}")),
            Outcome::Skipped(reason) => drop(writeln!(out, " ({reason})")),
            _ => out.push('\n'),
        }
        match &case.outcome {
            Outcome::Failed { step, why } | Outcome::Blocked { step, why } => {
                failure(&mut out, case, step, why);
            }
            Outcome::Error { step, why } => {
                let _ = writeln!(out, "            {step}\n            {why}\n");
            }
            Outcome::Passed | Outcome::Reading(_) | Outcome::Skipped(_) => {}
        }
    }
    let words = ["passed", "reading", "failed", "blocked", "error", "skipped"];
    let counts: Vec<_> = words
        .into_iter()
        .map(|word| (word, report.count(word)))
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let _ = writeln!(out, "\n{} scenarios: {}", report.cases.len(), counts.join(", "));
    out
}

fn failure(out: &mut String, case: &super::Case, step: &str, why: &Mismatch) {
    for requirement in case.requirements.iter().filter_map(|id| register().get(id)) {
        let _ = writeln!(out, "            {}: {}", requirement.id, requirement.statement);
        let _ = writeln!(out, "            source    {}", requirement.source);
    }
    let _ = writeln!(out, "            at        {}:{}", case.feature, case.line);
    let _ = writeln!(out, "            step      {step}");
    let _ = writeln!(out, "            expected  {}", why.expected);
    let _ = writeln!(out, "            actual    {}", why.actual);
    if let Some(last) = case.exchanges.last() {
        for line in last.curl().lines() {
            let _ = writeln!(out, "            {line}");
        }
    }
    out.push('\n');
}
