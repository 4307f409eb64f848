//! An answer, read along the fields that were selected.

use async_graphql::parser::types::{ExecutableDocument, SelectionSet};
use indexmap::IndexMap;
use serde_json::Value;

use crate::{
    graphql::{Selected, selected_fields},
    log::{Class, List, RedactionContext},
};

/// An answer, with the document and lists by which it is shown.
pub(super) struct RedactedAnswer<'a> {
    pub(super) document: &'a ExecutableDocument,
    pub(super) list: &'a List,
    pub(super) redaction: &'a RedactionContext,
}

/// Selected fields by the member that holds them: their name, and what is selected of them.
type Members<'a> = IndexMap<&'a str, (&'a str, Vec<&'a SelectionSet>)>;

impl<'a> RedactedAnswer<'a> {
    /// A value of a class; of none at the root, whose members are operations.
    pub(super) fn shown(
        &self,
        class: Option<Class>,
        value: &Value,
        sets: &[&'a SelectionSet],
    ) -> Value {
        let opens = class.is_none_or(Class::opens);
        match value {
            Value::Array(items) => items.iter().map(|item| self.shown(class, item, sets)).collect(),
            Value::Object(members) if opens && !sets.is_empty() => {
                let fields = self.members(sets);
                let member = |(key, value): (&String, &Value)| {
                    let value = match fields.get(key.as_str()) {
                        Some((name, sets)) => {
                            let own =
                                class.map_or(Class::Within, |class| self.list.class(name, class));
                            self.shown(Some(own), value, sets)
                        }
                        None => self.redaction.value(self.list, Class::Unlisted, value),
                    };
                    (self.redaction.name(key), value)
                };
                Value::Object(members.iter().map(member).collect())
            }
            value => self.redaction.value(self.list, class.unwrap_or(Class::Unlisted), value),
        }
    }

    fn members(&self, sets: &[&'a SelectionSet]) -> Members<'a> {
        let mut members = Members::new();
        for selected in selected_fields(self.document, sets, |_| true) {
            let Selected::Field(field) = selected else { continue };
            let name = field.node.name.node.as_str();
            let key = field.node.alias.as_ref().map_or(name, |alias| alias.node.as_str());
            let (_, sets) = members.entry(key).or_insert((name, Vec::new()));
            if !field.node.selection_set.node.items.is_empty() {
                sets.push(&field.node.selection_set.node);
            }
        }
        members
    }
}
