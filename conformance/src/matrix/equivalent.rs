//! Mutants that nobody can tell from a right server, each with a reason.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Mutant, level::fits};

const FILE: &str = include_str!("../../../fixtures/matrix/equivalents.toml");

/// The declared equivalents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equivalents {
    #[serde(default)]
    equivalent: Vec<Equivalent>,
}

/// The mutants that one reason is given for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Equivalent {
    /// Ids of mutants; a trailing `*` stands for any ending.
    mutants: Vec<String>,
    reason: String,
}

impl Equivalents {
    /// Reads the file that is compiled in.
    pub fn load() -> anyhow::Result<Self> {
        Self::from_toml(FILE)
    }

    /// Reads the text of such a file.
    pub fn from_toml(text: &str) -> anyhow::Result<Self> {
        let all: Self = toml::from_str(text)?;
        for one in &all.equivalent {
            anyhow::ensure!(!one.reason.trim().is_empty(), "{:?} needs a reason", one.mutants);
            anyhow::ensure!(!one.mutants.is_empty(), "{:?} is a reason for nothing", one.reason);
        }
        Ok(all)
    }

    /// The reason why a mutant is no fault.
    pub fn reason(&self, mutant: &Mutant) -> Option<String> {
        let fits = |one: &&Equivalent| one.mutants.iter().any(|id| fits(id, &mutant.id));
        self.equivalent.iter().find(fits).map(|one| one.reason.clone())
    }

    /// The surfaces of the declared mutants, as mutants name them.
    pub fn surfaces(&self) -> BTreeSet<&str> {
        let ids = self.equivalent.iter().flat_map(|one| &one.mutants);
        ids.filter_map(|id| id.split_whitespace().next()).collect()
    }

    /// The declarations that none of these mutants is.
    pub fn unknown(&self, mutants: &[Mutant]) -> Vec<String> {
        let all = self.equivalent.iter().flat_map(|one| &one.mutants);
        let unknown = all.filter(|id| !mutants.iter().any(|mutant| fits(id, &mutant.id)));
        unknown.map(|id| format!("no mutant is {id}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declarations_are_read_and_each_has_a_reason() {
        Equivalents::load().unwrap();
        let without = "[[equivalent]]\nmutants = [\"a\"]\nreason = \" \"";
        assert!(Equivalents::from_toml(without).is_err());
    }
}
