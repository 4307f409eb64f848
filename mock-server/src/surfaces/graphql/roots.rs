//! The root fields that an operation will execute, with their arguments.

use std::collections::BTreeSet;

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{
        Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection,
        SelectionSet,
    },
};
use serde_json::Value as Json;

/// One root field.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// Its name: the operation, as rules and faults speak of it.
    pub name: String,
    /// The member of `data` that holds its result.
    pub key: String,
    /// Its arguments with variables filled in.
    pub arguments: Json,
}

impl Root {
    /// An argument, at the top or inside `input`.
    pub fn argument(&self, name: &str) -> Option<&Json> {
        self.arguments.get(name).or_else(|| self.arguments.get("input")?.get(name))
    }
}

/// The operation of a document that a request means.
pub fn choose<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, String> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(&operation.node),
        (DocumentOperations::Single(_), Some(name)) => Err(unknown(name)),
        (DocumentOperations::Multiple(all), Some(name)) => {
            all.get(name).map(|operation| &operation.node).ok_or_else(|| unknown(name))
        }
        (DocumentOperations::Multiple(all), None) => match all.len() {
            1 => all.values().next().map(|operation| &operation.node).ok_or_else(several),
            _ => Err(several()),
        },
    }
}

fn unknown(name: &str) -> String {
    format!("Unknown operation named \"{name}\".")
}

fn several() -> String {
    "Must provide operation name if query contains multiple operations.".to_owned()
}

/// The root fields of an operation, through fragments, without what `@skip` and `@include` leave
/// out. The document has been validated, so fragments form no cycle; the depth is bounded all the
/// same.
pub fn roots(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Vec<Root> {
    let mut found = Vec::new();
    let reader = Reader { document, operation, variables };
    reader.collect(&operation.selection_set.node, 0, &mut BTreeSet::new(), &mut found);
    found
}

pub(super) struct Reader<'a> {
    pub(super) document: &'a ExecutableDocument,
    pub(super) operation: &'a OperationDefinition,
    pub(super) variables: &'a Variables,
}

impl<'a> Reader<'a> {
    fn collect(
        &self,
        set: &'a SelectionSet,
        depth: usize,
        visited: &mut BTreeSet<&'a str>,
        found: &mut Vec<Root>,
    ) {
        if depth > 32 {
            return;
        }
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) if self.is_taken(&field.node.directives) => {
                    found.push(self.root(&field.node));
                }
                Selection::InlineFragment(fragment) if self.is_taken(&fragment.node.directives) => {
                    let set = &fragment.node.selection_set.node;
                    self.collect(set, depth + 1, visited, found);
                }
                Selection::FragmentSpread(spread) if self.is_taken(&spread.node.directives) => {
                    let name = spread.node.fragment_name.node.as_str();
                    let fragment = self.document.fragments.get(name);
                    if let Some(fragment) = fragment.filter(|_| !visited.contains(name)) {
                        visited.insert(name);
                        let set = &fragment.node.selection_set.node;
                        self.collect(set, depth + 1, visited, found);
                    }
                }
                _ => {}
            }
        }
    }

    fn root(&self, field: &Field) -> Root {
        let name = field.name.node.to_string();
        let key = field.alias.as_ref().map_or_else(|| name.clone(), |alias| alias.node.to_string());
        let arguments = field
            .arguments
            .iter()
            .map(|(name, value)| (name.node.to_string(), self.json(&value.node)))
            .collect();
        Root { name, key, arguments: Json::Object(arguments) }
    }

    fn json(&self, value: &async_graphql_value::Value) -> Json {
        let value = value.clone().into_const_with(|name| Ok::<_, ()>(self.variable(&name)));
        value.ok().and_then(|value| value.into_json().ok()).unwrap_or(Json::Null)
    }

    fn variable(&self, name: &Name) -> async_graphql::Value {
        let given = self.variables.get(name).cloned();
        given
            .or_else(|| {
                let definitions = &self.operation.variable_definitions;
                let definition = definitions.iter().find(|d| d.node.name.node == *name)?;
                definition.node.default_value.as_ref().map(|value| value.node.clone())
            })
            .unwrap_or(async_graphql::Value::Null)
    }

    pub(super) fn is_taken(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let argument = directive.node.get_argument("if");
            let on = argument.map(|value| self.json(&value.node)) == Some(Json::Bool(true));
            match directive.node.name.node.as_str() {
                "skip" => !on,
                "include" => on,
                _ => true,
            }
        })
    }
}
