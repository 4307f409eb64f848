//! Does a document fit the schema? The rules of graphql-js 16, in its words and in its order,
//! without guesses at what was meant. Our schemas have no interfaces and unions, and what a document
//! defines of types is looked at no further than that it does.

mod directives;
mod fields;
mod fragments;
mod literals;
mod merging;
mod subscriptions;
mod usages;

use std::collections::{HashMap, HashSet};

use super::{
    bounds::ERRORS,
    call_shape::CallShape,
    schema::{Object, Schema, named},
    tree::{Definition, Directive, Document, Fragment, Operation, Selection, Variable},
    unknown::{Unknown, Unknowns},
    weight,
    wording::abbreviated,
};
pub(super) use literals::cannot;

/// A schema to check documents and variables against.
pub struct Checker {
    pub(super) schema: Schema,
}

impl Checker {
    /// A checker for a schema in the schema definition language.
    pub fn new(sdl: &str) -> Self {
        Self { schema: Schema::new(sdl) }
    }

    /// The form of a mutation's calls; none where the schema has no such mutation.
    pub fn call_shape(&self, mutation: &str) -> Option<CallShape> {
        CallShape::of(&self.schema, mutation)
    }

    /// Everything that is wrong with a document, in order.
    pub(super) fn errors(&self, document: &Document) -> Vec<String> {
        if let Some(fault) = weight::fault(document) {
            return vec![fault];
        }
        let mut walk = self.walk(document, Unknowns::default());
        walk.document();
        if walk.is_full() {
            walk.said[ERRORS] =
                "Too many validation errors, error limit reached. Validation aborted.".to_owned();
        }
        walk.said
    }

    /// The names of a document that the schema does not have; none of one that is not looked at.
    pub(super) fn unknown_in(&self, document: &Document) -> Vec<Unknown> {
        if weight::fault(document).is_some() {
            return Vec::new();
        }
        let mut walk = self.walk(document, Unknowns::wanted());
        walk.document();
        walk.unknown.found()
    }

    fn walk<'a>(&'a self, document: &'a Document, unknown: Unknowns) -> Walk<'a> {
        Walk {
            schema: &self.schema,
            document,
            fragments: HashMap::new(),
            merging: merging::Merging::default(),
            said: Vec::new(),
            unknown,
        }
    }
}

/// A walk through a document in the order of its text. Where several rules look at one place, they
/// do it in the order of graphql-js.
struct Walk<'a> {
    schema: &'a Schema,
    document: &'a Document,
    /// By name; of several the last.
    fragments: HashMap<&'a str, &'a Fragment>,
    merging: merging::Merging<'a>,
    said: Vec<String>,
    unknown: Unknowns,
}

impl<'a> Walk<'a> {
    fn say(&mut self, message: String) {
        if !self.is_full() {
            self.said.push(abbreviated(message));
        }
    }

    /// Whether more is known to be wrong than is told; the walk need not go on.
    fn is_full(&self) -> bool {
        self.said.len() > ERRORS
    }

    fn operations(&self) -> impl Iterator<Item = &'a Operation> + use<'a> {
        self.document.definitions.iter().filter_map(|definition| match definition {
            Definition::Operation(operation) => Some(operation),
            _ => None,
        })
    }

    fn document(&mut self) {
        for definition in &self.document.definitions {
            match definition {
                Definition::TypeSystem(Some(name)) => {
                    self.say(format!("The \"{name}\" definition is not executable."));
                }
                Definition::TypeSystem(None) => {
                    self.say("The schema definition is not executable.".to_owned());
                }
                Definition::Fragment(fragment) => {
                    self.fragments.insert(&fragment.name, fragment);
                }
                Definition::Operation(_) => {}
            }
        }
        let (mut operations, mut fragments) = (HashSet::new(), fragments::Seen::default());
        for definition in &self.document.definitions {
            match definition {
                Definition::Operation(operation) => self.operation(operation, &mut operations),
                Definition::Fragment(fragment) => self.fragment(fragment, &mut fragments),
                Definition::TypeSystem(_) => {}
            }
        }
        self.unused_fragments();
    }

    fn operation(&mut self, operation: &'a Operation, seen: &mut HashSet<&'a str>) {
        if let Some(name) = &operation.name {
            if !seen.insert(name) {
                self.say(format!("There can be only one operation named \"{name}\"."));
            }
        } else if self.operations().count() > 1 {
            self.say("This anonymous operation must be the only defined operation.".to_owned());
        }
        self.single_field(operation);
        for name in repeated(operation.variables.iter().map(|one| &*one.name)) {
            self.say(format!("There can be only one variable named \"${name}\"."));
        }
        self.unique_directives(&operation.directives);
        for variable in &operation.variables {
            self.variable(variable);
        }
        self.directives(&operation.directives, &operation.ty.to_string().to_uppercase());
        let root = self.schema.root(operation.ty);
        self.selections(&operation.selections, root);
        self.variables_of(operation);
    }

    fn variable(&mut self, variable: &'a Variable) {
        let (name, of) = (&variable.name, &variable.of);
        if self.schema.object(named(&of.base)).is_some() {
            self.say(format!("Variable \"${name}\" cannot be non-input type \"{of}\"."));
        }
        self.unique_directives(&variable.directives);
        self.known_type(named(&of.base));
        if let Some(default) = &variable.default {
            self.literal(default, self.known_input(of));
        }
        self.directives(&variable.directives, "VARIABLE_DEFINITION");
    }

    fn known_type(&mut self, name: &str) {
        let defined = |definition: &Definition| matches!(definition, Definition::TypeSystem(Some(one)) if one == name);
        let known =
            self.schema.kind(name).is_some() || self.document.definitions.iter().any(defined);
        if !known {
            self.unknown.note("type", name, "", self.schema.names());
            self.say(format!("Unknown type \"{name}\"."));
        }
    }

    fn selections(&mut self, set: &'a [Selection], parent: Option<&'a Object>) {
        self.conflicts(set, parent);
        self.each_selection(set, parent);
    }

    fn each_selection(&mut self, set: &'a [Selection], parent: Option<&'a Object>) {
        for selection in set {
            if self.is_full() {
                return;
            }
            match selection {
                Selection::Field(field) => self.field(field, parent),
                Selection::Spread(spread) => self.spread(spread, parent),
                Selection::Inline(inline) => self.inline(inline, parent),
            }
        }
    }
}

/// Names that occur more than once, in the order of their first mention.
fn repeated<'b>(names: impl Iterator<Item = &'b str>) -> Vec<&'b str> {
    let mut counts = async_graphql::indexmap::IndexMap::new();
    for name in names {
        *counts.entry(name).or_insert(0) += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
}
