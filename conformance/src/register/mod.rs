//! The register of what is demanded: the requirements of `fixtures/requirements`, by id, with level
//! and source.

mod level;

use std::{collections::HashMap, sync::LazyLock};

use anyhow::Context;
use rust_embed::RustEmbed;
use serde::Deserialize;

pub use level::Level;

use crate::target::Capability;

#[derive(RustEmbed)]
#[folder = "../fixtures/requirements"]
struct Files;

/// One checkable behaviour.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// `<surface>-<AREA>-<nn>`.
    pub id: String,
    /// The level.
    pub level: Level,
    /// For lists.
    pub title: String,
    /// The behaviour in one sentence.
    pub statement: String,
    /// Document and section.
    pub source: String,
    /// The actions of a client that show whether it holds.
    pub probe: String,
    /// The behaviour that the client must see.
    pub expect: String,
    /// Capabilities without which it is skipped.
    pub needs: Vec<Capability>,
    /// The deviation that breaks it on a sandbox.
    pub deviation: String,
    /// Further deviations that break it.
    #[serde(default)]
    pub more_deviations: Vec<String>,
    /// Requirements that fail under its deviation necessarily.
    #[serde(default)]
    pub also_breaks: Vec<String>,
    /// Tests of the workspace that judge it, `file: name`: where no scenario can, or beside one.
    #[serde(default)]
    pub judged_by: Vec<String>,
    /// Requirements on a server that a duty of clients rests on.
    #[serde(default)]
    pub rests_on: Vec<String>,
    /// The scripted client that breaks a duty of clients, and proves its detector.
    pub bad_client: Option<String>,
    /// The ambiguity that it reports.
    pub ambiguity: Option<String>,
    /// For people.
    pub note: Option<String>,
}

impl Requirement {
    /// The ids of its deviations: `D-<id>`, `D-<id>-b`, ….
    pub fn deviations(&self) -> Vec<String> {
        let first = (!self.deviation.is_empty()).then_some(());
        let count = first.iter().count() + self.more_deviations.len();
        let letters = (b'b'..=b'z').map(|letter| format!("-{}", char::from(letter)));
        let suffixes = std::iter::once(String::new()).chain(letters);
        suffixes.take(count).map(|suffix| format!("D-{}{suffix}", self.id)).collect()
    }
}

/// A question that the sources leave open.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ambiguity {
    /// `AMB-<surface>-<nn>`.
    pub id: String,
    /// The question.
    pub title: String,
    /// The rule of the sandbox that selects a reading.
    pub rule: String,
    /// The reading by default.
    pub default: String,
    /// Why it is open.
    pub text: String,
    /// The sections of the sources that speak of it.
    pub source: String,
    /// The readings.
    pub reading: Vec<Reading>,
}

/// One reading of an ambiguity.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// The value of the rule on a sandbox.
    pub value: toml::Value,
    /// The meaning.
    pub meaning: String,
}

/// All requirements and ambiguities.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// Requirements in order of the files.
    pub requirements: Vec<Requirement>,
    /// Ambiguities in order of the files.
    pub ambiguities: Vec<Ambiguity>,
    /// The places of the requirements by their ids.
    places: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "surface")]
    _surface: String,
    #[serde(rename = "contract")]
    _contract: String,
    #[serde(default)]
    requirement: Vec<Requirement>,
    #[serde(default)]
    ambiguity: Vec<Ambiguity>,
}

/// The register that is compiled in.
pub fn register() -> &'static Register {
    static REGISTER: LazyLock<Register> =
        LazyLock::new(|| Register::load().expect("the register is checked by a test"));
    &REGISTER
}

/// The requirements that tags name.
pub fn requirements(tags: &[String]) -> Vec<&'static Requirement> {
    tags.iter().filter_map(|tag| register().get(tag)).collect()
}

impl Register {
    /// Reads every file.
    pub fn load() -> anyhow::Result<Self> {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort_unstable();
        let mut all = Self::default();
        for name in names {
            let bytes = Files::get(&name).with_context(|| format!("{name} is missing"))?.data;
            let text = std::str::from_utf8(&bytes)?;
            let file: File = toml::from_str(text).with_context(|| name.to_string())?;
            all.requirements.extend(file.requirement);
            all.ambiguities.extend(file.ambiguity);
        }
        let ids = all.requirements.iter().map(|one| one.id.clone());
        all.places = ids.zip(0..).collect();
        Ok(all)
    }

    /// The requirement with this id.
    pub fn get(&self, id: &str) -> Option<&Requirement> {
        self.places.get(id).map(|place| &self.requirements[*place])
    }

    /// The ambiguity with this id.
    pub fn ambiguity(&self, id: &str) -> Option<&Ambiguity> {
        self.ambiguities.iter().find(|ambiguity| ambiguity.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_loads_and_ids_are_unique() {
        let register = Register::load().unwrap();
        let mut ids: Vec<_> = register.requirements.iter().map(|one| &one.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn duties_of_clients_and_nothing_else_name_a_client_that_breaks_them() {
        let register = Register::load().unwrap();
        for requirement in &register.requirements {
            let is_duty = requirement.level == Level::Client;
            assert_eq!(requirement.bad_client.is_some(), is_duty, "{}", requirement.id);
            assert_eq!(!requirement.rests_on.is_empty(), is_duty, "{}", requirement.id);
            assert!(!is_duty || requirement.judged_by.len() == 1, "{}", requirement.id);
        }
    }

    #[test]
    fn ambiguous_requirements_name_a_known_ambiguity_and_have_no_deviation() {
        let register = Register::load().unwrap();
        for requirement in &register.requirements {
            let ambiguous = requirement.level == Level::Ambiguous;
            assert_eq!(requirement.ambiguity.is_some(), ambiguous, "{}", requirement.id);
            if let Some(id) = &requirement.ambiguity {
                assert!(register.ambiguity(id).is_some(), "{}", requirement.id);
                assert!(requirement.deviations().is_empty(), "{}", requirement.id);
            }
        }
    }
}
