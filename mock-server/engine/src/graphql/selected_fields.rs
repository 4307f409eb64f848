//! The fields of selections with fragments written out: the one walk over fragments of a document
//! as the executing library reads it.

use std::{collections::BTreeSet, slice::Iter};

use async_graphql::{
    Positioned,
    parser::types::{Directive, ExecutableDocument, Field, Selection, SelectionSet},
};

/// A step of the walk.
#[derive(Clone, Copy, Debug)]
pub enum Selected<'a> {
    /// A field that is selected.
    Field(&'a Positioned<Field>),
    /// A spread of a fragment that the document does not have.
    Missing,
}

/// Fields in the order of the text. A document that was not validated may have fragments in a
/// circle; each is followed once.
pub struct SelectedFields<'a, T> {
    document: &'a ExecutableDocument,
    is_taken: T,
    open: Vec<Iter<'a, Positioned<Selection>>>,
    followed: BTreeSet<&'a str>,
}

/// The fields of some selections, as one list. What `is_taken` refuses by its directives is left
/// out with all that is inside.
pub fn selected_fields<'a, T: Fn(&'a [Positioned<Directive>]) -> bool>(
    document: &'a ExecutableDocument,
    sets: &[&'a SelectionSet],
    is_taken: T,
) -> SelectedFields<'a, T> {
    let open = sets.iter().rev().map(|set| set.items.iter()).collect();
    SelectedFields { document, is_taken, open, followed: BTreeSet::new() }
}

impl<'a, T: Fn(&'a [Positioned<Directive>]) -> bool> Iterator for SelectedFields<'a, T> {
    type Item = Selected<'a>;

    fn next(&mut self) -> Option<Selected<'a>> {
        loop {
            let Some(selection) = self.open.last_mut()?.next() else {
                self.open.pop();
                continue;
            };
            match &selection.node {
                Selection::Field(field) if (self.is_taken)(&field.node.directives) => {
                    return Some(Selected::Field(field));
                }
                Selection::InlineFragment(fragment)
                    if (self.is_taken)(&fragment.node.directives) =>
                {
                    self.open.push(fragment.node.selection_set.node.items.iter());
                }
                Selection::FragmentSpread(spread) if (self.is_taken)(&spread.node.directives) => {
                    let name = spread.node.fragment_name.node.as_str();
                    match self.document.fragments.get(name) {
                        Some(_) if !self.followed.insert(name) => {}
                        Some(fragment) => {
                            self.open.push(fragment.node.selection_set.node.items.iter());
                        }
                        None => return Some(Selected::Missing),
                    }
                }
                Selection::Field(_)
                | Selection::InlineFragment(_)
                | Selection::FragmentSpread(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::{parse_query, types::DocumentOperations};

    use super::*;

    fn names(text: &str) -> Vec<String> {
        let document = parse_query(text).unwrap();
        let DocumentOperations::Single(operation) = &document.operations else { return Vec::new() };
        let set = &operation.node.selection_set.node;
        let taken = |directives: &[Positioned<Directive>]| directives.is_empty();
        selected_fields(&document, &[set, set], taken)
            .map(|step| match step {
                Selected::Field(field) => field.node.name.node.to_string(),
                Selected::Missing => "missing".to_owned(),
            })
            .collect()
    }

    #[test]
    fn fields_come_in_the_order_of_the_text_and_fragments_once() {
        let text = "{ a ...F b ... { c d @x } ... @x { e } ...G } \
                    fragment F on Q { f { inner } ...F g }";
        assert_eq!(names(text), ["a", "f", "g", "b", "c", "missing", "a", "b", "c", "missing"]);
    }
}
