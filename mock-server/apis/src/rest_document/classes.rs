//! Classes of the properties of an OpenAPI document: what a log may show of them (SB 9.2).

use serde_json::Value;

use super::CLASS;
use crate::log::Class;

/// Every property of the schemas in a part of the document, and of those that it refers to, with
/// its class, which it declares or which follows from its type.
pub(crate) fn properties(document: &Value, part: &Value) -> Vec<(String, Option<Class>)> {
    let mut found = Vec::new();
    collect(document, part, &mut found);
    found
}

fn collect(document: &Value, part: &Value, found: &mut Vec<(String, Option<Class>)>) {
    match part {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                let classes =
                    properties.iter().map(|(name, schema)| (name.clone(), class(document, schema)));
                found.extend(classes);
            }
            if let Some(schema) = members.get("$ref").and_then(|to| referred(document, to)) {
                collect(document, schema, found);
            }
            members.values().for_each(|member| collect(document, member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(document, item, found)),
        _ => {}
    }
}

/// The schema to which a reference leads.
fn referred<'d>(document: &'d Value, reference: &Value) -> Option<&'d Value> {
    document.pointer(reference.as_str()?.trim_start_matches('#'))
}

/// The class of the values of a schema. Numbers, words and yes or no are plain, and what has
/// members is what they are; of other texts the type tells nothing.
fn class(document: &Value, schema: &Value) -> Option<Class> {
    if let Some(word) = schema[CLASS].as_str() {
        return Class::named(word);
    }
    if let Some(schema) = referred(document, &schema["$ref"]) {
        return class(document, schema);
    }
    let types = &schema["type"];
    let is = |name: &str| {
        types == name || types.as_array().is_some_and(|all| all.contains(&name.into()))
    };
    if is("object") {
        return Some(Class::Within);
    }
    if is("array") {
        return class(document, &schema["items"]);
    }
    if is("integer") || is("number") || is("boolean") || schema["enum"].is_array() {
        return Some(Class::Plain);
    }
    let parts = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array());
    parts.flatten().find_map(|part| class(document, part))
}
