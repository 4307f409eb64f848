//! Is this document only asking about the schema? (PG 4)

use std::collections::BTreeSet;

use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};

use crate::rulebook::{ExemptWhen, Intro};

/// Whether a request with this document counts as introspection: every operation is a query whose
/// root fields are exempt, looking through fragments. All operations count, whichever is chosen.
pub fn only_introspects(document: &ExecutableDocument, rules: &Intro) -> bool {
    document.operations.iter().all(|(_, operation)| {
        let mut names = Vec::new();
        let set = &operation.node.selection_set.node;
        collect(document, set, rules, 0, &mut BTreeSet::new(), &mut names);
        let exempt = |name: &&str| rules.exempt_fields.iter().any(|field| field == name);
        operation.node.ty == OperationType::Query
            && match rules.exempt_when {
                ExemptWhen::All => !names.is_empty() && names.iter().all(exempt),
                ExemptWhen::Any => names.iter().any(exempt),
            }
    })
}

/// Whether nothing but the schema decides the answer of a flattened document.
pub fn asks_only_about_the_schema(document: &ExecutableDocument) -> bool {
    document.operations.iter().all(|(_, operation)| {
        let selections = operation.node.selection_set.node.items.iter();
        selections.map(|selection| &selection.node).all(|selection| {
            matches!(selection, Selection::Field(field) if field.node.name.node.starts_with("__"))
        })
    })
}

/// Fragments are not validated yet and may form a cycle; what lies deeper counts as a data field.
const DEEPEST: usize = 32;

fn collect<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    rules: &Intro,
    depth: usize,
    visited: &mut BTreeSet<&'a str>,
    names: &mut Vec<&'a str>,
) {
    if depth > DEEPEST {
        return names.push("");
    }
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => names.push(field.node.name.node.as_str()),
            Selection::InlineFragment(_) | Selection::FragmentSpread(_)
                if !rules.follow_fragments => {}
            Selection::InlineFragment(fragment) => {
                let set = &fragment.node.selection_set.node;
                collect(document, set, rules, depth + 1, visited, names);
            }
            Selection::FragmentSpread(spread) => {
                let name = spread.node.fragment_name.node.as_str();
                match document.fragments.get(name) {
                    Some(_) if visited.contains(name) => {}
                    Some(fragment) => {
                        visited.insert(name);
                        let set = &fragment.node.selection_set.node;
                        collect(document, set, rules, depth + 1, visited, names);
                    }
                    None => names.push(""),
                }
            }
        }
    }
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
