//! Order of `jsonb` in PostgreSQL: object, array, boolean, number, text, null, from the largest to
//! the smallest; the larger of two containers of a kind is the one that has more.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::Number;

/// Which of two JSON values is the larger.
pub(super) fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Number(left), Value::Number(right)) => {
            let read = |number: &serde_json::Number| Number::read(&number.to_string()).ok();
            read(left).cmp(&read(right))
        }
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Array(left), Value::Array(right)) => {
            let each = || left.iter().zip(right).map(|(left, right)| compare(left, right));
            left.len().cmp(&right.len()).then_with(|| first(each()))
        }
        (Value::Object(left), Value::Object(right)) => {
            let (left, right) = (sorted(left), sorted(right));
            let each = || {
                let pairs = left.iter().zip(&right);
                pairs
                    .map(|(left, right)| left.0.cmp(right.0).then_with(|| compare(left.1, right.1)))
            };
            left.len().cmp(&right.len()).then_with(|| first(each()))
        }
        _ => rank(left).cmp(&rank(right)),
    }
}

fn first(mut all: impl Iterator<Item = Ordering>) -> Ordering {
    all.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
}

/// The members as they are stored: shorter keys first.
fn sorted(members: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut all: Vec<_> = members.iter().collect();
    all.sort_by(|left, right| (left.0.len(), left.0).cmp(&(right.0.len(), right.0)));
    all
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::String(_) => 1,
        Value::Number(_) => 2,
        Value::Bool(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_ascend() {
        let all = [
            json!(null),
            json!("a"),
            json!("b"),
            json!(-1),
            json!(2),
            json!(10),
            json!(false),
            json!(true),
            json!([9]),
            json!([0, 0]),
            json!({"b": 1}),
            json!({"b": 2}),
            json!({"b": 1, "aa": 0}),
            json!({"b": 1, "aa": 1}),
        ];
        for (at, left) in all.iter().enumerate() {
            for (place, right) in all.iter().enumerate() {
                assert_eq!(compare(left, right), at.cmp(&place), "{left} {right}");
            }
        }
        assert_eq!(compare(&json!(1), &json!(1.0)), Ordering::Equal);
        assert_eq!(compare(&json!({"a": 1, "b": 2}), &json!({"b": 2, "a": 1})), Ordering::Equal);
    }
}
