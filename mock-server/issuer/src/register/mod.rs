//! The requirement register, as far as the server needs it: deviations, and ambiguities with their
//! readings.
//!
//! Its data is `fixtures/requirements/*.toml`, which the conformance suite reads too. A deviation
//! is a patch of the rulebook or an operator on what the server does ([`Patch`]); a reading is a
//! value of the rule that its ambiguity names.

mod form;
mod misreading;
mod notation;
mod patch;
mod step;
mod variation;

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

pub use form::Form;
pub use misreading::Misreading;
pub use notation::PatchError;
pub use patch::{ArgumentReading, Change, Others, Patch, Pattern, Repeat};
pub use step::Step;
pub use variation::Variation;

use crate::fixtures;

/// A named way to break exactly one requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Deviation {
    /// Id: `D-` and the requirement's id; further deviations of a requirement end in `-b`, `-c`, ….
    pub id: String,
    /// Id of the requirement that it breaks.
    pub breaks: String,
    /// Title of that requirement.
    pub title: String,
    /// Text of the patch, as the register writes it.
    pub text: String,
    /// The patch, parsed.
    pub patch: Patch,
}

/// A question that the source documents leave open.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ambiguity {
    /// Id: `AMB-<surface>-<nn>`.
    pub id: String,
    /// The question.
    pub title: String,
    /// Rule that selects a reading.
    pub rule: String,
    /// Name of the default reading.
    pub default: String,
    /// Reason why the question is open.
    pub text: String,
    /// Places in the source documents that bear on it.
    pub source: String,
    /// Possible answers.
    pub reading: Vec<Reading>,
}

/// One reading of an ambiguity.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Name of the reading.
    pub name: String,
    /// Value of the rule under this reading.
    pub value: Value,
    /// Meaning of the reading, in one sentence.
    pub meaning: String,
}

/// A requirement that an implementation must fulfil.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Id: `<surface>-<group>-<nn>`.
    pub id: String,
    /// The requirement, in one sentence.
    pub title: String,
    /// Origin of the requirement: `documented`, `public` or `decided`; `ambiguous` where the
    /// documents leave it open, `client` where it is a duty of clients.
    pub level: String,
    /// The behaviour, in one sentence.
    pub statement: String,
    /// Document and section.
    pub source: String,
    /// Requirements on the server that a duty of clients rests on, by their ids.
    pub rests_on: Vec<String>,
    /// Name of the scripted client that breaks the duty.
    pub bad_client: Option<String>,
}

/// The requirements, deviations and ambiguities of the register.
#[derive(Debug, Default)]
pub struct Register {
    /// All requirements, in the order of the register.
    pub requirements: Vec<Requirement>,
    /// All deviations, in the order of the register.
    pub deviations: Vec<Deviation>,
    /// All ambiguities, in the order of the register.
    pub ambiguities: Vec<Ambiguity>,
    /// Rules, each with a requirement or ambiguity that depends on it, as `(rule, id)`.
    pub uses: Vec<(String, String)>,
}

/// The register that is compiled into the program.
pub fn register() -> &'static Register {
    static REGISTER: LazyLock<Register> = LazyLock::new(|| {
        Register::load()
            .unwrap_or_else(|error| panic!("the register is checked by a test: {error}"))
    });
    &REGISTER
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    requirement: Vec<Entry>,
    #[serde(default)]
    ambiguity: Vec<Ambiguity>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    title: String,
    level: String,
    statement: String,
    source: String,
    deviation: String,
    #[serde(default)]
    more_deviations: Vec<String>,
    #[serde(default)]
    rests_on: Vec<String>,
    bad_client: Option<String>,
}

impl Register {
    fn load() -> Result<Self, String> {
        let mut all = Self::default();
        for (name, text) in fixtures::requirements() {
            let file: File = toml::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
            for entry in &file.requirement {
                all.add(entry)?;
            }
            for ambiguity in file.ambiguity {
                all.uses.push((ambiguity.rule.clone(), ambiguity.id.clone()));
                all.ambiguities.push(ambiguity);
            }
        }
        Ok(all)
    }

    fn add(&mut self, entry: &Entry) -> Result<(), String> {
        self.requirements.push(Requirement {
            id: entry.id.clone(),
            title: entry.title.clone(),
            level: entry.level.clone(),
            statement: entry.statement.clone(),
            source: entry.source.clone(),
            rests_on: entry.rests_on.clone(),
            bad_client: entry.bad_client.clone(),
        });
        let first = Some(&entry.deviation).filter(|text| !text.is_empty());
        for (at, text) in first.into_iter().chain(&entry.more_deviations).enumerate() {
            let suffix = match at {
                0 => String::new(),
                _ => format!("-{}", char::from(b'a' + u8::try_from(at).unwrap_or(25))),
            };
            let id = format!("D-{}{suffix}", entry.id);
            let patch = Patch::parse(text).map_err(|error| format!("{id}: {error}"))?;
            if let Some(key) = patch.rule() {
                self.uses.push((key.to_owned(), entry.id.clone()));
            }
            self.deviations.push(Deviation {
                id,
                breaks: entry.id.clone(),
                title: entry.title.clone(),
                text: text.clone(),
                patch,
            });
        }
        Ok(())
    }

    /// Requirement with this id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.id == id)
    }

    /// Deviation with this id.
    pub fn deviation(&self, id: &str) -> Option<&Deviation> {
        self.deviations.iter().find(|deviation| deviation.id == id)
    }

    /// Ambiguity with this id.
    pub fn ambiguity(&self, id: &str) -> Option<&Ambiguity> {
        self.ambiguities.iter().find(|ambiguity| ambiguity.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook::Rulebook;

    #[test]
    fn every_deviation_parses_and_changes_something() {
        let register = Register::load().unwrap();
        for deviation in &register.deviations {
            if let Patch::Rule { key, value, .. } = &deviation.patch {
                let patched = Rulebook::default().patched(key, value.clone());
                let patched = patched.unwrap_or_else(|error| panic!("{}: {error}", deviation.id));
                assert_ne!(patched, Rulebook::default(), "{}", deviation.id);
            }
        }
    }

    #[test]
    fn every_reading_is_a_value_of_its_rule_and_the_default_is_the_default() {
        for ambiguity in Register::load().unwrap().ambiguities {
            for reading in &ambiguity.reading {
                let patched = Rulebook::default().patched(&ambiguity.rule, reading.value.clone());
                let patched = patched.unwrap_or_else(|error| panic!("{}: {error}", ambiguity.id));
                let is_default = patched == Rulebook::default();
                assert_eq!(is_default, reading.name == ambiguity.default, "{}", ambiguity.id);
            }
        }
    }
}
