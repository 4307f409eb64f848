//! Paths and bodies that a feature spells out, in which `{the card}` stands for a reference.

use std::collections::BTreeMap;

use cucumber::gherkin::Step;
use serde_json::Value;

use crate::{Mismatch, StepResult, World};

impl World {
    /// The references by the names of the scenario, and the noted texts by theirs.
    fn references(&self) -> BTreeMap<&str, &str> {
        let things = &self.managed;
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        names.extend(things.cards.all().map(|(name, one)| (name, one.reference.as_str())));
        let referenced = [&things.authorizations, &things.disputes, &things.operations];
        for all in referenced {
            names.extend(all.all().map(|(name, one)| (name, one.reference.as_str())));
        }
        names.extend(things.texts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        names
    }

    /// A text with references in place of `{the card}`, `{the authorization}` and every other name
    /// of the scenario in braces, and with noted texts in place of theirs.
    pub(in crate::steps) fn referenced(&self, text: &str) -> String {
        let names = self.references();
        names.iter().fold(text.to_owned(), |text, (name, reference)| {
            text.replace(&format!("{{{name}}}"), reference)
        })
    }

    /// A text with references in place of names in braces, as [`Self::referenced`] has them, each of
    /// the same form as the reference of that name, and none of them ever issued.
    pub(in crate::steps) fn never_issued(&self, text: &str) -> String {
        let names = self.references();
        names.iter().fold(text.to_owned(), |text, (name, reference)| {
            let (kind, rest) = reference.rsplit_once('_').unwrap_or_default();
            text.replace(&format!("{{{name}}}"), &format!("{kind}_{}", "0".repeat(rest.len())))
        })
    }
}

/// The text below a step, with references for names in braces.
pub(super) fn below(world: &World, step: &Step) -> Option<String> {
    step.docstring.as_ref().map(|text| world.referenced(text.trim()))
}

/// The rows of the table below a step, with references for names in braces.
pub(super) fn rows(world: &World, step: &Step) -> Vec<Vec<String>> {
    let rows = step.table.as_ref().map(|table| table.rows.clone()).unwrap_or_default();
    let cell = |text: &String| world.referenced(text);
    rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// A cell or text as JSON.
pub(super) fn json(text: &str) -> StepResult<Value> {
    serde_json::from_str(text)
        .map_err(|error| Mismatch::suite("JSON in the feature", format!("{error} in {text}")))
}
