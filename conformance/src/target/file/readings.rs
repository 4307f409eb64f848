//! `[readings]`: which reading of an ambiguity the file expects.

use std::collections::BTreeMap;

use super::{File, Problems};
use crate::register::register;

impl File {
    /// The readings that the file expects, each known to the register.
    pub(super) fn readings(&self, problems: &mut Problems<'_>) -> BTreeMap<String, String> {
        for (id, reading) in &self.readings {
            let offset = reading.span().start;
            let Some(ambiguity) = register().ambiguity(id) else {
                problems.at(
                    offset,
                    format!("readings: there is no ambiguity {id}"),
                    "`conformance list --readings` shows them",
                );
                continue;
            };
            let names: Vec<_> = ambiguity.reading.iter().map(|one| one.name.as_str()).collect();
            if !names.contains(&reading.get_ref().as_str()) {
                problems.at(
                    offset,
                    format!("readings: {id} has no reading {:?}", reading.get_ref()),
                    format!("one of {}", names.join(", ")),
                );
            }
        }
        self.readings.iter().map(|(id, name)| (id.clone(), name.get_ref().clone())).collect()
    }
}
