//! Mutants of checks that stand before operations: each is skipped for one operation, by
//! `fixtures/matrix/checks.toml`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Kind, Mutant, level::fits, mutant::Fault, recording::Recording};
use crate::register::Level;

const FILE: &str = include_str!("../../../fixtures/matrix/checks.toml");

/// Checks that stand before operations.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    check: Vec<Row>,
}

/// The checks that stand before some operations.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    surface: String,
    /// A trailing `*` stands for any ending.
    operations: Vec<String>,
    /// Operations that these checks do not stand before.
    #[serde(default)]
    apart: Vec<String>,
    /// Patches that skip one of them, with `{operation}` for the operation.
    skipped_by: Vec<String>,
    level: Level,
    /// The place where they are stated, for people.
    #[serde(rename = "source")]
    _source: String,
}

impl Checks {
    /// Reads the file that is compiled in.
    pub fn load() -> anyhow::Result<Self> {
        Ok(toml::from_str(FILE)?)
    }

    /// A mutant for each check of each operation that was answered well, reached by every scenario
    /// that asks for the operation. Where two rows name one, the first says its level.
    pub(super) fn mutants(&self, recording: &Recording) -> Vec<Mutant> {
        let (mut all, mut known) = (Vec::new(), BTreeSet::new());
        for row in &self.check {
            let listed = |list: &[String], name: &str| list.iter().any(|one| fits(one, name));
            let operations = recording.operations(&row.surface);
            for operation in
                operations.filter(|name| listed(&row.operations, name) && !listed(&row.apart, name))
            {
                let reached_by = recording.asked(&row.surface, operation);
                for skipped_by in &row.skipped_by {
                    let fault = Fault {
                        kind: Kind::CheckSkipped,
                        level: row.level,
                        patch: skipped_by.replace("{operation}", operation),
                    };
                    let mutant = Mutant::of(&row.surface, operation, fault, &reached_by);
                    if known.insert(mutant.id.clone()) {
                        all.push(mutant);
                    }
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_patch_is_about_the_operation() {
        for row in Checks::load().unwrap().check {
            assert!(row.skipped_by.iter().all(|patch| patch.contains("{operation}")));
        }
    }
}
