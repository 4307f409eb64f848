//! Bodies of requests as records hold them: with marks on everything secret (SB 13.1).

use axum::body::Bytes;
use serde_json::{Value, json};

use crate::{
    crypto::secret::MARK,
    log::{Class, List},
    world::journal::{Judge, Odd, rewrite},
};

/// Member with the body when it is JSON that can be written again byte for byte, but for white
/// space; its secrets are marked.
pub(super) const BODY: &str = "body";

/// Member with the body as a text, all of it a secret.
pub(super) const TEXT: &str = "text";

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

/// Appends a body in canonical form that [`described`] gives as JSON and without a mark; an error for
/// any other, and for some that are like it.
pub(super) fn write_plain(secrets: BodySecrets, body: &[u8], out: &mut Vec<u8>) -> Result<(), Odd> {
    let text = std::str::from_utf8(body).map_err(|_| Odd)?;
    if text.contains(MARK) {
        return Err(Odd);
    }
    rewrite(text, &mut NoSecret(secrets), out)
}

/// Judge that lets nothing pass that would be marked.
struct NoSecret(BodySecrets);

/// Place in a body.
#[derive(Clone, Copy)]
enum Place {
    /// A GraphQL request.
    Document,
    /// Its document.
    Query,
    /// Its variables.
    Variables,
    /// One of them.
    Variable,
    /// Something of a class.
    Of(Class),
    /// Something that is not looked at.
    Free,
}

impl NoSecret {
    /// The class of a member of something of a class.
    fn class(&self, name: &str, above: Class) -> Class {
        let (names, unlisted) = match self.0 {
            BodySecrets::Document(names) | BodySecrets::Listed(names) => (names, Class::Unlisted),
            BodySecrets::Named(names) => (names, Class::Within),
        };
        if names.has(name) { names.class(name, above) } else { unlisted }
    }
}

impl Judge for NoSecret {
    type Place = Place;

    fn top(&self) -> Place {
        match self.0 {
            BodySecrets::Document(_) => Place::Document,
            BodySecrets::Listed(_) | BodySecrets::Named(_) => Place::Of(Class::Within),
        }
    }

    fn member(&mut self, above: Place, name: &str) -> Option<Place> {
        Some(match (above, name) {
            (Place::Document, "query") => Place::Query,
            (Place::Document, "variables") => Place::Variables,
            (Place::Document | Place::Query | Place::Free, _) => Place::Free,
            (Place::Variables, _) => Place::Variable,
            (Place::Variable, _) => Place::Of(self.class(name, Class::Within)),
            (Place::Of(class), _) => Place::Of(self.class(name, class)),
        })
    }

    fn item(&mut self, above: Place) -> Place {
        match above {
            Place::Document | Place::Query | Place::Variables | Place::Free => Place::Free,
            Place::Variable => Place::Of(Class::Within),
            Place::Of(class) => Place::Of(class),
        }
    }

    fn text(&mut self, place: Place, text: &str) -> bool {
        match (place, self.0) {
            (Place::Query, BodySecrets::Document(names)) => !speaks_of_secret(names, text),
            (Place::Of(class), _) => !is_secret(class),
            (
                Place::Document | Place::Query | Place::Variables | Place::Variable | Place::Free,
                _,
            ) => true,
        }
    }

    fn number(&mut self, place: Place, _: &str) -> bool {
        match place {
            Place::Of(class) => !is_secret(class),
            Place::Document | Place::Query | Place::Variables | Place::Variable | Place::Free => {
                true
            }
        }
    }
}

/// True when a document speaks of a secret.
fn speaks_of_secret(names: &List, query: &str) -> bool {
    let mut words = query.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.any(|word| names.has(word) && is_secret(names.class(word, Class::Within)))
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
    if speaks_of_secret(names, body["query"].as_str().unwrap_or_default()) {
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

    #[test]
    fn what_is_written_at_once_is_what_would_be_described() {
        static FEW: List = List::new(&[
            (Class::Pin, &["pin"]),
            (Class::Plain, &["n", "name", "query"]),
            (Class::Within, &["input", "list"]),
        ]);
        let bodies = [
            r#"{"query":"{ a(n: 1) }"}"#,
            r#"{ "variables": {"input": {"name": "x", "n": [1, 2]}}, "query": "m" }"#,
            r#"{"query":"m","variables":{"input":{"name":"x","pin":"1"}}}"#,
            r#"{"query":"m","variables":{"input":{"name":"x","pin":1}}}"#,
            r#"{"query":"m","variables":{"input":{"other":"x"}}}"#,
            r#"{"query":"m","variables":{"input":{"other":1}}}"#,
            r#"{"query":"m","variables":{"input":{"other":true,"n":null}}}"#,
            r#"{"query":"m","variables":{"other":"x","pin":"1"}}"#,
            r#"{"query":"m","variables":{"list":["x"]}}"#,
            r#"{"query":"m","variables":["x",{"pin":"1"}]}"#,
            r#"{"query":"m","other":{"pin":"1"}}"#,
            r#"{"query":"setPin(pin: 1)"}"#,
            r#"{"query":"a\npin\n"}"#,
            r#"{"query":{"query":"pin"}}"#,
            r#"[{"query":"pin"}]"#,
            r#"{"n":1,"name":"x"}"#,
            r#"{"list":[{"n":1},{"pin":"2"}],"name":"x"}"#,
            r#"{"list":[{"n":1},{"n":"2"}],"name":"x"}"#,
            r#"{"n":1.5}"#,
            r#""pin""#,
            "7",
        ];
        let mut written = 0;
        for secrets in
            [BodySecrets::Document(&FEW), BodySecrets::Listed(&FEW), BodySecrets::Named(&FEW)]
        {
            for text in bodies {
                let mut out = Vec::new();
                let (name, value) = described(secrets, text.as_bytes());
                let is_plain = name == BODY && !value.to_string().contains(MARK);
                let done = write_plain(secrets, text.as_bytes(), &mut out);
                assert_eq!(done.is_ok(), is_plain && !text.contains("1.5"), "{text}");
                if done.is_ok() {
                    let wanted = serde_json_canonicalizer::to_vec(&value).unwrap();
                    assert_eq!(String::from_utf8(out), String::from_utf8(wanted));
                    written += 1;
                }
            }
        }
        assert!(written > 20, "{written}");
    }
}
