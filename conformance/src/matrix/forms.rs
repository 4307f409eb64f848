//! Mutants of arguments: each is refused in one of the forms that a document allows, by
//! `fixtures/matrix/forms.toml`.

use serde::Deserialize;

use super::{Kind, Mutant, mutant::Fault, recording::Recording};
use crate::register::Level;

const FILE: &str = include_str!("../../../fixtures/matrix/forms.toml");

/// Forms of arguments.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forms {
    form: Vec<Row>,
}

/// The forms that an argument of some operations may have.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    surface: String,
    operations: Vec<String>,
    /// Pointers among the arguments of the operation.
    arguments: Vec<String>,
    /// Words that the argument may be.
    #[serde(default)]
    words: Vec<String>,
    /// Other forms, as the sandbox reads them: `length 26`, `absent`.
    #[serde(default)]
    forms: Vec<String>,
    level: Level,
    /// The place where they are stated, for people.
    #[serde(rename = "source")]
    _source: String,
}

impl Forms {
    /// Reads the file that is compiled in.
    pub fn load() -> anyhow::Result<Self> {
        Ok(toml::from_str(FILE)?)
    }

    /// A mutant for each form of each argument, reached by whatever was answered well; and so also
    /// for forms that no scenario sends.
    pub(super) fn mutants(&self, recording: &Recording) -> Vec<Mutant> {
        let mut all = Vec::new();
        for row in &self.form {
            let words = row.words.iter().map(|word| format!("= {word:?}"));
            let forms: Vec<_> = words.chain(row.forms.iter().cloned()).collect();
            for operation in &row.operations {
                let reached_by = recording.answered(&row.surface, operation);
                for argument in &row.arguments {
                    all.extend(forms.iter().map(|form| {
                        let fault = Fault {
                            kind: Kind::FormRefused,
                            level: row.level,
                            patch: format!("refuse {operation} {argument} {form}"),
                        };
                        Mutant::of(&row.surface, operation, fault, &reached_by).about(argument)
                    }));
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
    fn every_row_names_a_form() {
        for row in Forms::load().unwrap().form {
            assert!(!row.words.is_empty() || !row.forms.is_empty(), "{:?}", row.arguments);
        }
    }
}
