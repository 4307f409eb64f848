//! The part of an operation that asks about the schema, answered apart from the rest.

use async_graphql::{
    Name, Response, Value,
    indexmap::IndexMap,
    parser::types::{DocumentOperations, ExecutableDocument, Selection},
};

use super::Model;
use crate::graphql::{cost::asks_about_the_schema, roots::Reader};

/// The root fields of a flattened operation that ask about the schema, with their values as JSON;
/// the others stand among them without one.
pub struct SchemaAnswers {
    fields: IndexMap<Name, Option<Vec<u8>>>,
}

impl SchemaAnswers {
    /// Answers what an operation asks about the schema.
    pub fn of<'m>(reader: Reader<'_>, model: &dyn Fn() -> &'m Model) -> Self {
        let fields = reader.operation.selection_set.node.items.iter().filter_map(|one| {
            let Selection::Field(field) = &one.node else { return None };
            let written = asks_about_the_schema(&field.node).then(|| {
                let mut written = Vec::new();
                model().write(reader, &field.node, &mut written);
                written
            });
            Some((field.node.response_key().node.clone(), written))
        });
        Self { fields: fields.collect() }
    }

    /// The operation without what is answered here; none if nothing is left of it.
    pub fn rest(&self, document: &ExecutableDocument) -> Option<ExecutableDocument> {
        let mut rest = document.clone();
        if let DocumentOperations::Single(operation) = &mut rest.operations {
            let set = &mut operation.node.selection_set.node;
            set.items.retain(|one| match &one.node {
                Selection::Field(field) => !asks_about_the_schema(&field.node),
                Selection::FragmentSpread(_) | Selection::InlineFragment(_) => true,
            });
            if set.items.is_empty() && !self.fields.is_empty() {
                return None;
            }
        }
        Some(rest)
    }

    /// The response to the rest, with what is answered here in its place.
    pub fn joined(self, mut response: Response) -> Response {
        if let Value::Object(rest) = &mut response.data
            && self.fields.values().any(Option::is_some)
        {
            let field = |(key, written): (Name, Option<Vec<u8>>)| {
                let value = match written {
                    Some(written) => Value::Binary(written.into()),
                    None => rest.swap_remove(&key)?,
                };
                Some((key, value))
            };
            let all = self.fields.into_iter().filter_map(field).collect();
            response.data = Value::Object(all);
        }
        response
    }
}
