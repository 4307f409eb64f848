//! Reading control bodies strictly: a mistake is refused with its place, never ignored (SB 2.1).

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::problem::Problem;

/// The object in a body; an empty body is `{}`.
pub(super) fn object(body: &[u8]) -> Result<Value, Problem> {
    if body.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(bad_json("the body is not a JSON object", 0)),
        Err(error) => Err(bad_json(&error.to_string(), error.column())),
    }
}

fn bad_json(detail: &str, offset: usize) -> Problem {
    Problem::new(400, "bad_json", "Not a JSON object", detail).with("offset", offset)
}

/// A body as the type that the operation takes.
pub(super) fn body<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    read(object(body)?)
}

/// A value as the type that the operation takes.
pub(super) fn read<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path: String =
            error.path().iter().fold(String::new(), |path, segment| format!("{path}/{segment}"));
        let text = error.inner().to_string();
        let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
        match quoted.split_first() {
            Some((name, known)) if text.starts_with("unknown field") => {
                Problem::unknown_field(&place(&path, name), name, known)
            }
            Some((name, _)) if text.starts_with("missing field") => {
                Problem::missing(&place(&path, name), text)
            }
            _ => Problem::invalid(&path, text),
        }
    })
}

/// The place of a member, whether or not the path already ends in it.
fn place(path: &str, name: &str) -> String {
    if path.ends_with(&format!("/{name}")) { path.to_owned() } else { format!("{path}/{name}") }
}
