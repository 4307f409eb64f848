//! The things a scenario talks about, by the names it gives them. Those of one surface stand in its
//! room; cards and the like, which the two GraphQL surfaces have alike, stand in [`graphql`].

pub mod graphql;

use std::collections::BTreeMap;

use crate::{Mismatch, StepResult};

/// Things of one kind by name: "the card", "the second card".
#[derive(Debug, Clone)]
pub struct Things<T> {
    kind: &'static str,
    by_name: BTreeMap<String, T>,
    /// Things that the target was asked for and did not make, with its answers.
    missed: BTreeMap<String, String>,
}

impl<T: Clone> Things<T> {
    /// No things yet; `kind` is for messages.
    pub fn of(kind: &'static str) -> Self {
        Self { kind, by_name: BTreeMap::new(), missed: BTreeMap::new() }
    }

    /// From now on `name` means `thing`.
    pub fn name(&mut self, name: impl Into<String>, thing: T) {
        self.by_name.insert(name.into(), thing);
    }

    /// The target was asked for a thing of that name, and its answer shows none: whatever needs it
    /// later fails through the target.
    pub fn missed(&mut self, name: impl Into<String>, answer: impl Into<String>) {
        self.missed.insert(name.into(), answer.into());
    }

    /// The thing of that name. Naming one that nothing made is a mistake of the scenario, unless
    /// the
    /// target was asked for it in vain.
    pub fn get(&self, name: &str) -> StepResult<T> {
        if let Some(thing) = self.by_name.get(name) {
            return Ok(thing.clone());
        }
        let wanted = format!("{} called \"{name}\"", self.kind);
        Err(match self.missed.get(name) {
            Some(answer) => Mismatch::behaviour(wanted, format!("none was made: {answer}")),
            None => {
                let known: Vec<_> = self.by_name.keys().collect();
                Mismatch::suite(wanted, format!("only {known:?}"))
            }
        })
    }

    /// Everything with its name, in order of name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &T)> {
        self.by_name.iter().map(|(name, thing)| (name.as_str(), thing))
    }

    /// Whether the scenario speaks of a thing by that name, made or not.
    pub fn speaks_of(&self, name: &str) -> bool {
        self.has(name) || self.missed.contains_key(name)
    }

    /// Whether something has that name.
    pub fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mismatch::Class;

    #[test]
    fn what_the_target_did_not_make_is_its_fault_and_what_nobody_made_the_scenarios() {
        let mut things = Things::of("a card");
        things.missed("the card", "HTTP 500");
        assert_eq!(things.get("the card").unwrap_err().class, Class::Behaviour);
        assert_eq!(things.get("the crad").unwrap_err().class, Class::Suite);
        things.name("the card", 7);
        assert_eq!(things.get("the card").unwrap(), 7);
    }
}
