//! Introspection (PG 4): is a document only asking about the schema, what will the answer cost, and
//! the answer itself. It is written from a model of the schema rather than by the executing
//! library, which takes a second and 35 MB for every megabyte that it answers.

mod answers;
mod model;
mod outline;
mod price;
mod write;

pub use answers::SchemaAnswers;
pub use model::{EVERYTHING, Model};
pub(super) use outline::DocumentOutline;

use async_graphql::{
    Positioned,
    parser::types::{
        ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};

use super::selected_fields::{Selected, selected_fields};

/// Conditions under which a document counts as introspection.
#[derive(Clone, Copy, Debug)]
pub struct Exemption<'a> {
    /// The root fields that ask about the schema.
    pub fields: &'a [String],
    /// Whether all root fields have to be such, or one is enough.
    pub all: bool,
    /// True when one such operation is enough.
    pub any_operation: bool,
    /// Whether fragments at the root are looked into.
    pub follow_fragments: bool,
}

/// Whether a request with this document counts as introspection: every operation is a query whose
/// root fields are exempt, looking through fragments. All operations count, whichever is chosen.
pub fn only_introspects(document: &ExecutableDocument, exemption: Exemption<'_>) -> bool {
    let introspects = |operation: &Positioned<OperationDefinition>| {
        let names = names(document, &operation.node.selection_set.node, exemption);
        operation.node.ty == OperationType::Query && only_exempt(&names, exemption)
    };
    let mut operations = document.operations.iter().map(|(_, operation)| operation);
    match exemption.any_operation {
        true => operations.any(introspects),
        false => operations.all(introspects),
    }
}

/// Whether these names at the root of a query make it introspection.
fn only_exempt(names: &[&str], exemption: Exemption<'_>) -> bool {
    let exempt = |name: &&str| exemption.fields.iter().any(|field| field == name);
    match exemption.all {
        true => !names.is_empty() && names.iter().all(exempt),
        false => names.iter().any(exempt),
    }
}

/// Of a document that asks about the schema and is no introspection: what else is at its roots.
pub fn besides_the_schema(
    document: &ExecutableDocument,
    exemption: Exemption<'_>,
) -> Option<String> {
    let mut others = Vec::new();
    let mut asks = false;
    for (_, operation) in document.operations.iter() {
        if operation.node.ty != OperationType::Query {
            others.push(format!("a {}", operation.node.ty));
            continue;
        }
        for name in names(document, &operation.node.selection_set.node, exemption) {
            match exemption.fields.iter().any(|field| field == name) {
                true => asks = true,
                false if name.is_empty() => others.push("a fragment that is not there".to_owned()),
                false => others.push(format!("\"{name}\"")),
            }
        }
    }
    others.truncate(3);
    (asks && !others.is_empty()).then(|| others.join(", "))
}

/// The names of the fields at a root; an empty one for a fragment that is not there.
fn names<'a>(
    document: &'a ExecutableDocument,
    root: &'a SelectionSet,
    exemption: Exemption<'_>,
) -> Vec<&'a str> {
    if !exemption.follow_fragments {
        let fields = root.items.iter().filter_map(|selection| match &selection.node {
            Selection::Field(field) => Some(field.node.name.node.as_str()),
            Selection::InlineFragment(_) | Selection::FragmentSpread(_) => None,
        });
        return fields.collect();
    }
    let names = selected_fields(document, &[root], |_| true).map(|selected| match selected {
        Selected::Field(field) => field.node.name.node.as_str(),
        Selected::Missing => "",
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn introspects(query: &str) -> bool {
        let fields = ["__schema".to_owned(), "__type".to_owned()];
        let exemption =
            Exemption { fields: &fields, all: true, any_operation: false, follow_fragments: true };
        only_introspects(&parse_query(query).unwrap(), exemption)
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
