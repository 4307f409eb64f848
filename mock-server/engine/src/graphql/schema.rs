//! A schema as documents and variables are judged by it. Every composite type of ours is an object.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    indexmap::IndexMap,
    parser::{
        parse_schema,
        types::{
            BaseType, DirectiveDefinition, InputValueDefinition, OperationType, Type,
            TypeDefinition, TypeKind, TypeSystemDefinition,
        },
    },
};

/// Types that every schema has besides its own.
const INTROSPECTION: &str = include_str!("introspection/schema.graphql");

/// A schema.
pub(super) struct Schema {
    types: HashMap<String, Kind>,
    directives: HashMap<String, Directive>,
    schema: Field,
    of_name: Field,
    typename: Field,
}

/// A type.
pub(super) enum Kind {
    Scalar,
    Enum(HashSet<String>),
    Object(Object),
    Input(IndexMap<String, Argument>),
}

/// A type that is selected from.
pub(super) struct Object {
    pub(super) name: String,
    fields: HashMap<String, Field>,
}

/// A field of such a type.
pub(super) struct Field {
    pub(super) of: Type,
    pub(super) arguments: IndexMap<String, Argument>,
}

/// An argument, or a member of an input type.
pub(super) struct Argument {
    pub(super) of: Type,
    pub(super) has_default: bool,
}

impl Argument {
    /// Whether nothing stands for it when it is left out.
    pub(super) fn is_required(&self) -> bool {
        !self.of.nullable && !self.has_default
    }
}

/// A directive; none of ours may be repeated.
pub(super) struct Directive {
    pub(super) arguments: IndexMap<String, Argument>,
    /// Where it may be used, as a document calls it.
    pub(super) places: Vec<String>,
}

impl Schema {
    /// Reads a schema in the schema definition language.
    pub(super) fn new(sdl: &str) -> Self {
        let whole = sdl.to_owned() + INTROSPECTION;
        let read = parse_schema(whole).expect("the schema of a surface is well formed");
        let (mut types, mut directives) = (HashMap::new(), HashMap::new());
        for definition in read.definitions {
            match definition {
                TypeSystemDefinition::Type(of) => {
                    types.insert(of.node.name.node.to_string(), kind(of.node));
                }
                TypeSystemDefinition::Directive(of) => {
                    directives.insert(of.node.name.node.to_string(), directive(of.node));
                }
                TypeSystemDefinition::Schema(_) => {}
            }
        }
        let field = |of: &str, arguments: &[&str]| {
            let of = Type::new(of).expect("a type");
            let name = |name: &&str| {
                let of = Type::new("String!").expect("a type");
                ((*name).to_owned(), Argument { of, has_default: false })
            };
            Field { of, arguments: arguments.iter().map(name).collect() }
        };
        Self {
            types,
            directives,
            schema: field("__Schema!", &[]),
            of_name: field("__Type", &["name"]),
            typename: field("String!", &[]),
        }
    }

    /// A type.
    pub(super) fn kind(&self, name: &str) -> Option<&Kind> {
        self.types.get(name)
    }

    /// The names of all types.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.types.keys()
    }

    /// A type that is selected from.
    pub(super) fn object(&self, name: &str) -> Option<&Object> {
        match self.types.get(name) {
            Some(Kind::Object(object)) => Some(object),
            _ => None,
        }
    }

    /// The type that an operation selects from.
    pub(super) fn root(&self, of: OperationType) -> Option<&Object> {
        self.object(match of {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        })
    }

    /// A field, also one of those that every type has, or every query.
    pub(super) fn field<'a>(&'a self, of: &'a Object, name: &str) -> Option<&'a Field> {
        match name {
            "__typename" => Some(&self.typename),
            "__schema" if of.name == "Query" => Some(&self.schema),
            "__type" if of.name == "Query" => Some(&self.of_name),
            _ => of.fields.get(name),
        }
    }

    /// A directive.
    pub(super) fn directive(&self, name: &str) -> Option<&Directive> {
        self.directives.get(name)
    }
}

impl Object {
    /// The names of its own fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.fields.keys()
    }

    /// A field that this type has of its own.
    pub(super) fn own_field(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }
}

/// The name at the bottom of a type.
pub(super) fn named(of: &BaseType) -> &str {
    match of {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(&inner.base),
    }
}

fn kind(of: TypeDefinition) -> Kind {
    let name = of.name.node.to_string();
    match of.kind {
        TypeKind::Object(object) => {
            let fields = object.fields.into_iter().map(|field| {
                let field = field.node;
                let arguments = arguments(field.arguments.into_iter().map(|one| one.node));
                (field.name.node.to_string(), Field { of: field.ty.node, arguments })
            });
            Kind::Object(Object { name, fields: fields.collect() })
        }
        TypeKind::InputObject(input) => {
            Kind::Input(arguments(input.fields.into_iter().map(|field| field.node)))
        }
        TypeKind::Enum(of) => {
            Kind::Enum(of.values.into_iter().map(|one| one.node.value.node.to_string()).collect())
        }
        TypeKind::Scalar | TypeKind::Interface(_) | TypeKind::Union(_) => Kind::Scalar,
    }
}

fn arguments(all: impl Iterator<Item = InputValueDefinition>) -> IndexMap<String, Argument> {
    all.map(|one| {
        let has_default = one.default_value.is_some();
        (one.name.node.to_string(), Argument { of: one.ty.node, has_default })
    })
    .collect()
}

fn directive(of: DirectiveDefinition) -> Directive {
    Directive {
        arguments: arguments(of.arguments.into_iter().map(|one| one.node)),
        places: of.locations.into_iter().map(|one| screaming(&format!("{:?}", one.node))).collect(),
    }
}

/// `InlineFragment` as a document calls it.
fn screaming(name: &str) -> String {
    let mut found = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !found.is_empty() {
            found.push('_');
        }
        found.push(letter.to_ascii_uppercase());
    }
    found
}
