//! Failures that are known: they do not fail a run until their date, and they cannot go stale.

use std::path::Path;

use anyhow::Context;
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    nearest::meant,
    register::register,
    report::{Outcome, Report},
};

/// The list of known failures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratchet {
    /// Its entries.
    #[serde(default)]
    pub known: Vec<Entry>,
}

/// A requirement that is known to fail.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The requirement.
    pub id: String,
    /// Why that is accepted.
    pub reason: String,
    /// From the day after, it is not.
    expires: toml::value::Datetime,
    /// The issue in which it is followed.
    pub issue: Option<String>,
}

impl Entry {
    fn expired(&self, today: Date) -> bool {
        self.date().is_none_or(|date| date < today)
    }

    fn date(&self) -> Option<Date> {
        let date = self.expires.date?;
        Date::new(i16::try_from(date.year).ok()?, date.month as i8, date.day as i8).ok()
    }

    fn excuse(&self) -> String {
        let issue = self.issue.as_ref().map(|issue| format!(", {issue}")).unwrap_or_default();
        format!("{} (until {}{issue})", self.reason, self.expires)
    }
}

impl Ratchet {
    /// Reads a list.
    pub fn from_file(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        Self::from_toml(&text).with_context(|| shown.to_string())
    }

    /// Reads the text of a list.
    pub fn from_toml(text: &str) -> anyhow::Result<Self> {
        let ratchet: Self = toml::from_str(text)?;
        for entry in &ratchet.known {
            anyhow::ensure!(
                entry.date().is_some(),
                "{}: expires is a date, such as expires = 2030-06-30",
                entry.id
            );
        }
        Ok(ratchet)
    }

    /// Excuses what is known in a report, and says what of the list is out of date.
    pub fn apply(&self, report: &mut Report, today: Date) {
        for entry in &self.known {
            if register().get(&entry.id).is_none() {
                let ids = register().requirements.iter().map(|one| one.id.as_str());
                let near = meant(&entry.id, ids);
                report.ratchet.push(format!("{} is no requirement{near}", entry.id));
                continue;
            }
            if entry.expired(today) {
                let excuse = entry.excuse();
                report.ratchet.push(format!("the entry of {} is out of date: {excuse}", entry.id));
                continue;
            }
            self.excuse(entry, report);
        }
    }

    /// A failure is known. If everything passed instead, the entry is stale.
    fn excuse(&self, entry: &Entry, report: &mut Report) {
        let mut own: Vec<_> =
            report.cases.iter_mut().filter(|case| case.requirements.contains(&entry.id)).collect();
        let failed = own.iter().any(|case| matches!(case.outcome, Outcome::Failed { .. }));
        for case in &mut own {
            let excuse = entry.excuse();
            match &case.outcome {
                Outcome::Failed { step, why } => {
                    let (step, why) = (step.clone(), why.clone());
                    case.outcome = Outcome::Known { step, why, excuse };
                }
                Outcome::Passed if !failed => {
                    let excuse = format!("take it off the list: {excuse}");
                    case.outcome = Outcome::Stale { excuse };
                }
                _ => {}
            }
        }
    }
}
