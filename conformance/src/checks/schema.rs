//! A schema as introspection shows it: what it has, what fits it, and the least that it takes.

use std::{fmt::Write, sync::Arc};

use graphql_tools::{
    parser::{parse_query, parse_schema},
    validation::{rules::default_rules_validation_plan, validate::validate},
};
use serde_json::Value;

use crate::{Mismatch, StepResult, drivers::Answer};

/// Asks for everything that [`Schema`] looks at. Types are asked for as deep as they nest in
/// practice.
pub const INTROSPECTION: &str = "query { __schema { queryType { name fields { name } } \
    mutationType { name fields { name } } types { kind name fields(includeDeprecated: true) { name \
    args { ...A } type { ...T } } inputFields { ...A } interfaces { name } \
    enumValues(includeDeprecated: true) { name } possibleTypes { name } } } } \
    fragment A on __InputValue { name defaultValue type { ...T } } \
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name \
    ofType { kind name } } } } }";

/// Asks for the names of roots and of what answers are made of, without arguments, inputs and enums:
/// enough to ask only for what is there.
pub const ANSWERS: &str = "query { __schema { queryType { name fields { name } } \
    mutationType { name fields { name } } types { name fields(includeDeprecated: true) { name \
    type { name ofType { name ofType { name ofType { name ofType { name } } } } } } } } }";

/// Scalars that every schema has.
const BUILT_IN: [&str; 5] = ["Int", "Float", "String", "Boolean", "ID"];

/// The answer to [`INTROSPECTION`], or that part of it which [`ANSWERS`] asks for.
#[derive(Debug, Clone)]
pub struct Schema(Arc<Value>);

/// The entries of a list; none where there is no list.
fn listed(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn name_of(value: &Value) -> &str {
    value["name"].as_str().unwrap_or_default()
}

/// A type as the schema language writes it.
pub fn written(reference: &Value) -> String {
    let inner = || written(reference.get("ofType").unwrap_or(&Value::Null));
    match reference["kind"].as_str() {
        Some("NON_NULL") => format!("{}!", inner()),
        Some("LIST") => format!("[{}]", inner()),
        _ => reference["name"].as_str().unwrap_or("?").to_owned(),
    }
}

/// The name of the type inside a reference.
pub fn innermost(reference: &Value) -> String {
    match (reference["name"].as_str(), reference.get("ofType")) {
        (Some(name), _) => name.to_owned(),
        (None, Some(inner)) => innermost(inner),
        (None, None) => String::new(),
    }
}

impl Schema {
    /// The schema in `data.__schema` of an answer.
    pub fn of(answer: &Answer) -> StepResult<Self> {
        let schema = Self(answer.json.clone());
        let whole = schema.whole();
        if whole["types"].is_array() && whole["queryType"].is_object() {
            return Ok(schema);
        }
        Err(Mismatch::behaviour("a schema with types and a query type", answer.summary()))
    }

    fn whole(&self) -> &Value {
        &self.0["data"]["__schema"]
    }

    /// The fields of the query type, or of the mutation type, by name.
    pub fn root(&self, root: &str) -> Vec<&str> {
        listed(&self.whole()[root]["fields"]).map(name_of).collect()
    }

    /// The names of all types.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        listed(&self.whole()["types"]).map(name_of)
    }

    /// A type.
    pub fn type_named(&self, name: &str) -> Option<&Value> {
        listed(&self.whole()["types"]).find(|one| one["name"] == *name)
    }

    /// A field of a type.
    pub fn field(&self, of: &str, name: &str) -> Option<&Value> {
        listed(&self.type_named(of)?["fields"]).find(|one| one["name"] == *name)
    }

    /// A field of the mutation type.
    pub fn mutation(&self, name: &str) -> Option<&Value> {
        self.field(name_of(&self.whole()["mutationType"]), name)
    }

    /// The name of the type that a mutation answers with.
    pub fn answer_of(&self, mutation: &str) -> Option<String> {
        Some(innermost(&self.mutation(mutation)?["type"]))
    }

    /// A type that is spoken of and not described, or a root that is no object.
    fn dangling(&self) -> Option<String> {
        let roots = ["queryType", "mutationType"].into_iter().map(|root| &self.whole()[root]);
        let is_object = |name: &str| self.type_named(name).is_some_and(|of| of["kind"] == "OBJECT");
        let mut roots = roots.filter(|root| root.is_object()).map(name_of);
        let of_field = |field: &Value| {
            let arguments = listed(&field["args"]).map(|one| innermost(&one["type"]));
            arguments.chain([innermost(&field["type"])]).collect::<Vec<_>>()
        };
        let of_type = |one: &Value| {
            let fields =
                listed(&one["fields"]).chain(listed(&one["inputFields"])).flat_map(of_field);
            let others = listed(&one["interfaces"]).chain(listed(&one["possibleTypes"]));
            fields.chain(others.map(|one| name_of(one).to_owned())).collect::<Vec<_>>()
        };
        let spoken_of = listed(&self.whole()["types"]).flat_map(of_type);
        let known = |name: &str| BUILT_IN.contains(&name) || self.type_named(name).is_some();
        roots.find(|name| !is_object(name)).map(str::to_owned).or_else(|| {
            let distinct: std::collections::BTreeSet<_> = spoken_of.collect();
            distinct.into_iter().find(|name| !known(name))
        })
    }

    /// The errors of a document, by the rules of the GraphQL specification.
    pub fn errors(&self, document: &str) -> StepResult<Vec<String>> {
        if let Some(name) = self.dangling() {
            return Err(Mismatch::behaviour("a schema that describes its types", name));
        }
        let text = self.language();
        let schema = parse_schema::<String>(&text).map_err(|error| {
            Mismatch::behaviour("a schema that can be read", format!("{error}: {text}"))
        })?;
        let document = parse_query::<String>(document)
            .map_err(|error| Mismatch::suite("a document", error.to_string()))?;
        let (schema, document) = (schema.into_static(), document.into_static());
        let errors = validate(&schema, &document, &default_rules_validation_plan());
        Ok(errors.into_iter().map(|error| error.message).collect())
    }

    /// The schema in the schema definition language.
    fn language(&self) -> String {
        let roots = [("query", "queryType"), ("mutation", "mutationType")];
        let roots = roots.into_iter().filter(|(_, root)| self.whole()[root].is_object());
        let roots = roots.map(|(word, root)| format!("{word}: {}", name_of(&self.whole()[root])));
        let mut text = format!("schema {{ {} }}\n", roots.collect::<Vec<_>>().join(" "));
        for name in BUILT_IN {
            let _ = writeln!(text, "scalar {name}");
        }
        for name in ["include", "skip"] {
            let places = "FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT";
            let _ = writeln!(text, "directive @{name}(if: Boolean!) on {places}");
        }
        for one in listed(&self.whole()["types"]) {
            let name = name_of(one);
            if name.starts_with("__") || BUILT_IN.contains(&name) {
                continue;
            }
            let names =
                |list: &str, by: &str| listed(&one[list]).map(name_of).collect::<Vec<_>>().join(by);
            let _ = match one["kind"].as_str() {
                Some("OBJECT") if listed(&one["interfaces"]).next().is_some() => writeln!(
                    text,
                    "type {name} implements {} {{ {} }}",
                    names("interfaces", " & "),
                    fields(one)
                ),
                Some("OBJECT") => writeln!(text, "type {name} {{ {} }}", fields(one)),
                Some("INTERFACE") => writeln!(text, "interface {name} {{ {} }}", fields(one)),
                Some("UNION") => writeln!(text, "union {name} = {}", names("possibleTypes", " | ")),
                Some("ENUM") => writeln!(text, "enum {name} {{ {} }}", names("enumValues", " ")),
                Some("INPUT_OBJECT") => {
                    writeln!(text, "input {name} {{ {} }}", inputs(&one["inputFields"]))
                }
                _ => writeln!(text, "scalar {name}"),
            };
        }
        text
    }

    /// A document that calls a mutation with the least that its schema takes. Numbers are `number`,
    /// texts `text`, so that they can name something.
    pub fn least_call(&self, mutation: &str, number: i64, text: &str) -> StepResult<String> {
        let field = self
            .mutation(mutation)
            .ok_or_else(|| Mismatch::behaviour(format!("{mutation} in the schema"), "none"))?;
        let filled = Filled { schema: self, number, text };
        let given = filled.all(&field["args"], 0);
        let given = if given.is_empty() { given } else { format!("({given})") };
        let answers = match self.type_named(&innermost(&field["type"])) {
            Some(one) if one["fields"].is_array() => " { __typename }",
            _ => "",
        };
        Ok(format!("mutation {{ {mutation}{given}{answers} }}"))
    }
}

fn fields(of: &Value) -> String {
    let field = |one: &Value| {
        let arguments = inputs(&one["args"]);
        let arguments = if arguments.is_empty() { arguments } else { format!("({arguments})") };
        format!("{}{arguments}: {}", name_of(one), written(&one["type"]))
    };
    listed(&of["fields"]).map(field).collect::<Vec<_>>().join(" ")
}

fn inputs(all: &Value) -> String {
    let input = |one: &Value| {
        let default = one["defaultValue"].as_str();
        let default = default.map(|value| format!(" = {value}")).unwrap_or_default();
        format!("{}: {}{default}", name_of(one), written(&one["type"]))
    };
    listed(all).map(input).collect::<Vec<_>>().join(" ")
}

/// Values for what a schema asks for.
struct Filled<'a> {
    schema: &'a Schema,
    number: i64,
    text: &'a str,
}

impl Filled<'_> {
    /// `name: value` of everything that must be given.
    fn all(&self, arguments: &Value, depth: usize) -> String {
        let needed = listed(arguments)
            .filter(|one| one["type"]["kind"] == "NON_NULL" && one["defaultValue"].is_null());
        needed
            .map(|one| format!("{}: {}", name_of(one), self.value(&one["type"]["ofType"], depth)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn value(&self, of: &Value, depth: usize) -> String {
        let name = name_of(of);
        match of["kind"].as_str() {
            Some("NON_NULL") => self.value(&of["ofType"], depth),
            Some("LIST") => "[]".to_owned(),
            Some("ENUM") => {
                let values = self.schema.type_named(name).map(|one| &one["enumValues"]);
                let first = values.and_then(|values| listed(values).next());
                first.map_or("null", name_of).to_owned()
            }
            Some("INPUT_OBJECT") if depth < 8 => {
                let inside = self.schema.type_named(name).map(|one| &one["inputFields"]);
                format!("{{ {} }}", self.all(inside.unwrap_or(&Value::Null), depth + 1))
            }
            _ => match name {
                "Int" => self.number.to_string(),
                "Float" => format!("{}.0", self.number),
                "Boolean" => "true".to_owned(),
                _ => format!("\"{}\"", self.text),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Schema {
        let named = |kind: &str, name: &str| json!({"kind": kind, "name": name});
        let needed = |of: Value| json!({"kind": "NON_NULL", "name": null, "ofType": of});
        let schema = json!({
            "queryType": {"name": "Q", "fields": [{"name": "card"}]},
            "mutationType": {"name": "M", "fields": [{"name": "pay"}]},
            "types": [
                {"kind": "OBJECT", "name": "Q", "fields": [
                    {"name": "card", "args": [{"name": "id", "type": needed(named("SCALAR", "Int"))}],
                     "type": named("SCALAR", "String")},
                ]},
                {"kind": "OBJECT", "name": "M", "fields": [
                    {"name": "pay", "args": [{"name": "input", "type": needed(named("INPUT_OBJECT", "I"))}],
                     "type": named("OBJECT", "Q")},
                ]},
                {"kind": "INPUT_OBJECT", "name": "I", "inputFields": [
                    {"name": "card", "type": needed(named("SCALAR", "Int"))},
                    {"name": "why", "type": needed(named("ENUM", "E"))},
                    {"name": "note", "type": named("SCALAR", "String")},
                ]},
                {"kind": "ENUM", "name": "E", "enumValues": [{"name": "lost"}]},
                {"kind": "SCALAR", "name": "Int"}, {"kind": "SCALAR", "name": "String"},
            ],
        });
        Schema(json!({"data": {"__schema": schema}}).into())
    }

    #[test]
    fn documents_are_judged_by_what_introspection_shows() {
        let schema = schema();
        assert_eq!(schema.errors("{ card(id: 1) }").unwrap(), [""; 0]);
        assert_eq!(schema.errors("{ card(id: 1) cards }").unwrap().len(), 1);
    }

    #[test]
    fn the_least_call_gives_what_must_be_given() {
        let call = schema().least_call("pay", 7, "x").unwrap();
        assert_eq!(call, "mutation { pay(input: { card: 7, why: lost }) { __typename } }");
        assert_eq!(schema().errors(&call).unwrap(), [""; 0]);
    }
}
