//! How much a document asks for once its fragments are written out, found without writing them out.
//!
//! A few hundred bytes of fragments that spread each other twice stand for more fields than any
//! machine can answer, so this is looked at before anything else walks through them.

use std::collections::HashMap;

use super::tree::{Definition, Document, Fragment, Selection};

/// The most fields that are answered, and the deepest that they may be nested, spreads included.
const MOST: usize = 5_000;
const DEEPEST: usize = 100;

/// What is wrong with a document that asks for too much. Circles of fragments weigh what is not yet
/// counted of them; they are for validation to name.
pub(super) fn fault(document: &Document) -> Option<String> {
    let mut scales = Scales { fragments: HashMap::new(), weighed: HashMap::new() };
    for definition in &document.definitions {
        if let Definition::Fragment(fragment) = definition {
            scales.fragments.insert(&fragment.name, fragment);
        }
    }
    let mut whole = Weight::default();
    for definition in &document.definitions {
        match definition {
            Definition::Operation(operation) => {
                whole = whole.and(scales.set(&operation.selections, 0));
            }
            Definition::Fragment(fragment) => {
                let alone = scales.set(&fragment.selections, 0);
                whole.depth = whole.depth.max(alone.depth);
            }
            Definition::TypeSystem(_) => {}
        }
    }
    if whole.depth > DEEPEST {
        return Some(format!("Document is nested more than {DEEPEST} levels deep."));
    }
    if whole.fields > MOST {
        return Some(format!("Document selects more than {MOST} fields."));
    }
    None
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
    fragments: HashMap<&'a str, &'a Fragment>,
    /// What is known; of a fragment that is being weighed, nothing yet.
    weighed: HashMap<&'a str, Weight>,
}

impl<'a> Scales<'a> {
    fn set(&mut self, set: &'a [Selection], level: usize) -> Weight {
        if level > DEEPEST {
            return Weight { fields: 0, depth: DEEPEST + 1 };
        }
        let mut whole = Weight::default();
        for selection in set {
            let mut one = match selection {
                Selection::Field(field) => {
                    let mut one = self.set(&field.selections, level + 1);
                    one.fields = one.fields.saturating_add(1);
                    one
                }
                Selection::Inline(inline) => self.set(&inline.selections, level + 1),
                Selection::Spread(spread) => self.fragment(&spread.fragment, level + 1),
            };
            one.depth += 1;
            whole = whole.and(one);
        }
        whole
    }

    fn fragment(&mut self, name: &'a str, level: usize) -> Weight {
        let Some(fragment) = self.fragments.get(name) else { return Weight::default() };
        if let Some(known) = self.weighed.get(name) {
            return *known;
        }
        self.weighed.insert(name, Weight::default());
        let weight = self.set(&fragment.selections, level);
        self.weighed.insert(name, weight);
        weight
    }
}

#[cfg(test)]
mod tests {
    use super::{super::syntax, *};

    fn judged(text: &str) -> Option<String> {
        fault(&syntax::read(text).unwrap())
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
        assert!(judged(&doubling(1_000)).unwrap().contains("deep"));
        for cycle in [
            "{ ...A } fragment A on Query { ...A ...A }",
            "{ c { ...A } } fragment A on C { c { ...B } } fragment B on C { c { ...A } }",
        ] {
            assert_eq!(judged(cycle), None, "{cycle}");
        }
    }
}
