//! Classes of the names of a GraphQL schema, as its fields declare them (SB 9.2).

use async_graphql::{
    OutputType,
    registry::{MetaType, MetaTypeName, Registry},
};

use crate::log::Class;

/// The names that every document has beside those of the schema.
const OF_EVERY_SCHEMA: [&str; 2] = ["__typename", "if"];

/// Every name of the schema with these root types and its class; what has none is left out, and so
/// is hidden.
pub(crate) fn declared<Query: OutputType, Mutation: OutputType>() -> Vec<(String, Class)> {
    let name = |field: String| field.rsplit('.').next().unwrap_or_default().to_owned();
    let of_schema = fields::<Query, Mutation>().into_iter();
    let of_schema = of_schema.filter_map(|(field, class)| Some((name(field), class?)));
    let of_every = OF_EVERY_SCHEMA.iter().map(|name| ((*name).to_owned(), Class::Plain));
    of_every.chain(of_schema).collect()
}

/// Every argument, input field and output field of a schema, each `<type>.<name>`, and its class,
/// which it declares or which follows from the type of its values. The fields of the roots are
/// operations, which are shown where a document names them.
pub(crate) fn fields<Query: OutputType, Mutation: OutputType>() -> Vec<(String, Option<Class>)> {
    let registry = registry::<Query, Mutation>();
    let roots = [Some(&registry.query_type), registry.mutation_type.as_ref()];
    let mut all = Vec::new();
    let mut add = |of: &str, name: &str, ty: &str, tags: &[String]| {
        let class = tags.first().map_or_else(|| by_type(&registry, ty), |word| Class::named(word));
        all.push((format!("{of}.{name}"), class));
    };
    for ty in registry.types.values() {
        let of = ty.name();
        match ty {
            MetaType::Object { fields, .. } => {
                for field in fields.values() {
                    for argument in field.args.values() {
                        add(of, &argument.name, &argument.ty, &argument.tags);
                    }
                    if !roots.into_iter().flatten().any(|root| root == of) {
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
    all
}

/// The types of a schema with what they declare.
fn registry<Query: OutputType, Mutation: OutputType>() -> Registry {
    let mut registry = Registry::default();
    Query::create_type_info(&mut registry);
    Mutation::create_type_info(&mut registry);
    registry.query_type = Query::type_name().into_owned();
    registry.mutation_type = Some(Mutation::type_name().into_owned());
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
