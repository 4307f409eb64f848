//! Classes of the headers and names of this surface: what a log may show of its requests and
//! answers (SB 9.2). The names are those of the OpenAPI document, and their classes those that its
//! schemas declare; what declares none is hidden.

use std::sync::LazyLock;

use serde_json::Value;

use super::{openapi::classified, values::CLASS};
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

/// Every name with its class; what has none is left out.
fn declared() -> Vec<(String, Class)> {
    let of_schemas = properties().into_iter().filter_map(|(name, class)| Some((name, class?)));
    let of_readings = OF_READINGS.iter().map(|&(name, class)| (name.to_owned(), class));
    of_readings.chain(of_schemas).collect()
}

/// Every property of every schema with its class, which it declares or which follows from its type.
fn properties() -> Vec<(String, Option<Class>)> {
    let mut found = Vec::new();
    collect(classified(), &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<(String, Option<Class>)>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                let classes = properties.iter().map(|(name, schema)| (name.clone(), class(schema)));
                found.extend(classes);
            }
            members.values().for_each(|member| collect(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

/// The class of the values of a schema. Numbers, words and yes or no are plain, and what has
/// members is what they are; of other texts the type tells nothing.
fn class(schema: &Value) -> Option<Class> {
    if let Some(word) = schema[CLASS].as_str() {
        return Class::named(word);
    }
    if let Some(place) = schema["$ref"].as_str() {
        return class(classified().pointer(place.trim_start_matches('#'))?);
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
    use std::collections::BTreeMap;

    use super::*;

    /// The class of every name of the document. A field that is new shows here, and so does one
    /// whose class has changed or which declares two.
    #[test]
    fn every_name_of_the_document_has_one_class() {
        let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, class) in declared() {
            let words = by_name.entry(name).or_default();
            if !words.contains(&class.word()) {
                words.push(class.word());
            }
        }
        let mut by_class: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, mut words) in by_name {
            words.sort_unstable();
            by_class.entry(words.join(" and ")).or_default().push(name);
        }
        let lines = by_class.iter().map(|(class, names)| format!("{class}: {}", names.join(" ")));
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn every_property_has_a_class() {
        let properties = properties();
        let without: Vec<_> = properties.iter().filter(|(_, class)| class.is_none()).collect();
        assert!(properties.len() > 80 && without.is_empty(), "{without:?}");
    }
}
