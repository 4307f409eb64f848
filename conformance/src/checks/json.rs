//! Expected against actual at a place of a JSON value.

use serde_json::Value;

use crate::{Mismatch, StepResult};

/// The value at `pointer` equals `expected`. Numbers are compared by value: `25.0` equals `25`.
pub fn equals(json: &Value, pointer: &str, expected: &Value) -> StepResult {
    let actual = json.pointer(pointer);
    if actual.is_some_and(|actual| same(actual, expected)) {
        return Ok(());
    }
    let actual = actual.map_or_else(|| "nothing there".to_owned(), Value::to_string);
    Err(Mismatch::behaviour(at(pointer, &expected.to_string()), at(pointer, &actual)))
}

/// The whole value equals `expected`, members in any order.
pub fn equals_whole(json: &Value, expected: &Value) -> StepResult {
    if same(json, expected) {
        return Ok(());
    }
    Err(Mismatch::behaviour(expected.to_string(), json.to_string()))
}

/// There is a text at `pointer`, and it is not empty.
pub fn text<'a>(json: &'a Value, pointer: &str) -> StepResult<&'a str> {
    json.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty()).ok_or_else(|| {
        Mismatch::behaviour(at(pointer, "a text"), at(pointer, &shown(json, pointer)))
    })
}

/// There is a whole number at `pointer`.
pub fn integer(json: &Value, pointer: &str) -> StepResult<i64> {
    json.pointer(pointer).and_then(Value::as_i64).ok_or_else(|| {
        Mismatch::behaviour(at(pointer, "a whole number"), at(pointer, &shown(json, pointer)))
    })
}

/// Equality that does not tell `25` from `25.0`, nor one order of members from another.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same(l, r))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, l)| right.get(name).is_some_and(|r| same(l, r)))
        }
        _ => left == right,
    }
}

fn shown(json: &Value, pointer: &str) -> String {
    json.pointer(pointer).map_or_else(|| "nothing".to_owned(), Value::to_string)
}

fn at(pointer: &str, what: &str) -> String {
    if pointer.is_empty() { what.to_owned() } else { format!("{pointer}: {what}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_compared_by_value() {
        assert!(equals(&json!({"a": [25.0]}), "/a/0", &json!(25)).is_ok());
    }

    #[test]
    fn what_differs_is_named_with_its_place() {
        let mismatch = equals(&json!({"a": 1}), "/b", &json!(2)).unwrap_err();
        assert_eq!(
            (mismatch.expected.as_str(), mismatch.actual.as_str()),
            ("/b: 2", "/b: nothing there")
        );
    }
}
