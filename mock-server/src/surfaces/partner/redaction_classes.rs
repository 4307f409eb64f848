//! Classes of the headers, errors and names of this surface: what a log may show of its requests
//! and answers (SB 9.2). The names are those of the schema, and their classes those that the schema
//! declares; what declares none is hidden.

use std::sync::LazyLock;

use async_graphql::{
    OutputType,
    registry::{MetaType, MetaTypeName, Registry},
};

use super::{mutations::Mutation, schema::Query};
use crate::log::{Class, List};

/// Headers.
pub(super) static HEADERS: List = List::new(&[
    (Class::Token, &["x-agio-api-key"]),
    (Class::Stamp, &["x-agio-timestamp", "content-length"]),
    (Class::Signature, &["x-agio-signature"]),
    (Class::Plain, &["accept", "content-type", "host", "sandbox-world"]),
]);

/// Members of GraphQL errors.
pub(super) static ERRORS: List = List::new(&[
    (Class::Plain, &["code"]),
    (Class::Said, &["message"]),
    (Class::Within, &["extensions"]),
]);

/// Members of GraphQL errors whose words may repeat what was sent.
pub(super) static ECHOES: List = List::new(&[
    (Class::Plain, &["code"]),
    (Class::Echoed, &["message"]),
    (Class::Within, &["extensions"]),
]);

/// Arguments, columns and fields.
pub(super) static NAMES: LazyLock<List> = LazyLock::new(|| declared().into_iter().collect());

/// The fields that every document has beside those of the schema.
const OF_EVERY_SCHEMA: [&str; 2] = ["__typename", "if"];

/// Every name of the schema with its class; what has none is left out.
fn declared() -> Vec<(String, Class)> {
    let of_schema = fields().into_iter().filter_map(|(_, name, class)| Some((name, class?)));
    let of_every = OF_EVERY_SCHEMA.iter().map(|name| ((*name).to_owned(), Class::Plain));
    of_every.chain(of_schema).collect()
}

/// Every argument, input field and output field of the schema: its type, its name and its class,
/// which it declares or which follows from the type of its values. Operations are none: they are
/// shown where a document names them.
fn fields() -> Vec<(String, String, Option<Class>)> {
    let registry = registry();
    let mut fields = Vec::new();
    let mut add = |of: &str, name: &str, ty: &str, tags: &[String]| {
        let class = tags.first().map_or_else(|| by_type(&registry, ty), |word| Class::named(word));
        fields.push((of.to_owned(), name.to_owned(), class));
    };
    for ty in registry.types.values() {
        let of = ty.name();
        match ty {
            MetaType::Object { fields, .. } => {
                for field in fields.values() {
                    for argument in field.args.values() {
                        add(of, &argument.name, &argument.ty, &argument.tags);
                    }
                    if !ROOTS.contains(&of) {
                        add(of, &field.name, &field.ty, &field.tags);
                    }
                }
            }
            MetaType::InputObject { input_fields, .. } => {
                for field in input_fields.values() {
                    add(of, &field.name, &field.ty, &field.tags);
                }
            }
            _ => {}
        }
    }
    fields
}

/// The types whose fields are operations.
const ROOTS: [&str; 2] = ["Query", "Mutation"];

/// The types of the schema with what they declare.
fn registry() -> Registry {
    let mut registry = Registry::default();
    Query::create_type_info(&mut registry);
    Mutation::create_type_info(&mut registry);
    let [query, mutation] = ROOTS.map(ToOwned::to_owned);
    (registry.query_type, registry.mutation_type) = (query, Some(mutation));
    registry.remove_unused_types();
    registry
}

/// The class of a field that declares none, if its type tells: numbers, words and yes or no are
/// plain, and what has fields is what they are. Of texts and fractions the type tells nothing.
fn by_type(registry: &Registry, ty: &str) -> Option<Class> {
    match MetaTypeName::concrete_typename(ty) {
        "Int" | "Boolean" => Some(Class::Plain),
        name => match registry.types.get(name)? {
            MetaType::Enum { .. } => Some(Class::Plain),
            MetaType::Object { .. } | MetaType::InputObject { .. } => Some(Class::Within),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// The class of every name of the schema. A field that is new shows here, and so does one whose
    /// class has changed or which declares two.
    #[test]
    fn every_name_of_the_schema_has_one_class() {
        let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, class) in declared() {
            let words = by_name.entry(name).or_default();
            if !words.contains(&class.word()) {
                words.push(class.word());
            }
        }
        let mut by_class: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, mut words) in by_name {
            words.sort_unstable();
            by_class.entry(words.join(" and ")).or_default().push(name);
        }
        let lines = by_class.iter().map(|(class, names)| format!("{class}: {}", names.join(" ")));
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn every_field_has_a_class() {
        let fields = fields();
        let without: Vec<_> = fields.iter().filter(|(_, _, class)| class.is_none()).collect();
        assert!(fields.len() > 1_000 && without.is_empty(), "{without:?}");
    }
}
