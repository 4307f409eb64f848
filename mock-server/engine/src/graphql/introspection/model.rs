//! The schema as introspection shows it: every object that there is once, so that what a document
//! asks for can be priced before anything is written.

use std::collections::HashMap;

use async_graphql::parser::types::Field;
use serde_json::Value;

use crate::graphql::roots::{Given, Reader};

/// A document that asks the executing library for everything there is to know of its schema. Types
/// are wrapped in lists and non-nulls at most as deep as this follows them.
pub const EVERYTHING: &str = "{ __schema { description queryType { name } mutationType { name } \
    subscriptionType { name } types { kind name description specifiedByURL isOneOf ofType { name } \
    fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...I } \
    type { ...T } isDeprecated deprecationReason } inputFields(includeDeprecated: true) { ...I } \
    interfaces { name } possibleTypes { name } enumValues(includeDeprecated: true) { name \
    description isDeprecated deprecationReason } } directives { name description isRepeatable \
    locations args(includeDeprecated: true) { ...I } } } } fragment I on __InputValue { name \
    description type { ...T } defaultValue isDeprecated deprecationReason } fragment T on __Type { \
    kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { \
    kind name ofType { kind name } } } } } } }";

/// Everything that introspection can show of one schema.
pub struct Model {
    pub(super) nodes: Vec<Node>,
    types: HashMap<String, usize>,
    wrappers: HashMap<(String, usize), usize>,
}

/// An object of introspection.
#[derive(Default)]
pub(super) struct Node {
    /// The name of its type.
    pub(super) of: &'static str,
    is_deprecated: bool,
    members: Vec<(String, Member)>,
}

/// The value of a member.
pub(super) enum Member {
    /// JSON as it is written.
    Leaf(Vec<u8>),
    /// An object.
    One(usize),
    /// A list of objects.
    Many(Vec<usize>),
}

/// The schema among the nodes.
const SCHEMA: usize = 0;

impl Model {
    /// Reads the data that answers [`EVERYTHING`].
    pub fn new(everything: &Value) -> Self {
        let schema = &everything["__schema"];
        let mut model =
            Self { nodes: vec![Node::default()], types: HashMap::new(), wrappers: HashMap::new() };
        let types = schema["types"].as_array().map(Vec::as_slice).unwrap_or_default();
        for one in types {
            let name = one["name"].as_str().unwrap_or_default().to_owned();
            model.types.insert(name, model.nodes.len());
            model.nodes.push(Node::default());
        }
        for (at, one) in types.iter().enumerate() {
            model.nodes[at + 1] = model.node("__Type", one);
        }
        model.nodes[SCHEMA] = model.node("__Schema", schema);
        model
    }

    fn node(&mut self, of: &'static str, json: &Value) -> Node {
        let members = json.as_object().into_iter().flatten();
        let members = members.map(|(name, value)| (name.clone(), self.member(name, value)));
        let members = members.collect();
        Node { of, is_deprecated: json["isDeprecated"] == true, members }
    }

    fn member(&mut self, name: &str, value: &Value) -> Member {
        match (name, value) {
            ("types", Value::Array(types)) => Member::Many((1..=types.len()).collect()),
            ("fields", Value::Array(all)) => self.added("__Field", all),
            ("args" | "inputFields", Value::Array(all)) => self.added("__InputValue", all),
            ("enumValues", Value::Array(all)) => self.added("__EnumValue", all),
            ("directives", Value::Array(all)) => self.added("__Directive", all),
            ("interfaces" | "possibleTypes", Value::Array(all)) => {
                Member::Many(all.iter().map(|one| self.named_or_wrapped(one)).collect())
            }
            (_, Value::Object(_)) => Member::One(self.named_or_wrapped(value)),
            (_, leaf) => Member::Leaf(leaf.to_string().into_bytes()),
        }
    }

    fn added(&mut self, of: &'static str, all: &[Value]) -> Member {
        let add = |one| {
            let node = self.node(of, one);
            self.nodes.push(node);
            self.nodes.len() - 1
        };
        Member::Many(all.iter().map(add).collect())
    }

    /// A type where it is mentioned: one that has a name, or one around another.
    fn named_or_wrapped(&mut self, json: &Value) -> usize {
        if let Some(name) = json["name"].as_str() {
            return *self.types.get(name).expect("what is mentioned is in the list of types");
        }
        let inner = self.named_or_wrapped(&json["ofType"]);
        let kind = json["kind"].to_string();
        if let Some(known) = self.wrappers.get(&(kind.clone(), inner)) {
            return *known;
        }
        let null = |name: &str| (name.to_owned(), Member::Leaf(b"null".to_vec()));
        let nothing = ["name", "description", "specifiedByURL", "isOneOf", "fields"];
        let lists = ["inputFields", "interfaces", "possibleTypes", "enumValues"];
        let mut members: Vec<_> = nothing.into_iter().chain(lists).map(null).collect();
        members.push(("kind".to_owned(), Member::Leaf(kind.clone().into_bytes())));
        members.push(("ofType".to_owned(), Member::One(inner)));
        self.nodes.push(Node { of: "__Type", is_deprecated: false, members });
        let at = self.nodes.len() - 1;
        self.wrappers.insert((kind, inner), at);
        at
    }

    /// The object that a root field leads to.
    pub(super) fn root(&self, reader: Reader<'_>, field: &Field) -> Option<usize> {
        if field.name.node == "__schema" {
            return Some(SCHEMA);
        }
        match argument(reader, field, "name") {
            Some(Given::Text(name)) => self.types.get(name).copied(),
            _ => None,
        }
    }

    /// The objects of a list that a field shows.
    pub(super) fn shown<'m>(
        &'m self,
        reader: Reader<'_>,
        field: &Field,
        all: &'m [usize],
    ) -> impl Iterator<Item = usize> + use<'m> {
        let deprecated =
            matches!(argument(reader, field, "includeDeprecated"), Some(Given::Bool(true)));
        all.iter().copied().filter(move |at| deprecated || !self.nodes[*at].is_deprecated)
    }
}

impl Node {
    /// A member; of a field that the schema has, there is one.
    pub(super) fn member(&self, name: &str) -> &Member {
        static NOTHING: Member = Member::Leaf(Vec::new());
        let found = self.members.iter().find(|(member, _)| member == name);
        found.map_or(&NOTHING, |(_, member)| member)
    }
}

fn argument<'a>(reader: Reader<'a>, field: &'a Field, name: &str) -> Option<Given<'a>> {
    let (_, value) = field.arguments.iter().find(|(argument, _)| argument.node == name)?;
    Some(reader.given(&value.node))
}
