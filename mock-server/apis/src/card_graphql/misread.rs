//! Documents as a deviation misreads them.

use std::borrow::Cow;

use async_graphql::{
    Positioned,
    parser::types::{
        Directive, DocumentOperations, ExecutableDocument, OperationDefinition, Selection,
        SelectionSet,
    },
};

use super::body::Posted;
use crate::{
    graphql::{self, Prepared},
    register::Misreading,
};

/// The request as if it named the operation that a misreading runs.
pub(super) fn posted(misreading: Option<Misreading>, posted: Posted, read: &Prepared) -> Posted {
    let is_last = misreading == Some(Misreading::LastOperation);
    if !is_last && misreading != Some(Misreading::FirstOperation) {
        return posted;
    }
    let several = !read.has_one_operation();
    let operation = at_end(read, is_last).filter(|_| several).map(ToOwned::to_owned);
    Posted { operation, ..posted }
}

/// The name of the first or the last operation of the text.
fn at_end(read: &Prepared, is_last: bool) -> Option<&str> {
    let names = read.operation_names();
    let one = if is_last { names.last() } else { names.first() };
    one.copied().flatten()
}

/// The operation with nothing left to decide, as a misreading has it.
pub(super) fn flat(
    misreading: Misreading,
    prepared: &Prepared,
    operation: &OperationDefinition,
    posted: &Posted,
) -> ExecutableDocument {
    let mut document = prepared.document.clone();
    let mut operation = operation.clone();
    let fragments = document.fragments.values_mut();
    fragments.for_each(|one| leave_out(&mut one.node.selection_set.node, misreading));
    leave_out(&mut operation.selection_set.node, misreading);
    let mut flat = graphql::flattened(&document, &operation, &posted.variables);
    let of_depth = [(Misreading::Alias, 0), (Misreading::InnerAlias, 1)];
    let depth = of_depth.into_iter().find(|(one, _)| *one == misreading).map(|(_, depth)| depth);
    if let (Some(depth), DocumentOperations::Single(one)) = (depth, &mut flat.operations) {
        name_plainly(&mut one.node.selection_set.node, depth);
        let one = one.node.clone();
        // Fields of one name are one field now.
        flat = graphql::flattened(&flat, &one, &posted.variables);
    }
    flat
}

/// Takes aliases away, at the roots for depth 0 and everywhere below for depth 1.
fn name_plainly(set: &mut SelectionSet, depth: usize) {
    for selection in &mut set.items {
        if let Selection::Field(field) = &mut selection.node {
            if depth == 0 {
                field.node.alias = None;
            } else {
                let inner = &mut field.node.selection_set.node;
                name_plainly(inner, 0);
                name_plainly(inner, 1);
            }
        }
    }
}

fn directives(selection: &mut Selection) -> &mut Vec<Positioned<Directive>> {
    match selection {
        Selection::Field(field) => &mut field.node.directives,
        Selection::FragmentSpread(spread) => &mut spread.node.directives,
        Selection::InlineFragment(fragment) => &mut fragment.node.directives,
    }
}

/// Takes away what a misreading overlooks: selections, or directives of them.
fn leave_out(set: &mut SelectionSet, misreading: Misreading) {
    let is_overlooked = |name: &str| {
        name == "skip" && misreading == Misreading::Skip
            || name == "include" && misreading == Misreading::Include
    };
    let is_there = |selection: &Selection| match selection {
        Selection::Field(_) => true,
        Selection::FragmentSpread(_) => {
            misreading != Misreading::Fragment && misreading != Misreading::ExemptBesideFragments
        }
        Selection::InlineFragment(_) => {
            misreading != Misreading::InlineFragment
                && misreading != Misreading::ExemptBesideInlineFragments
        }
    };
    set.items.retain(|selection| is_there(&selection.node));
    for selection in &mut set.items {
        directives(&mut selection.node).retain(|one| !is_overlooked(&one.node.name.node));
        match &mut selection.node {
            Selection::Field(field) => leave_out(&mut field.node.selection_set.node, misreading),
            Selection::InlineFragment(fragment) => {
                leave_out(&mut fragment.node.selection_set.node, misreading);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// The document by which it is judged whether a request only asks about the schema; the one that was
/// sent, unless a misreading puts another in its place.
pub(crate) fn judged_for_exemption<'d>(
    misreading: Option<Misreading>,
    read: &'d Prepared,
    name: Option<&str>,
) -> Cow<'d, ExecutableDocument> {
    let document = &read.document;
    let Some(misreading) = misreading else { return Cow::Borrowed(document) };
    let called = |name: Option<&str>| {
        let mut all = document.operations.iter();
        let is_called = |one: Option<&str>| name.is_none() || one == name;
        all.find(|(one, _)| is_called(one.map(|one| one.as_str()))).map(|(_, one)| one)
    };
    let only = |operation: &Positioned<OperationDefinition>| {
        let operations = DocumentOperations::Single(operation.clone());
        Cow::Owned(ExecutableDocument { operations, fragments: document.fragments.clone() })
    };
    let edited = |edit: fn(&mut SelectionSet)| {
        let mut document = document.clone();
        document.fragments.values_mut().for_each(|one| edit(&mut one.node.selection_set.node));
        match &mut document.operations {
            DocumentOperations::Single(one) => edit(&mut one.node.selection_set.node),
            DocumentOperations::Multiple(all) => {
                all.values_mut().for_each(|one| edit(&mut one.node.selection_set.node));
            }
        }
        Cow::Owned(document)
    };
    let found = match misreading {
        Misreading::ExemptByFirst => called(at_end(read, false)).map(only),
        Misreading::ExemptByLast => called(at_end(read, true)).map(only),
        Misreading::ExemptByNamed => called(name.or_else(|| at_end(read, false))).map(only),
        Misreading::ExemptByAlias => Some(edited(|set| {
            for selection in &mut set.items {
                if let Selection::Field(field) = &mut selection.node
                    && let Some(alias) = field.node.alias.take()
                {
                    field.node.name = alias;
                }
            }
        })),
        Misreading::ExemptByUnconditional => Some(edited(|set| {
            set.items.retain_mut(|selection| directives(&mut selection.node).is_empty());
        })),
        Misreading::ExemptBesideFragments => {
            Some(edited(|set| leave_out(set, Misreading::ExemptBesideFragments)))
        }
        Misreading::ExemptBesideInlineFragments => {
            Some(edited(|set| leave_out(set, Misreading::ExemptBesideInlineFragments)))
        }
        Misreading::FirstOperation
        | Misreading::LastOperation
        | Misreading::Alias
        | Misreading::InnerAlias
        | Misreading::Fragment
        | Misreading::InlineFragment
        | Misreading::Skip
        | Misreading::Include => None,
    };
    found.unwrap_or(Cow::Borrowed(document))
}
