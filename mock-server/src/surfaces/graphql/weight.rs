//! How much a document asks for once its fragments are written out, found without writing them out.
//!
//! A few hundred bytes of fragments that spread each other twice stand for more fields than any
//! machine can answer, so this is looked at before anything else walks through them.

use std::collections::{BTreeSet, HashMap};

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};

/// The most fields that are answered, and the deepest that they may be nested, spreads included.
const MOST: usize = 5_000;
const DEEPEST: usize = 100;

/// What is wrong with a document that asks for too much, or without end.
pub(super) fn fault(document: &ExecutableDocument) -> Option<String> {
    let mut scales = Scales { document, fragments: HashMap::new(), cycle: None };
    let mut whole = Weight::default();
    for (_, operation) in document.operations.iter() {
        whole = whole.and(scales.set(&operation.node.selection_set.node, 0));
    }
    let names: BTreeSet<_> = document.fragments.keys().collect();
    for name in names {
        let weight = scales.fragment(name, 0);
        whole.depth = whole.depth.max(weight.depth);
    }
    if whole.depth > DEEPEST {
        return Some(format!("Document is nested more than {DEEPEST} levels deep."));
    }
    if whole.fields > MOST {
        return Some(format!("Document selects more than {MOST} fields."));
    }
    scales.cycle.map(|name| format!("Cannot spread fragment \"{name}\" within itself."))
}

#[derive(Clone, Copy, Default)]
struct Weight {
    fields: usize,
    depth: usize,
}

impl Weight {
    fn and(self, other: Self) -> Self {
        let fields = self.fields.saturating_add(other.fields);
        Self { fields, depth: self.depth.max(other.depth) }
    }
}

struct Scales<'a> {
    document: &'a ExecutableDocument,
    /// What is known; nothing while a fragment is being weighed.
    fragments: HashMap<&'a str, Option<Weight>>,
    /// A fragment that spreads itself.
    cycle: Option<&'a str>,
}

impl<'a> Scales<'a> {
    fn set(&mut self, set: &'a SelectionSet, level: usize) -> Weight {
        if level > DEEPEST {
            return Weight { fields: 0, depth: DEEPEST + 1 };
        }
        let mut whole = Weight::default();
        for selection in &set.items {
            let mut one = match &selection.node {
                Selection::Field(field) => {
                    let mut one = self.set(&field.node.selection_set.node, level + 1);
                    one.fields = one.fields.saturating_add(1);
                    one
                }
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node, level + 1)
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, level + 1)
                }
            };
            one.depth += 1;
            whole = whole.and(one);
        }
        whole
    }

    fn fragment(&mut self, name: &str, level: usize) -> Weight {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return Weight::default();
        };
        match self.fragments.get(name.as_str()) {
            Some(Some(known)) => return *known,
            Some(None) => {
                self.cycle.get_or_insert(name);
                return Weight::default();
            }
            None => {}
        }
        self.fragments.insert(name, None);
        let weight = self.set(&fragment.node.selection_set.node, level);
        self.fragments.insert(name, Some(weight));
        weight
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn judged(text: &str) -> Option<String> {
        fault(&parse_query(text).unwrap())
    }

    #[test]
    fn fragments_weigh_what_they_stand_for() {
        let doubling = |levels: usize| {
            let mut text = format!("{{ ...A{levels} }} fragment A0 on Query {{ __typename }}");
            for level in 1..=levels {
                let below = level - 1;
                text += &format!(" fragment A{level} on Query {{ ...A{below} ...A{below} }}");
            }
            text
        };
        assert_eq!(judged(&doubling(10)), None);
        assert!(judged(&doubling(90)).unwrap().contains("5000"));
        assert!(judged(&doubling(5_000)).unwrap().contains("deep"));
        for cycle in [
            "{ ...A } fragment A on Query { ...A ...A }",
            "{ c { ...A } } fragment A on C { c { ...B } } fragment B on C { c { ...A } }",
        ] {
            assert!(judged(cycle).unwrap().starts_with("Cannot spread fragment"), "{cycle}");
        }
    }
}
