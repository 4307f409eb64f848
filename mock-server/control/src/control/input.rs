//! Reading control bodies strictly: a mistake is refused with its place, never ignored (SB 2.1).

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use super::{
    pointer::{escaped, member, pointer},
    problem::{Problem, ProblemCode},
};

/// The object in a body; an empty body is `{}`.
pub(super) fn object(body: &[u8]) -> Result<Value, Problem> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    match serde_json::from_slice(body) {
        Ok(Strict(value @ Value::Object(_))) => Ok(value),
        Ok(_) => Err(bad_json("the body is not a JSON object", 0)),
        Err(error) => Err(bad_json(&error.to_string(), offset(body, &error))),
    }
}

/// The byte at which reading stopped, from 0.
fn offset(body: &[u8], error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return body.len();
    }
    let lines = body.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines.take(error.line().saturating_sub(1)).map(<[u8]>::len).sum();
    before + error.column().saturating_sub(1)
}

fn bad_json(detail: &str, offset: usize) -> Problem {
    Problem::new(ProblemCode::BadJson, "Not a JSON object", detail).with("offset", offset)
}

/// A body as the type that the operation takes.
pub(super) fn body<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    read(object(body)?)
}

/// A body like [`body`], without the members that the operation does not know, as only a deviation
/// reads it.
pub(super) fn known_members<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut value = object(body)?;
    loop {
        let problem = match read(value.clone()) {
            Ok(read) => return Ok(read),
            Err(problem) => problem,
        };
        let Some((above, name)) = problem.unknown_member() else { return Err(problem) };
        let members = value.pointer_mut(above).and_then(Value::as_object_mut);
        if members.and_then(|members| members.shift_remove(name)).is_none() {
            return Err(problem);
        }
    }
}

/// A body as the type that the operation takes, in which texts may be as long as the body.
pub(super) fn long_body<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    typed(object(body)?)
}

/// The longest text in a body, in characters: as long as the longest address of a receiver.
const LONGEST: usize = 2048;

/// Refuses the first text, or name of a member, that is too long to be written down.
fn none_too_long(value: &Value, place: &str) -> Result<(), Problem> {
    let check = |text: &str, place: &str| match text.chars().count() {
        ..=LONGEST => Ok(()),
        _ => Err(Problem::invalid(place, format!("a text has at most {LONGEST} characters"))),
    };
    match value {
        Value::String(text) => check(text, place),
        Value::Array(items) => (0..)
            .zip(items)
            .try_for_each(|(at, item): (u32, _)| none_too_long(item, &format!("{place}/{at}"))),
        Value::Object(members) => members.iter().try_for_each(|(name, member)| {
            check(name, place)?;
            none_too_long(member, &format!("{place}/{}", escaped(name)))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// A value as the type that the operation takes.
pub(super) fn read<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    none_too_long(&value, "")?;
    typed(value)
}

fn typed<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(misread)
}

/// The problem of a value that is not of its type.
#[expect(clippy::needless_pass_by_value, reason = "the error goes no further")]
fn misread(error: serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let path = pointer(error.path());
    let text = error.inner().to_string();
    let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    match quoted.split_first() {
        Some((name, known)) if text.starts_with("unknown field") => {
            Problem::unknown_field(&member(&path, name), name, known)
        }
        Some((name, _)) if text.starts_with("missing field") => {
            Problem::missing(&member(&path, name), text)
        }
        Some((word, choices)) if text.starts_with("unknown variant") => {
            Problem::choice(&path, word, choices)
        }
        _ => Problem::invalid(&path, text),
    }
}

/// Any JSON value in which no object names a member twice: which one counts is not for us to guess.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((name, Strict(value))) = members.next_entry::<String, Strict>()? {
            if all.contains_key(&name) {
                return Err(A::Error::custom(format!("the member {name:?} is there twice")));
            }
            all.insert(name, value);
        }
        Ok(Value::Object(all))
    }
}
