//! `[safe]`: what a run may do and use up.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::Problems;
use crate::target::{
    Cost, Safety,
    cost::{Budget, Expense, amount_of},
};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Safe {
    #[serde(default)]
    allow: BTreeSet<Cost>,
    #[serde(default)]
    budget: BTreeMap<Expense, Spanned<toml::Value>>,
}

impl Safe {
    pub(super) fn read(&self, problems: &mut Problems<'_>) -> Safety {
        let mut budget = Budget::default();
        for (kind, written) in &self.budget {
            let text = match written.get_ref() {
                toml::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            match amount_of(*kind, &text) {
                Ok(amount) => drop(budget.0.insert(*kind, amount)),
                Err(wrong) => problems.at(
                    written.span().start,
                    format!("safe.budget.{}: {wrong}", kind.name()),
                    "money as \"10.00\", the rest as whole numbers",
                ),
            }
        }
        Safety { allow: self.allow.clone(), budget }
    }
}
