//! Variations of values, as deviations ask for them.

use serde_json::{Number, Value, json};

use crate::{register::Variation, world::Seen};

/// Notes the values of an answer by the names of their members.
pub(super) fn note(seen: &mut Seen, name: &str, value: &Value) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| note(seen, name, value));
        }
        Value::Array(items) => items.iter().for_each(|item| note(seen, name, item)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    if !value.is_null() && !name.is_empty() {
        let known = seen.entry(name.to_owned()).or_default();
        known.retain(|one| one != value);
        known.push(value.clone());
        if known.len() > 2 {
            known.remove(0);
        }
    }
}

/// Varies the value of a member; `seen` is what members had before.
pub(super) fn vary(value: &mut Value, name: &str, how: &Variation, seen: &Seen) {
    let new = match how {
        Variation::Null => Some(Value::Null),
        Variation::Other => other(value),
        Variation::Previous => previous(value, name, seen),
        Variation::Times(by) => counted(value, |amount| amount * *by as f64),
        Variation::Divided(by) => counted(value, |amount| amount / *by as f64),
        Variation::Plus(more) => counted(value, |amount| amount + *more as f64),
        Variation::Retyped => Some(retyped(value)),
        Variation::Recased => recased(value),
        Variation::Emptied => emptied(value),
        Variation::Doubled => doubled(value),
        Variation::Rotated => rotated(value),
        // It is changed from the object that both are in.
        Variation::Swapped(_) => None,
    };
    if let Some(new) = new {
        *value = new;
    }
}

fn previous(value: &Value, name: &str, seen: &Seen) -> Option<Value> {
    let kind = std::mem::discriminant(value);
    let mut known = seen.get(name)?.iter().rev();
    known.find(|one| *one != value && std::mem::discriminant(*one) == kind).cloned()
}

/// Another value of the same form: another last digit or, without digits, another last letter; of a
/// time another year.
fn other(value: &Value) -> Option<Value> {
    match value {
        Value::Bool(yes) => Some(json!(!yes)),
        Value::Number(_) => counted(value, |amount| amount + 7.0),
        Value::String(text) => {
            let at = match is_time(text) {
                true => Some(3),
                false => {
                    let last =
                        |fits: fn(&char) -> bool| text.char_indices().rfind(|(_, one)| fits(one));
                    let digit = last(char::is_ascii_digit);
                    digit.or_else(|| last(char::is_ascii_alphabetic)).map(|(at, _)| at)
                }
            }?;
            let next = match text.as_bytes()[at] {
                b'9' => '0',
                b'z' => 'a',
                b'Z' => 'A',
                byte => char::from(byte + 1),
            };
            let mut text = text.clone();
            text.replace_range(at..=at, next.encode_utf8(&mut [0; 4]));
            Some(Value::String(text))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// True for a date or an instant: `2030-01-01…`.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// A number, or the text of one with its decimals, after arithmetic.
fn counted(value: &Value, how: impl Fn(f64) -> f64) -> Option<Value> {
    match value {
        Value::Number(number) => {
            let result = how(number.as_f64()?);
            let whole = number.is_i64() || number.is_u64();
            Some(match whole {
                true => json!(result.trunc() as i64),
                false => Value::Number(Number::from_f64(result)?),
            })
        }
        Value::String(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            let digits = whole.strip_prefix('-').unwrap_or(whole);
            let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            let amount = !digits.is_empty() && is_number(digits) && is_number(fraction);
            let places = fraction.len();
            amount.then(|| text.parse().ok()).flatten().map(|amount: f64| {
                let result = how(amount);
                Value::String(format!("{result:.places$}"))
            })
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn retyped(value: &Value) -> Value {
    match value {
        Value::Null => json!(false),
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        Value::String(text) => text.parse::<i64>().map_or_else(|_| json!([text]), |one| json!(one)),
        Value::Array(items) => items.first().cloned().unwrap_or_else(|| json!({})),
        Value::Object(_) => json!([value]),
    }
}

fn recased(value: &Value) -> Option<Value> {
    let turned = |letter: char| match letter.is_ascii_lowercase() {
        true => letter.to_ascii_uppercase(),
        false => letter.to_ascii_lowercase(),
    };
    let text = value.as_str()?;
    Some(Value::String(text.chars().map(turned).collect()))
}

fn emptied(value: &Value) -> Option<Value> {
    match value {
        Value::String(_) => Some(json!("")),
        Value::Array(_) => Some(json!([])),
        Value::Object(_) => Some(json!({})),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn doubled(value: &Value) -> Option<Value> {
    let mut items = value.as_array()?.clone();
    let first = items.first()?.clone();
    items.insert(0, first);
    Some(Value::Array(items))
}

fn rotated(value: &Value) -> Option<Value> {
    let mut items = value.as_array()?.clone();
    if items.len() < 2 {
        return None;
    }
    items.rotate_left(1);
    Some(Value::Array(items))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varied(how: &Variation, mut value: Value) -> Value {
        let seen = Seen::from([("id".to_owned(), vec![json!(1), json!(2)])]);
        vary(&mut value, "id", how, &seen);
        value
    }

    #[test]
    fn values_follow_from_the_right_ones() {
        let cases = [
            (Variation::Null, json!("x"), json!(null)),
            (Variation::Other, json!("70dbd8f"), json!("70dbd9f")),
            (Variation::Other, json!("2030-01-01T00:00:00Z"), json!("2031-01-01T00:00:00Z")),
            (Variation::Other, json!("active"), json!("activf")),
            (Variation::Other, json!(3), json!(10)),
            (Variation::Previous, json!(2), json!(1)),
            (Variation::Previous, json!(5), json!(2)),
            (Variation::Previous, json!("5"), json!("5")),
            (Variation::Times(100), json!("9943.45"), json!("994345.00")),
            (Variation::Times(100), json!(7), json!(700)),
            (Variation::Divided(100), json!(250), json!(2)),
            (Variation::Divided(100), json!(250.0), json!(2.5)),
            (Variation::Plus(1), json!("7"), json!("8")),
            (Variation::Plus(1), json!("active"), json!("active")),
            (Variation::Retyped, json!("7"), json!(7)),
            (Variation::Retyped, json!(7), json!("7")),
            (Variation::Retyped, json!({"a": 1}), json!([{"a": 1}])),
            (Variation::Recased, json!("aB-1"), json!("Ab-1")),
            (Variation::Emptied, json!([1]), json!([])),
            (Variation::Emptied, json!(1), json!(1)),
            (Variation::Doubled, json!([1, 2]), json!([1, 1, 2])),
            (Variation::Rotated, json!([1, 2, 3]), json!([2, 3, 1])),
        ];
        for (how, right, wrong) in cases {
            assert_eq!(varied(&how, right.clone()), wrong, "{how:?} of {right}");
        }
    }

    #[test]
    fn the_last_two_values_of_a_name_are_known() {
        let mut seen = Seen::default();
        let list = json!([{"id": 1}, {"id": 2}, {"id": 1}, {"id": 3}]);
        note(&mut seen, "", &json!({"a": list, "b": null}));
        assert_eq!(seen["id"], [json!(1), json!(3)]);
        // Rows, and then the whole relation, have the name of the relation.
        assert_eq!(seen["a"], [json!({"id": 3}), list]);
        assert!(!seen.contains_key("b"));
    }
}
