//! Whether the data of an answer has the shape that a schema gives to what was asked.

use graphql_tools::parser::{
    parse_query,
    query::{Definition, Document, OperationDefinition, Selection, SelectionSet},
};
use serde_json::Value;

use super::schema::{Schema, innermost, written};
use crate::{Mismatch, StepResult};

type Asked = Document<'static, String>;

/// What of the data does not have the shape that the schema gives to it: the place, and why. Further
/// members than those that were asked for are nobody's business.
pub fn misfit(schema: &Schema, document: &str, data: &Value) -> StepResult<Option<String>> {
    let document = parse_query::<String>(document)
        .map_err(|error| Mismatch::suite("a document", error.to_string()))?
        .into_static();
    let operation = document.definitions.iter().find_map(|definition| match definition {
        Definition::Operation(operation) => Some(operation),
        Definition::Fragment(_) => None,
    });
    let (root, selection) = match operation {
        Some(OperationDefinition::Query(query)) => ("queryType", &query.selection_set),
        Some(OperationDefinition::SelectionSet(set)) => ("queryType", set),
        Some(OperationDefinition::Mutation(mutation)) => ("mutationType", &mutation.selection_set),
        Some(OperationDefinition::Subscription(_)) | None => return Ok(None),
    };
    let Some(root) = schema.root_type(root) else { return Ok(None) };
    Ok(Shape { schema, document: &document }.members(root, selection, data, "data"))
}

struct Shape<'a> {
    schema: &'a Schema,
    document: &'a Asked,
}

impl Shape<'_> {
    fn members(
        &self,
        of: &str,
        selection: &SelectionSet<'static, String>,
        value: &Value,
        place: &str,
    ) -> Option<String> {
        let Some(members) = value.as_object() else {
            return Some(format!("{place} is no {of}: {value}"));
        };
        selection.items.iter().find_map(|item| match item {
            Selection::Field(field) => {
                let key = field.alias.as_ref().unwrap_or(&field.name);
                let place = format!("{place}.{key}");
                // What is asked for with a condition may be missing.
                let Some(value) = members.get(key) else {
                    let missing = field.directives.is_empty();
                    return missing.then(|| format!("{place} is missing"));
                };
                if field.name == "__typename" {
                    return (!value.is_string()).then(|| format!("{place} is no name"));
                }
                // Introspection has a schema of its own.
                let kind = &self.schema.field(of, &field.name)?["type"];
                self.fits(kind, &field.selection_set, value, &place)
            }
            Selection::InlineFragment(inline) => {
                self.members(of, &inline.selection_set, value, place)
            }
            Selection::FragmentSpread(spread) => {
                self.document.definitions.iter().find_map(|definition| match definition {
                    Definition::Fragment(one) if one.name == spread.fragment_name => {
                        self.members(of, &one.selection_set, value, place)
                    }
                    Definition::Fragment(_) | Definition::Operation(_) => None,
                })
            }
        })
    }

    fn fits(
        &self,
        kind: &Value,
        selection: &SelectionSet<'static, String>,
        value: &Value,
        place: &str,
    ) -> Option<String> {
        let wrong = || Some(format!("{place} is no {}: {value}", written(kind)));
        match (kind["kind"].as_str().unwrap_or_default(), value) {
            ("NON_NULL", Value::Null) => wrong(),
            ("NON_NULL", value) => self.fits(&kind["ofType"], selection, value, place),
            (_, Value::Null) => None,
            ("LIST", Value::Array(items)) => items.iter().enumerate().find_map(|(at, item)| {
                self.fits(&kind["ofType"], selection, item, &format!("{place}.{at}"))
            }),
            ("LIST", _) => wrong(),
            ("OBJECT", value) => self.members(&innermost(kind), selection, value, place),
            ("ENUM", value) => {
                let known = self.schema.type_named(&innermost(kind));
                let words = known.and_then(|one| one["enumValues"].as_array());
                let fits = words.is_none_or(|all| all.iter().any(|one| one["name"] == *value));
                if fits { None } else { wrong() }
            }
            ("SCALAR", value) => {
                let fits = match kind["name"].as_str().unwrap_or_default() {
                    "Int" => value.is_i64(),
                    "Float" => value.is_number(),
                    "Boolean" => value.is_boolean(),
                    "String" | "uuid" | "date" | "timestamptz" => value.is_string(),
                    "ID" | "bigint" | "numeric" => value.is_string() || value.is_number(),
                    _ => true,
                };
                if fits { None } else { wrong() }
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn data_is_judged_by_the_types_of_what_was_asked() {
        let scalar = |name: &str| json!({"kind": "SCALAR", "name": name});
        let needed = |of: Value| json!({"kind": "NON_NULL", "ofType": of});
        let schema = Schema::new(&json!({
            "queryType": {"name": "Q", "fields": [{"name": "cards"}]},
            "types": [
                {"kind": "OBJECT", "name": "Q", "fields": [
                    {"name": "cards", "type": needed(json!({"kind": "LIST", "ofType":
                        needed(json!({"kind": "OBJECT", "name": "Card"}))}))},
                ]},
                {"kind": "OBJECT", "name": "Card", "fields": [
                    {"name": "id", "type": needed(scalar("Int"))},
                    {"name": "name", "type": scalar("String")},
                ]},
            ],
        }))
        .unwrap();
        let document = "{ mine: cards { ...F } } fragment F on Card { id name }";
        let misfit = |data: Value| misfit(&schema, document, &data).unwrap();
        assert_eq!(misfit(json!({"mine": [{"id": 1, "name": null, "more": []}]})), None);
        for (wrong, why) in [
            (json!({"mine": null}), "data.mine is no [Card!]!: null"),
            (json!({"mine": [{"id": "1", "name": "a"}]}), "data.mine.0.id is no Int!: \"1\""),
            (json!({"mine": [{"id": 1}]}), "data.mine.0.name is missing"),
            (json!({"mine": [{"id": 1, "name": 7}]}), "data.mine.0.name is no String: 7"),
        ] {
            assert_eq!(misfit(wrong).as_deref(), Some(why));
        }
    }
}
