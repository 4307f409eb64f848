//! Other names for the operations and types of a schema (AMB-AG-01): the schema is shown and judged
//! under them, and documents run under those that it has of its own.

use std::{borrow::Cow, collections::BTreeMap};

use async_graphql::{
    Name, Positioned, Value as Data,
    parser::types::{
        BaseType, DocumentOperations, ExecutableDocument, Field, Selection, SelectionSet, Type,
    },
};

/// The name in the place of one of the schema.
pub(crate) type Renamed = fn(&str) -> String;

/// Names of a schema and those in their place.
pub(crate) struct Renaming {
    shown: BTreeMap<String, String>,
    own: BTreeMap<String, String>,
}

impl Renaming {
    /// A renaming of these names.
    pub(super) fn new(names: Vec<String>, renamed: Renamed) -> Self {
        let pairs = names.into_iter().map(|own| {
            let name = renamed(&own);
            (own, name)
        });
        let shown: BTreeMap<_, _> = pairs.filter(|(own, name)| own != name).collect();
        let own = shown.iter().map(|(own, name)| (name.clone(), own.clone())).collect();
        Self { shown, own }
    }

    /// A text in which every name of the schema is replaced, wherever it stands as a word.
    pub(super) fn told(&self, text: &str) -> String {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut told = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(begin) = rest.find(is_word) {
            let (before, words) = rest.split_at(begin);
            let (word, after) = words.split_at(words.find(|c| !is_word(c)).unwrap_or(words.len()));
            told.push_str(before);
            told.push_str(self.shown.get(word).map_or(word, String::as_str));
            rest = after;
        }
        told + rest
    }

    /// The name that the schema itself has for an operation or a type.
    pub(crate) fn own<'n>(&'n self, name: &'n str) -> &'n str {
        self.own.get(name).map_or(name, String::as_str)
    }

    /// A flat document under the names of the schema itself. Its answer has the keys that were asked
    /// for.
    pub(super) fn owned(&self, document: Cow<'_, ExecutableDocument>) -> ExecutableDocument {
        let mut document = document.into_owned();
        if let DocumentOperations::Single(operation) = &mut document.operations {
            for variable in &mut operation.node.variable_definitions {
                self.own_type(&mut variable.node.var_type.node);
            }
            for selection in &mut operation.node.selection_set.node.items {
                if let Selection::Field(field) = &mut selection.node {
                    self.own_field(&mut field.node);
                }
            }
        }
        document
    }

    fn own_type(&self, of: &mut Type) {
        let mut base = &mut of.base;
        while let BaseType::List(inner) = base {
            base = &mut inner.base;
        }
        if let BaseType::Named(name) = base {
            *name = Name::new(self.own(name));
        }
    }

    fn own_field(&self, field: &mut Field) {
        let name = field.name.node.clone();
        let own = self.own(&name);
        if own != name.as_str() {
            let position = field.name.pos;
            field.alias.get_or_insert_with(|| Positioned::new(name.clone(), position));
            field.name.node = Name::new(own);
        }
    }

    /// Tells the types in an answer to a flat selection by the names that are shown.
    pub(super) fn tell_types(&self, set: &SelectionSet, answer: &mut Data) {
        match answer {
            Data::List(items) => items.iter_mut().for_each(|item| self.tell_types(set, item)),
            Data::Object(members) => {
                for selection in &set.items {
                    let Selection::Field(field) = &selection.node else { continue };
                    let field = &field.node;
                    let Some(member) = members.get_mut(&field.response_key().node) else {
                        continue;
                    };
                    match member {
                        Data::String(of) if field.name.node == "__typename" => *of = self.told(of),
                        member => self.tell_types(&field.selection_set.node, member),
                    }
                }
            }
            _ => {}
        }
    }
}
