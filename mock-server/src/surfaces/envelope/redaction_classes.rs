//! Classes of the headers and names of this surface: what a log may show of its requests and
//! answers (SB 9.2). The names are those of the OpenAPI document, and their classes those that its
//! schemas declare; what declares none is hidden.

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::Value;

use super::{
    PATH,
    endpoints::{ENDPOINTS, Endpoint},
    openapi::classified,
    values::CLASS,
};
use crate::log::{Class, List};

/// Headers.
pub(super) static HEADERS: List = List::new(&[
    (Class::Token, &["api-key"]),
    (Class::Stamp, &["content-length"]),
    (Class::Plain, &["accept", "content-type", "host", "idempotency-key", "sandbox-world"]),
]);

/// Members of what is inside an envelope, and of answers in clear.
pub(super) static NAMES: LazyLock<List> = LazyLock::new(|| declared().into_iter().collect());

/// Members that other readings of the documents put into answers.
const OF_READINGS: [(&str, Class); 4] = [
    ("data", Class::Within),
    ("detail", Class::Said),
    ("details", Class::Within),
    ("message", Class::Said),
];

/// Members of the payload of each endpoint, by its path.
pub(super) static PAYLOADS: LazyLock<BTreeMap<&str, List>> = LazyLock::new(|| {
    let list = |endpoint: &Endpoint| {
        let operation = &classified()["paths"][format!("{PATH}{}", endpoint.path)]["post"];
        let payload = properties(&operation["requestBody"]).into_iter();
        (endpoint.path, payload.filter_map(|(name, class)| Some((name, class?))).collect())
    };
    ENDPOINTS.iter().map(list).collect()
});

/// Every name with its class; what has none is left out.
fn declared() -> Vec<(String, Class)> {
    let all = properties(classified()).into_iter();
    let of_schemas = all.filter_map(|(name, class)| Some((name, class?)));
    let of_readings = OF_READINGS.iter().map(|&(name, class)| (name.to_owned(), class));
    of_readings.chain(of_schemas).collect()
}

/// Every property of the schemas in a part of the document, and of those that it refers to, with
/// its class, which it declares or which follows from its type.
fn properties(part: &Value) -> Vec<(String, Option<Class>)> {
    let mut found = Vec::new();
    collect(part, &mut found);
    found
}

fn collect(part: &Value, found: &mut Vec<(String, Option<Class>)>) {
    match part {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                let classes = properties.iter().map(|(name, schema)| (name.clone(), class(schema)));
                found.extend(classes);
            }
            if let Some(schema) = members.get("$ref").and_then(referred) {
                collect(schema, found);
            }
            members.values().for_each(|member| collect(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

/// The schema to which a reference leads.
fn referred(reference: &Value) -> Option<&'static Value> {
    classified().pointer(reference.as_str()?.trim_start_matches('#'))
}

/// The class of the values of a schema. Numbers, words and yes or no are plain, and what has
/// members is what they are; of other texts the type tells nothing.
fn class(schema: &Value) -> Option<Class> {
    if let Some(word) = schema[CLASS].as_str() {
        return Class::named(word);
    }
    if let Some(schema) = referred(&schema["$ref"]) {
        return class(schema);
    }
    let types = &schema["type"];
    let is = |name: &str| {
        types == name || types.as_array().is_some_and(|all| all.contains(&name.into()))
    };
    if is("object") {
        return Some(Class::Within);
    }
    if is("array") {
        return class(&schema["items"]);
    }
    if is("integer") || is("number") || is("boolean") || schema["enum"].is_array() {
        return Some(Class::Plain);
    }
    let parts = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|name| schema[name].as_array());
    parts.flatten().find_map(class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::class_lines;

    /// The class of every name of the document. A field that is new shows here, and so does one
    /// whose class has changed or which declares two.
    #[test]
    fn every_name_of_the_document_has_one_class() {
        insta::assert_snapshot!(class_lines(declared()));
    }

    #[test]
    fn every_property_has_a_class() {
        let properties = properties(classified());
        let without: Vec<_> = properties.iter().filter(|(_, class)| class.is_none()).collect();
        assert!(properties.len() > 80 && without.is_empty(), "{without:?}");
    }

    #[test]
    fn an_endpoint_has_the_fields_of_its_contract() {
        let has = |path, name| PAYLOADS[path].has(name);
        assert!(has("/cards/products", "request_timestamp"));
        assert!(!has("/cards/products", "external_user_id"));
        assert!(has("/users/get", "external_user_id") && has("/users/get", "user_id"));
        assert!(has("/cardholders/create", "kyc_data") && has("/cardholders/create", "birth_date"));
        assert!(!has("/cardholders/create", "error"));
    }
}
