//! Bodies of requests as records hold them: with marks on everything secret (SB 13.1).

use axum::body::Bytes;
use serde_json::{Value, json};

use crate::{
    crypto::secret::MARK,
    log::{Class, List},
};

/// Member with the body when it is JSON that can be written again byte for byte, but for white
/// space; its secrets are marked.
const BODY: &str = "body";

/// Member with the body as a text, all of it a secret.
const TEXT: &str = "text";

/// Member with a body that is no text, in hex, all of it a secret.
const HEX: &str = "hex";

/// The way in which the secrets of a body are found.
#[derive(Clone, Copy)]
pub enum BodySecrets {
    /// A GraphQL request: a document that names a secret is one, and so are variables of inputs whose
    /// names nobody knows.
    Document(&'static List),
    /// Members under the names of the list; those under other names are secrets too.
    Listed(&'static List),
    /// Members under the names of the list only.
    Named(&'static List),
}

/// The member that holds a body, and its value.
pub fn described(secrets: BodySecrets, body: &[u8]) -> (&'static str, Value) {
    let Ok(text) = std::str::from_utf8(body) else {
        return (HEX, json!({MARK: hex::encode(body)}));
    };
    let whole = || (TEXT, json!({MARK: text}));
    if text.is_empty() {
        return (TEXT, json!(""));
    }
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return whole() };
    if text.contains(MARK) || !is_spelled(text, &value.to_string()) {
        return whole();
    }
    let marked = match secrets {
        BodySecrets::Document(names) => mark_document(names, &mut value),
        BodySecrets::Listed(names) => mark((names, Class::Unlisted), Class::Within, &mut value),
        BodySecrets::Named(names) => mark((names, Class::Within), Class::Within, &mut value),
    };
    if marked { (BODY, value) } else { whole() }
}

/// True when a text of JSON is this compact text but for white space between its parts.
fn is_spelled(text: &str, compact: &str) -> bool {
    let mut compact = compact.bytes();
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        if !in_text && byte.is_ascii_whitespace() {
            continue;
        }
        if compact.next() != Some(byte) {
            return false;
        }
        match (in_text, byte) {
            _ if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (_, b'"') => in_text = !in_text,
            _ => {}
        }
    }
    compact.next().is_none()
}

/// Marks the secrets of a GraphQL request; false when it is safe only as a whole. Variables have the
/// names that a client gives them, so a document that speaks of a secret is one.
fn mark_document(names: &List, body: &mut Value) -> bool {
    let query = body["query"].as_str().unwrap_or_default();
    let mut words = query.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    if words.any(|word| names.has(word) && is_secret(names.class(word, Class::Within))) {
        return false;
    }
    match body.get_mut("variables") {
        Some(Value::Object(variables)) => variables.values_mut().all(|value| match value {
            Value::Object(_) | Value::Array(_) => {
                mark((names, Class::Unlisted), Class::Within, value)
            }
            _ => true,
        }),
        _ => true,
    }
}

/// Marks every secret below; false when one is no text. Names that are not in the list have the
/// class `unlisted`.
fn mark((names, unlisted): (&List, Class), class: Class, value: &mut Value) -> bool {
    match value {
        Value::Object(members) => members.iter_mut().all(|(name, value)| {
            let class = if names.has(name) { names.class(name, class) } else { unlisted };
            mark((names, unlisted), class, value)
        }),
        Value::Array(items) => items.iter_mut().all(|item| mark((names, unlisted), class, item)),
        Value::String(text) if is_secret(class) => {
            *value = json!({MARK: text});
            true
        }
        Value::Number(_) => !is_secret(class),
        Value::String(_) | Value::Null | Value::Bool(_) => true,
    }
}

/// True for values that do not stand in a journal in clear; nobody knows what an unlisted one is.
fn is_secret(class: Class) -> bool {
    match class {
        Class::Secret
        | Class::Pin
        | Class::Pan
        | Class::Token
        | Class::Signature
        | Class::Sealed
        | Class::Unlisted => true,
        Class::Plain
        | Class::Personal
        | Class::Said
        | Class::Echoed
        | Class::Address
        | Class::Stamp
        | Class::Within => false,
    }
}

/// The body of a described request.
pub fn body(request: &Value) -> Option<Bytes> {
    if let Some(body) = request.get(BODY) {
        return Some(body.to_string().into());
    }
    if let Some(text) = request.get(TEXT) {
        return Some(text.as_str()?.to_owned().into());
    }
    hex::decode(request.get(HEX)?.as_str()?).ok().map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    static NAMES: List =
        List::new(&[(Class::Secret, &["password"]), (Class::Plain, &["email", "n"])]);

    const LISTED: BodySecrets = BodySecrets::Listed(&NAMES);

    #[test]
    fn a_body_is_described_so_that_it_can_be_sent_again_and_shows_no_secret() {
        let (name, value) = described(LISTED, br#"{"email": "a b", "password":"x"}"#);
        assert_eq!((name, &value), (BODY, &json!({"email": "a b", "password": {MARK: "x"}})));
        let whole = [
            &br#"{"n": 1.0e2}"#[..],
            br#"{"password": 7}"#,
            br#"{"n": 1, "n": 2}"#,
            br#"{"email": "\u0061"}"#,
            br#"{"email": {"$secret": "x"}}"#,
            b"{",
        ];
        for body in whole {
            let (name, value) = described(LISTED, body);
            assert_eq!(name, TEXT);
            assert_eq!(value[MARK].as_str().unwrap().as_bytes(), body);
        }
        assert_eq!(described(LISTED, b"\xff"), (HEX, json!({MARK: "ff"})));
    }

    #[test]
    fn a_document_that_speaks_of_a_secret_is_one() {
        let of = |query| {
            described(BodySecrets::Document(&NAMES), json!({"query": query}).to_string().as_bytes())
        };
        assert_eq!(of("{ a(n: 1) }").0, BODY);
        assert_eq!(of("{ a(password: \"x\") }").0, TEXT);
    }
}
