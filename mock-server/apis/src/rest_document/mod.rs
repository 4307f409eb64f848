//! OpenAPI documents of the mocked REST APIs, built from the types of their handlers: schemas by type,
//! and the class that every value has in the log (SB 9.2), which nobody else sees.

mod classes;
mod values;

use std::borrow::Cow;

use serde_json::Value;
use utoipa::{
    ToSchema,
    openapi::{RefOr, schema::Schema},
};

pub(super) use classes::properties;
pub(super) use values::{class, texts, words};

/// The member of a schema that says the class of its values in the log.
pub(super) const CLASS: &str = "x-class";

/// A type's schema: its name, itself, and what it needs.
pub(crate) struct Shape {
    pub(crate) name: fn() -> Cow<'static, str>,
    pub(crate) schema: fn() -> RefOr<Schema>,
    pub(crate) needs: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl Shape {
    pub(crate) const fn of<T: ToSchema>() -> Self {
        Self { name: T::name, schema: T::schema, needs: T::schemas }
    }

    /// The names of its members.
    pub(crate) fn members(&self) -> Vec<String> {
        let schema = serde_json::to_value((self.schema)()).unwrap_or_default();
        let members = schema["properties"].as_object();
        members.into_iter().flat_map(|members| members.keys().cloned()).collect()
    }
}

/// A document without the classes of its values, as clients see it.
pub(crate) fn without_classes(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().filter(|(name, _)| name != CLASS);
            Value::Object(kept.map(|(name, value)| (name, without_classes(value))).collect())
        }
        Value::Array(items) => items.into_iter().map(without_classes).collect(),
        other => other,
    }
}
