//! Fields of another form than the contract's: what is sent, and what is wanted (ER 7).

use serde_json::{Map, Value, json};

use super::{
    super::{endpoints::Endpoint, fields::cents, numbers, openapi::document, raw, slugs::Slug},
    Case,
};
use crate::{
    envelope::PATH,
    error_code::ErrorCode,
    log::{Certainty, Class, Diagnosis, Proof},
};

/// Fields that hold money.
const AMOUNTS: [&str; 2] = ["amount", "initial_topup_amount"];

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(plain) = case.inside(case.entry) else { return Vec::new() };
    let Ok(text) = std::str::from_utf8(&plain) else { return Vec::new() };
    let Ok(Value::Object(members)) = numbers::read(&plain) else { return Vec::new() };
    match case.entry.reason().and_then(Slug::of) {
        Some(Slug::InvalidAmount) => {
            let amounts = AMOUNTS.into_iter().filter_map(|name| {
                amount(case, name, members.get(name)?, raw::member(text, name)?)
            });
            amounts.collect()
        }
        _ => types(case, &members),
    }
}

/// An amount that the server does not read. It is proved where the same amount, written as it is
/// wanted, is read.
fn amount(case: &Case<'_>, name: &str, sent: &Value, written: &str) -> Option<Diagnosis> {
    let text = match sent {
        Value::String(text) => text.clone(),
        Value::Number(_) => written.to_owned(),
        Value::Null => return None,
        other => {
            let says =
                format!("{name} is {}; a decimal text like \"20.00\" is wanted.", kind(other));
            let found = Diagnosis::proved("er-amount-form", says, Proof::of(!other.is_string()));
            return Some(found.shown_by(wanted(name)));
        }
    };
    let is_read = sent.as_str().and_then(cents).is_some();
    let evidence = |repaired: &str| {
        let mut shown = wanted(name);
        shown["sent"] = json!(case.redaction.text(Class::Stamp, &text));
        if !case.redaction.betrays(repaired) {
            shown["as_wanted"] = json!(repaired);
        }
        shown
    };
    if sent.is_number() {
        let repaired = repaired(&text).unwrap_or_else(|| "20.00".to_owned());
        let says = format!("{name} is a JSON number; it is to be a text: \"{repaired}\".");
        let proof = Proof::of(!is_read && cents(&repaired).is_some());
        return Some(
            Diagnosis::proved("er-amount-number", says, proof).shown_by(evidence(&repaired)),
        );
    }
    if is_read {
        let says = format!("{name} is well written, but zero is no amount here.");
        let proof = Proof::of(cents(&text) == Some(0));
        return Some(Diagnosis::proved("er-amount-zero", says, proof).shown_by(wanted(name)));
    }
    let says = match text.chars().next() {
        None => format!("{name} is empty."),
        Some('-') => format!("{name} is negative; amounts are above zero."),
        Some(_) => format!(
            "{name} is no decimal text: at most 12 digits without leading zeros, then at most two \
             behind a point."
        ),
    };
    let repaired = repaired(&text).unwrap_or_else(|| "20.00".to_owned());
    let proof = Proof::of(cents(&text).is_none());
    Some(Diagnosis::proved("er-amount-form", says, proof).shown_by(evidence(&repaired)))
}

fn wanted(name: &str) -> Value {
    json!({"field": name, "wanted": "a text like \"20.00\""})
}

/// The amount in the form that the API takes, where the text has at most two decimals.
fn repaired(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|letter| !" _'$€+".contains(*letter)).collect();
    let point = match (bare.contains(','), bare.contains('.')) {
        (true, false) => bare.replace(',', "."),
        (true, true) => bare.replace(',', ""),
        (false, _) => bare,
    };
    let number: f64 = point.parse().ok().filter(|number| (0.0..1e12).contains(number))?;
    let written = format!("{number:.2}");
    (written.parse::<f64>().ok() == Some(number)).then_some(written)
}

/// Fields of another type than the OpenAPI document gives them. Whether it is for one of them that
/// the request was refused only its answer says.
fn types(case: &Case<'_>, members: &Map<String, Value>) -> Vec<Diagnosis> {
    let Some(endpoint) = Endpoint::at(case.entry.request.head.path()) else { return Vec::new() };
    let path = format!("{PATH}{}", endpoint.path);
    let content = &document()["paths"][path]["post"]["requestBody"]["content"];
    let schema = content.as_object().and_then(|all| all.values().next()).map(|one| &one["schema"]);
    let mut found = Vec::new();
    walk(schema.unwrap_or(&Value::Null), &Value::Object(members.clone()), "", &mut found);
    let told = |(name, sent, wanted): (String, &'static str, String)| {
        let says = format!("{name} is {sent}; {wanted} is wanted.");
        Diagnosis::guessed("er-field-type", says, Certainty::Likely)
            .shown_by(json!({"field": name, "wanted": wanted}))
    };
    found.into_iter().map(told).collect()
}

fn resolved(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(place) => document().pointer(place.trim_start_matches('#')).unwrap_or(schema),
        None => schema,
    }
}

fn walk(schema: &Value, sent: &Value, path: &str, found: &mut Vec<(String, &'static str, String)>) {
    let schema = resolved(schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        walk(part, sent, path, found);
    }
    let Some(properties) = schema["properties"].as_object() else { return };
    for (name, wanted) in properties {
        let Some(value) = sent.get(name).filter(|value| !value.is_null()) else { continue };
        let wanted = resolved(wanted);
        let place = format!("{path}{name}");
        let types: Vec<&str> = match &wanted["type"] {
            Value::String(one) => vec![one],
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let fits = types.iter().any(|one| is_a(value, one)) || types.is_empty();
        if !fits {
            let types: Vec<_> =
                types.iter().filter(|one| **one != "null").map(|one| noun(one)).collect();
            found.push((place, kind(value), types.join(" or ")));
        } else if value.is_object() {
            walk(wanted, value, &format!("{place}."), found);
        }
    }
}

fn is_a(value: &Value, wanted: &str) -> bool {
    match wanted {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        _ => value.is_null(),
    }
}

fn noun(wanted: &str) -> &'static str {
    match wanted {
        "string" => "a text",
        "integer" => "an integer",
        "number" => "a number",
        "boolean" => "true or false",
        "object" => "an object",
        _ => "a list",
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
