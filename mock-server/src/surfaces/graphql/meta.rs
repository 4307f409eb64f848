//! Fields whose names begin with two underscores: `__typename` everywhere, `__schema` and `__type` at
//! the root of a query, and no others. The rules of the library let every such name pass.

use graphql_tools::static_graphql::{query, schema};

/// What is wrong with such fields of a document.
pub(super) fn faults(schema: &schema::Document, document: &query::Document) -> Vec<String> {
    let mut finder = Finder { schema, faults: Vec::new() };
    for definition in &document.definitions {
        let (root, set) = match definition {
            query::Definition::Fragment(fragment) => {
                let query::TypeCondition::On(on) = &fragment.type_condition;
                (on.as_str(), &fragment.selection_set)
            }
            query::Definition::Operation(operation) => match operation {
                query::OperationDefinition::SelectionSet(set) => ("Query", set),
                query::OperationDefinition::Query(query) => ("Query", &query.selection_set),
                query::OperationDefinition::Mutation(mutation) => {
                    ("Mutation", &mutation.selection_set)
                }
                query::OperationDefinition::Subscription(_) => continue,
            },
        };
        finder.look(root, set);
    }
    finder.faults
}

struct Finder<'a> {
    schema: &'a schema::Document,
    faults: Vec<String>,
}

impl Finder<'_> {
    fn look(&mut self, parent: &str, set: &query::SelectionSet) {
        for selection in &set.items {
            match selection {
                query::Selection::Field(field) if field.name == "__typename" => {
                    self.judge_typename(parent, field);
                }
                query::Selection::Field(field) => {
                    let hidden = field.name.starts_with("__");
                    let meta = parent == "Query" && matches!(&*field.name, "__schema" | "__type");
                    if hidden && !meta {
                        let name = &field.name;
                        let text = format!("Cannot query field \"{name}\" on type \"{parent}\".");
                        self.faults.push(text);
                    } else if let Some(of) = self.type_of(parent, &field.name) {
                        self.look(&of, &field.selection_set);
                    }
                }
                query::Selection::InlineFragment(fragment) => {
                    let on = match &fragment.type_condition {
                        Some(query::TypeCondition::On(on)) => on.as_str(),
                        None => parent,
                    };
                    self.look(on, &fragment.selection_set);
                }
                query::Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn judge_typename(&mut self, parent: &str, field: &query::Field) {
        if !field.selection_set.items.is_empty() {
            let text = "Field \"__typename\" must not have a selection since type \"String!\" has no \
                        subfields.";
            self.faults.push(text.to_owned());
        }
        for (argument, _) in &field.arguments {
            let text = format!("Unknown argument \"{argument}\" on field \"{parent}.__typename\".");
            self.faults.push(text);
        }
    }

    /// The name of the type of a field.
    fn type_of(&self, parent: &str, field: &str) -> Option<String> {
        let types = self.schema.definitions.iter().filter_map(|definition| match definition {
            schema::Definition::TypeDefinition(schema::TypeDefinition::Object(object)) => {
                Some(object)
            }
            _ => None,
        });
        let object = types.into_iter().find(|object| object.name == parent)?;
        let field = object.fields.iter().find(|one| one.name == field)?;
        let mut of = &field.field_type;
        loop {
            match of {
                schema::Type::NamedType(name) => return Some(name.clone()),
                schema::Type::ListType(inner) | schema::Type::NonNullType(inner) => of = inner,
            }
        }
    }
}
