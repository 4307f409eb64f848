//! Findings of the doctor, each with its repair.

use std::fmt::Write as _;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

/// The version of the form for programs.
const FORMAT: u32 = 1;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The subject: `PG signature`, `webhook sink`.
    pub what: String,
    /// Fine, a warning or a problem.
    pub health: Health,
    /// The observation.
    pub detail: String,
    /// The repair; empty where nothing is wrong.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub repair: String,
}

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Health {
    /// Fine.
    Ok,
    /// The suite runs, but judges less.
    Warning,
    /// The suite cannot run.
    Problem,
}

impl Finding {
    pub(crate) fn ok(what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { what: what.into(), health: Health::Ok, detail: detail.into(), repair: String::new() }
    }

    pub(crate) fn warning(
        what: impl Into<String>,
        detail: impl Into<String>,
        repair: impl Into<String>,
    ) -> Self {
        let health = Health::Warning;
        Self { what: what.into(), health, detail: detail.into(), repair: repair.into() }
    }

    pub(crate) fn problem(
        what: impl Into<String>,
        detail: impl Into<String>,
        repair: impl Into<String>,
    ) -> Self {
        let health = Health::Problem;
        Self { what: what.into(), health, detail: detail.into(), repair: repair.into() }
    }
}

/// Everything that was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// In the order in which it was looked at.
    pub findings: Vec<Finding>,
}

impl Serialize for Diagnosis {
    /// The findings, and what follows from them.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = serializer.serialize_struct("Diagnosis", 3)?;
        whole.serialize_field("format", &FORMAT)?;
        whole.serialize_field("healthy", &self.is_healthy())?;
        whole.serialize_field("findings", &self.findings)?;
        whole.end()
    }
}

impl Diagnosis {
    /// Whether nothing stands in the way.
    pub fn is_healthy(&self) -> bool {
        !self.findings.iter().any(|finding| finding.health == Health::Problem)
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for finding in &self.findings {
            let word = match finding.health {
                Health::Ok => "ok",
                Health::Warning => "warning",
                Health::Problem => "PROBLEM",
            };
            let _ = writeln!(out, "{word:>8}  {}: {}", finding.what, finding.detail);
            if !finding.repair.is_empty() {
                let _ = writeln!(out, "          repair: {}", finding.repair);
            }
        }
        let count = |health| self.findings.iter().filter(|one| one.health == health).count();
        let _ = match (count(Health::Problem), count(Health::Warning)) {
            (0, 0) => writeln!(out, "\nready"),
            (0, 1) => writeln!(out, "\nready; 1 warning: less will be judged"),
            (0, warnings) => writeln!(out, "\nready; {warnings} warnings: less will be judged"),
            (1, _) => writeln!(out, "\n1 problem: the suite cannot run like this"),
            (problems, _) => writeln!(out, "\n{problems} problems: the suite cannot run like this"),
        };
        out
    }
}
