//! An operation as it is executed: `@skip` and `@include` applied, fragments written out, fields of
//! one response key collected into one (October 2021, 6.3.2).
//!
//! The executing library resolves a field once for every mention; a mutation that two fragments
//! name would take effect twice. All types of our schemas are concrete, so a fragment that
//! validated applies.

use async_graphql::{
    Name, Positioned, Variables,
    indexmap::IndexMap,
    parser::types::{
        DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
    },
};

use super::roots::Reader;

/// A document of nothing but this operation, in which every response key occurs once.
pub fn flattened(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> ExecutableDocument {
    let reader = Reader { document, operation, variables };
    let mut flat = operation.clone();
    flat.selection_set.node = reader.collected(&[&operation.selection_set.node]);
    let at = operation.selection_set.pos;
    ExecutableDocument {
        operations: DocumentOperations::Single(Positioned::new(flat, at)),
        fragments: Default::default(),
    }
}

/// Whether no selection depends on `@skip` or `@include`.
pub(super) fn is_unconditional(document: &ExecutableDocument) -> bool {
    fn plain(set: &SelectionSet) -> bool {
        set.items.iter().all(|selection| match &selection.node {
            Selection::Field(field) => {
                field.node.directives.is_empty() && plain(&field.node.selection_set.node)
            }
            Selection::InlineFragment(fragment) => {
                fragment.node.directives.is_empty() && plain(&fragment.node.selection_set.node)
            }
            Selection::FragmentSpread(spread) => spread.node.directives.is_empty(),
        })
    }
    let fragments = document.fragments.values().map(|fragment| &fragment.node.selection_set.node);
    let operations = document.operations.iter().map(|(_, one)| &one.node.selection_set.node);
    fragments.chain(operations).all(plain)
}

/// The mentions of one response key.
type Mentions<'a> = IndexMap<Name, Vec<&'a Positioned<Field>>>;

impl<'a> Reader<'a> {
    fn collected(self, sets: &[&'a SelectionSet]) -> SelectionSet {
        let mut mentions = Mentions::new();
        for field in self.fields(sets) {
            mentions.entry(field.node.response_key().node.clone()).or_default().push(field);
        }
        let one = |mentions: Vec<&'a Positioned<Field>>| {
            let sets: Vec<_> =
                mentions.iter().map(|field| &field.node.selection_set.node).collect();
            let (first, inner) = (mentions[0], self.collected(&sets));
            let field = Field {
                alias: first.node.alias.clone(),
                name: first.node.name.clone(),
                arguments: first.node.arguments.clone(),
                directives: Vec::new(),
                selection_set: Positioned::new(inner, first.node.selection_set.pos),
            };
            let field = Selection::Field(Positioned::new(field, first.pos));
            Positioned::new(field, first.pos)
        };
        SelectionSet { items: mentions.into_values().map(one).collect() }
    }
}
