//! Changes of the repository: the scenarios and operations that a diff names.

use std::collections::BTreeSet;

use super::{Mutant, recording::Recording};

/// A change of the repository, as `git diff` writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Feature files, below `features/`.
    features: BTreeSet<String>,
    /// Every word of the lines that came or went.
    words: BTreeSet<String>,
}

impl Change {
    /// Reads a unified diff.
    pub fn of(diff: &str) -> Self {
        let mut all = Self::default();
        for line in diff.lines() {
            if let Some(path) = line.strip_prefix("+++ b/").or_else(|| line.strip_prefix("--- a/"))
            {
                all.features.extend(path.strip_prefix("features/").map(str::to_owned));
                continue;
            }
            if line.starts_with(['+', '-']) {
                let parts = line.split(|letter: char| {
                    !letter.is_ascii_alphanumeric() && !"_-/.".contains(letter)
                });
                all.words.extend(parts.filter(|word| word.len() > 2).map(str::to_owned));
            }
        }
        all
    }

    /// True when a mutant is of an operation that the change names, or is reached by a scenario
    /// that the change edits or whose requirement it names.
    pub(super) fn touches(&self, mutant: &Mutant, recording: &Recording) -> bool {
        let file =
            |id: &String| id.rsplit_once(':').is_some_and(|(file, _)| self.features.contains(file));
        let named = |id: &String| {
            let requirements = recording.requirements.get(id).into_iter().flatten();
            requirements.into_iter().any(|one| self.words.contains(one))
        };
        self.words.contains(&mutant.operation)
            || mutant.reached_by.iter().any(|id| file(id) || named(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_names_features_and_words() {
        let diff = "--- a/features/partner/pin.feature\n+++ b/features/partner/pin.feature\n@@\n \
                    unchanged freezeCard\n+    When lockCard is asked for PG-PIN-01\n";
        let change = Change::of(diff);
        assert!(change.features.contains("partner/pin.feature"));
        assert!(change.words.contains("lockCard") && change.words.contains("PG-PIN-01"));
        assert!(!change.words.contains("freezeCard"));
    }
}
