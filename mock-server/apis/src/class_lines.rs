//! The classes of a contract as a snapshot shows them.

use std::collections::{BTreeMap, BTreeSet};

use crate::log::Class;

/// The names of each class, a class a line; a name that declares two stands under both.
pub(super) fn class_lines(declared: Vec<(String, Class)>) -> String {
    let mut by_name: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (name, class) in declared {
        by_name.entry(name).or_default().insert(class.word());
    }
    let mut by_class: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, words) in by_name {
        let words: Vec<_> = words.into_iter().collect();
        by_class.entry(words.join(" and ")).or_default().push(name);
    }
    let lines = by_class.iter().map(|(class, names)| format!("{class}: {}", names.join(" ")));
    lines.collect::<Vec<_>>().join("\n")
}
