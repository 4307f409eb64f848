//! The price of a flattened operation, known before it runs: what its arguments take once variables
//! are written out, and what introspection is answered with. Its fields and levels are weighed
//! before (see `weight.rs`), and tables price their rows when they know how many there are.

use std::collections::HashMap;

use async_graphql::{
    Name,
    parser::types::{Field, Selection, SelectionSet},
};
use async_graphql_value::{ConstValue, Value};

use super::{
    bounds::{ARGUMENT_BYTES, INTROSPECTION_BYTES},
    introspection::Model,
    roots::Reader,
};

/// Why an operation costs too much, with its cost and the bound.
pub fn excess<'m>(reader: Reader<'_>, model: &dyn Fn() -> &'m Model) -> Option<String> {
    let set = &reader.operation.selection_set.node;
    let mut scale = Scale { reader, variables: HashMap::new() };
    let arguments = scale.selections(set);
    if arguments > ARGUMENT_BYTES {
        return Some(format!(
            "Arguments take {arguments} bytes once variables are written out; at most \
             {ARGUMENT_BYTES} are read."
        ));
    }
    let asked = fields(set).filter(|field| asks_about_the_schema(field));
    // What surrounds the fields, with a comma for each.
    let bytes = asked.fold(r#"{"data":{}}"#.len() as u64, |bytes, field| {
        let key = field.response_key().node.len() as u64 + 4;
        bytes.saturating_add(key).saturating_add(model().price(reader, field))
    });
    if bytes > INTROSPECTION_BYTES {
        let at_least = if bytes == u64::MAX { "at least " } else { "" };
        return Some(format!(
            "Introspection would be answered with {at_least}{bytes} bytes; at most \
             {INTROSPECTION_BYTES} are written."
        ));
    }
    None
}

/// Whether a root field is answered from the schema alone.
pub(super) fn asks_about_the_schema(field: &Field) -> bool {
    matches!(field.name.node.as_str(), "__schema" | "__type")
}

/// The fields of a flattened selection.
fn fields(set: &SelectionSet) -> impl Iterator<Item = &Field> {
    set.items.iter().filter_map(|selection| match &selection.node {
        Selection::Field(field) => Some(&field.node),
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => None,
    })
}

/// Bytes that arguments take, roughly as JSON would write them.
struct Scale<'a> {
    reader: Reader<'a>,
    variables: HashMap<&'a Name, usize>,
}

impl<'a> Scale<'a> {
    fn selections(&mut self, set: &'a SelectionSet) -> usize {
        fields(set).fold(0, |bytes, field| {
            let own = field.arguments.iter().map(|(_, value)| self.value(&value.node));
            let own = own.fold(0, usize::saturating_add);
            bytes.saturating_add(own).saturating_add(self.selections(&field.selection_set.node))
        })
    }

    fn value(&mut self, value: &'a Value) -> usize {
        match value {
            Value::Variable(name) => {
                if let Some(known) = self.variables.get(name) {
                    return *known;
                }
                let bytes = self.reader.variable(name).map_or(0, constant);
                self.variables.insert(name, bytes);
                bytes
            }
            Value::List(items) => {
                items.iter().map(|item| self.value(item)).fold(2, usize::saturating_add)
            }
            Value::Object(members) => members.iter().fold(2, |bytes, (name, value)| {
                bytes.saturating_add(name.len() + 4).saturating_add(self.value(value))
            }),
            Value::String(text) => text.len() + 2,
            Value::Enum(name) => name.len() + 2,
            _ => 4,
        }
    }
}

fn constant(value: &ConstValue) -> usize {
    match value {
        ConstValue::List(items) => items.iter().map(constant).fold(2, usize::saturating_add),
        ConstValue::Object(members) => members.iter().fold(2, |bytes, (name, value)| {
            bytes.saturating_add(name.len() + 4).saturating_add(constant(value))
        }),
        ConstValue::String(text) => text.len() + 2,
        ConstValue::Enum(name) => name.len() + 2,
        _ => 4,
    }
}
