//! Introspection (PG 4): is a document only asking about the schema, what will the answer cost, and the
//! answer itself. It is written from a model of the schema rather than by the executing library, which
//! takes a second and 35 MB for every megabyte that it answers.

mod answers;
mod model;
mod outline;
mod price;
mod write;

use std::collections::BTreeSet;

pub use answers::SchemaAnswers;
pub use model::{EVERYTHING, Model};
pub(super) use outline::DocumentOutline;

use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};

use crate::rulebook::{ExemptWhen, Intro};

/// Whether a request with this document counts as introspection: every operation is a query whose
/// root fields are exempt, looking through fragments. All operations count, whichever is chosen.
pub fn only_introspects(document: &ExecutableDocument, rules: &Intro) -> bool {
    document.operations.iter().all(|(_, operation)| {
        let names = names(document, &operation.node.selection_set.node, rules);
        operation.node.ty == OperationType::Query && only_exempt(&names, rules)
    })
}

/// Whether these names at the root of a query make it introspection.
fn only_exempt(names: &[&str], rules: &Intro) -> bool {
    let exempt = |name: &&str| rules.exempt_fields.iter().any(|field| field == name);
    match rules.exempt_when {
        ExemptWhen::All => !names.is_empty() && names.iter().all(exempt),
        ExemptWhen::Any => names.iter().any(exempt),
    }
}

/// Of a document that asks about the schema and is no introspection: what else is at its roots.
pub fn besides_the_schema(document: &ExecutableDocument, rules: &Intro) -> Option<String> {
    let mut others = Vec::new();
    let mut asks = false;
    for (_, operation) in document.operations.iter() {
        if operation.node.ty != OperationType::Query {
            others.push(format!("a {}", operation.node.ty));
            continue;
        }
        for name in names(document, &operation.node.selection_set.node, rules) {
            match rules.exempt_fields.iter().any(|field| field == name) {
                true => asks = true,
                false if name.is_empty() => others.push("a fragment that is not there".to_owned()),
                false => others.push(format!("\"{name}\"")),
            }
        }
    }
    others.truncate(3);
    (asks && !others.is_empty()).then(|| others.join(", "))
}

/// The names of the fields at a root. Fragments are not validated yet and may form a circle; each is
/// followed once.
fn names<'a>(
    document: &'a ExecutableDocument,
    root: &'a SelectionSet,
    rules: &Intro,
) -> Vec<&'a str> {
    let (mut names, mut sets, mut visited) = (Vec::new(), vec![root], BTreeSet::new());
    while let Some(set) = sets.pop() {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => names.push(field.node.name.node.as_str()),
                Selection::InlineFragment(_) | Selection::FragmentSpread(_)
                    if !rules.follow_fragments => {}
                Selection::InlineFragment(fragment) => {
                    sets.push(&fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    match document.fragments.get(name) {
                        Some(_) if !visited.insert(name) => {}
                        Some(fragment) => sets.push(&fragment.node.selection_set.node),
                        None => names.push(""),
                    }
                }
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn introspects(query: &str) -> bool {
        only_introspects(&parse_query(query).unwrap(), &Intro::default())
    }

    #[test]
    fn only_schema_and_type_count() {
        for open in [
            "{ __schema { queryType { name } } }",
            "query A { s: __schema { types { name } } } query B { __type(name: \"X\") { name } }",
            "{ ...F } fragment F on Query { ... on Query { __type(name: \"X\") { name } } }",
        ] {
            assert!(introspects(open), "{open}");
        }
        for closed in [
            "{ __schema { queryType { name } } AgioCard_card { id } }",
            "{ __typename __schema { queryType { name } } }",
            "mutation { __schema { queryType { name } } }",
            "{ __schema { queryType { name } } ...F } fragment F on Query { cardBalance { id } }",
            "{ ...F } fragment F on Query { ...F }",
            "{ ...Missing }",
        ] {
            assert!(!introspects(closed), "{closed}");
        }
    }
}
