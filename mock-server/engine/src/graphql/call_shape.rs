//! The form in which a document calls a mutation, as far as the schema decides it.

use async_graphql::parser::types::OperationType;

use super::schema::{Field, Kind, Schema, named};

/// A root field of mutations.
pub struct CallShape {
    /// Arguments, each with its type as a document writes it.
    pub arguments: Vec<(String, String)>,
    /// Members of the input types of arguments, by the names of the arguments.
    pub members: Vec<(String, Vec<String>)>,
    /// Selection of the members of the answer that tell how it went: `success` and `error`, or every
    /// member that is no object.
    pub outcome: String,
}

impl CallShape {
    /// The mutation of a name; none where the schema has no such mutation.
    pub(super) fn of(schema: &Schema, name: &str) -> Option<Self> {
        let field = schema.root(OperationType::Mutation)?.own_field(name)?;
        let arguments = field.arguments.iter();
        let members = arguments.clone().filter_map(|(name, argument)| {
            match schema.kind(named(&argument.of.base))? {
                Kind::Input(members) => Some((name.clone(), members.keys().cloned().collect())),
                Kind::Scalar | Kind::Enum(_) | Kind::Object(_) => None,
            }
        });
        let members = members.collect();
        let arguments = arguments.map(|(name, one)| (name.clone(), one.of.to_string())).collect();
        Some(Self { arguments, members, outcome: outcome(schema, field) })
    }
}

fn outcome(schema: &Schema, field: &Field) -> String {
    let Some(object) = schema.object(named(&field.of.base)) else { return String::new() };
    let has = |name: &str| object.own_field(name).is_some();
    if has("success") && has("error") {
        return "{ success error }".to_owned();
    }
    let is_leaf = |name: &&String| {
        object.own_field(name).is_some_and(|one| {
            let is_bare = one.arguments.values().all(|argument| !argument.is_required());
            is_bare && schema.object(named(&one.of.base)).is_none()
        })
    };
    let mut leaves: Vec<_> = object.names().filter(is_leaf).map(String::as_str).collect();
    leaves.sort_unstable();
    format!("{{ {} }}", leaves.join(" "))
}
