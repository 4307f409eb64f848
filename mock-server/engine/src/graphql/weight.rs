//! Number of fields that a document asks for once its fragments are written out, found without
//! writing them out.
//!
//! A few hundred bytes of fragments that spread each other twice stand for more fields than any
//! machine can answer, so this is looked at before anything else walks through them.

use std::collections::HashMap;

use super::{
    bounds::{ARGUMENT_BYTES, FIELDS, LEVELS},
    tree::{Definition, Document, Fragment, Member, Selection, Value},
};

/// Fault of a document that asks for too much. Circles of fragments weigh what is not yet counted
/// of them; they are for validation to name.
pub(super) fn fault(document: &Document) -> Option<String> {
    let whole = weigh(document);
    if whole.depth > LEVELS {
        return Some(format!("Document is nested more than {LEVELS} levels deep."));
    }
    if whole.fields > FIELDS {
        let fields = counted(whole.fields);
        return Some(format!("Document selects {fields} fields; at most {FIELDS} are answered."));
    }
    if whole.arguments > ARGUMENT_BYTES {
        let bytes = counted(whole.arguments);
        return Some(format!(
            "Arguments take {bytes} bytes once fragments are written out; at most {ARGUMENT_BYTES} \
             are read."
        ));
    }
    None
}

/// The fields of a document, fragments written out at each spread.
pub(super) fn fields(document: &Document) -> usize {
    weigh(document).fields
}

fn weigh(document: &Document) -> Weight {
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
    whole
}

/// A count, which is no more than the largest that can be told.
fn counted(count: usize) -> String {
    if count == usize::MAX { format!("at least {count}") } else { count.to_string() }
}

#[derive(Clone, Copy, Default)]
struct Weight {
    fields: usize,
    depth: usize,
    /// Bytes of the arguments as they are written.
    arguments: usize,
}

impl Weight {
    fn and(self, other: Self) -> Self {
        let fields = self.fields.saturating_add(other.fields);
        let arguments = self.arguments.saturating_add(other.arguments);
        Self { fields, depth: self.depth.max(other.depth), arguments }
    }
}

struct Scales<'a> {
    fragments: HashMap<&'a str, &'a Fragment>,
    /// Weights of fragments; none yet for a fragment that is being weighed.
    weighed: HashMap<&'a str, Weight>,
}

impl<'a> Scales<'a> {
    fn set(&mut self, set: &'a [Selection], level: usize) -> Weight {
        if level > LEVELS {
            return Weight { depth: LEVELS + 1, ..Weight::default() };
        }
        let mut whole = Weight::default();
        for selection in set {
            let mut one = match selection {
                Selection::Field(field) => {
                    let mut one = self.set(&field.selections, level + 1);
                    one.fields = one.fields.saturating_add(1);
                    one.arguments = one.arguments.saturating_add(written(&field.arguments));
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

/// The bytes that arguments or members take, roughly.
fn written(members: &[Member]) -> usize {
    members.iter().map(|one| one.name.len() + 4 + value(&one.value)).sum()
}

fn value(one: &Value) -> usize {
    match one {
        Value::Variable(text)
        | Value::Int(text)
        | Value::Float(text)
        | Value::String(text)
        | Value::Block(text)
        | Value::Enum(text) => text.len() + 2,
        Value::Boolean(_) | Value::Null => 4,
        Value::List(items) => 2 + items.iter().map(value).sum::<usize>(),
        Value::Object(members) => 2 + written(members),
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
        assert_eq!(
            judged(&doubling(20)).unwrap(),
            "Document selects 1048576 fields; at most 5000 are answered."
        );
        assert!(judged(&doubling(90)).unwrap().contains("at least"));
        assert!(judged(&doubling(1_000)).unwrap().contains("deep"));
        for cycle in [
            "{ ...A } fragment A on Query { ...A ...A }",
            "{ c { ...A } } fragment A on C { c { ...B } } fragment B on C { c { ...A } }",
        ] {
            assert_eq!(judged(cycle), None, "{cycle}");
        }
    }

    #[test]
    fn arguments_weigh_as_often_as_they_are_spread() {
        let text = format!(
            "{{ {} }} fragment F on Query {{ a(x: \"{}\") }}",
            (0..1_000).map(|n| format!("a{n} {{ ...F }} ")).collect::<String>(),
            "x".repeat(10_000)
        );
        assert_eq!(
            judged(&text).unwrap(),
            "Arguments take 10007000 bytes once fragments are written out; at most 8388608 are read."
        );
    }
}
