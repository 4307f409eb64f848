//! The words for a body that cannot be used (PG 2.2): the member that is wrong, and its place.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The deepest that arrays and objects of a body may be nested; beyond it nothing is read.
const DEEPEST: usize = 127;

/// The letters of a member's path that are repeated in an answer.
const LONGEST_PATH: usize = 100;

/// The fault of bytes that are no JSON value.
pub(super) fn unreadable(body: &[u8]) -> String {
    if body.iter().all(u8::is_ascii_whitespace) {
        return format!("Request body is empty; it {WANTED}");
    }
    if let Err(error) = str::from_utf8(body) {
        let at = error.valid_up_to();
        return format!("Request body is not UTF-8: byte 0x{:02X} at offset {at}", body[at]);
    }
    if body.starts_with("\u{feff}".as_bytes()) {
        return "Request body begins with a byte order mark; JSON has none".to_owned();
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let mut track = serde_path_to_error::Track::new();
    let read = Value::deserialize(serde_path_to_error::Deserializer::new(&mut reader, &mut track));
    let Err(error) = read.and_then(|_| reader.end()) else {
        return format!("Request body {WANTED}");
    };
    let path = track.path().to_string();
    let place = match path.as_str() {
        "." | "" | "?" => String::new(),
        path => format!(", in \"{}\"", path.chars().take(LONGEST_PATH).collect::<String>()),
    };
    let said = error.to_string();
    let at = said.find(" at line ").map_or("", |from| &said[from..]);
    let what = &said[..said.len() - at.len()];
    match what {
        "number out of range" => format!("Request body has a number out of range{at}{place}"),
        "recursion limit exceeded" => {
            format!("Request body is nested more than {DEEPEST} levels deep{at}")
        }
        _ if what.contains("hex escape") => {
            format!("Request body has half of a surrogate pair: {what}{at}{place}")
        }
        _ => format!("Request body is not JSON: {what}{at}{place}"),
    }
}

/// A JSON value that is no object.
pub(super) fn no_object(found: &Value) -> String {
    let batch = if found.is_array() { "; batches are not executed" } else { "" };
    format!("Request body {WANTED}, not {}{batch}", kind(found))
}

/// An object without a document.
pub(super) fn no_query(members: &Map<String, Value>) -> String {
    let hashed = members.get("extensions").is_some_and(|one| one["persistedQuery"].is_object());
    let hashed = if hashed { "; persisted queries are not kept here" } else { "" };
    format!("Request body has no member \"query\"{hashed}")
}

/// A member of another type.
pub(super) fn member(name: &str, wanted: &str, found: &Value) -> String {
    let written_out = match found {
        Value::String(text) if wanted.starts_with("an object") && is_object(text) => {
            "; send the object itself, not its text"
        }
        _ => "",
    };
    format!("\"{name}\" must be {wanted}, not {}{written_out}", kind(found))
}

const WANTED: &str = "must be a JSON object with a string \"query\"";

fn is_object(text: &str) -> bool {
    serde_json::from_str::<Map<String, Value>>(text).is_ok()
}

fn kind(found: &Value) -> &'static str {
    match found {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(text) if text.is_empty() => "an empty string",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_place() {
        let nested = format!("{{\"variables\":{}1{}}}", "[".repeat(200), "]".repeat(200));
        for (body, said) in [
            (&b" "[..], "Request body is empty; it must be a JSON object with a string \"query\""),
            (b"{\"a\":\"\xc3\x28\"}", "Request body is not UTF-8: byte 0xC3 at offset 6"),
            (b"\xef\xbb\xbf{}", "Request body begins with a byte order mark; JSON has none"),
            (
                b"{\"a\":",
                "Request body is not JSON: EOF while parsing a value at line 1 column 5, in \"a\"",
            ),
            (b"{} x", "Request body is not JSON: trailing characters at line 1 column 4"),
            (
                br#"{"variables":{"input":{"name":"\ud83d"}}}"#,
                "Request body has half of a surrogate pair: unexpected end of hex escape at line 1 \
                 column 38, in \"variables.input.name\"",
            ),
            (
                b"{\"variables\":{\"l\":[1,1e400]}}",
                "Request body has a number out of range at line 1 column 26, in \"variables.l[1]\"",
            ),
            (
                nested.as_bytes(),
                "Request body is nested more than 127 levels deep at line 1 column 140",
            ),
        ] {
            assert_eq!(unreadable(body), said);
        }
    }

    #[test]
    fn a_member_of_another_type_is_named() {
        for (name, wanted, found, said) in [
            ("query", "a string", "7", "\"query\" must be a string, not a number"),
            (
                "variables",
                "an object or null",
                r#""{\"a\":1}""#,
                "\"variables\" must be an object or null, not a string; send the object itself, not \
                 its text",
            ),
            (
                "extensions",
                "an object or null",
                "[]",
                "\"extensions\" must be an object or null, not an array",
            ),
        ] {
            assert_eq!(member(name, wanted, &serde_json::from_str(found).unwrap()), said);
        }
    }
}
