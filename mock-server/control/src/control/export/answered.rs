//! An answer as a scenario demands it: what a log shows is demanded by value, and references stand
//! for ids.

use serde_json::{Map, Value, json};

use super::{
    clear::Clear,
    references::{References, mark, names_an_id},
};

/// Stands for a value that may be any.
pub(super) const ANY: &str = "<any>";

/// Takes note of everything in an answer that later requests may name.
pub(super) fn tell(clear: &Clear, n: u64, references: &mut References) {
    walk(&clear.value, &clear.shown, String::new(), &mut |pointer, value, is_shown| {
        let name = pointer.rsplit('/').next().unwrap_or_default();
        match value {
            Value::String(text) if names_an_id(name) || !is_shown => {
                references.told(text, n, pointer);
            }
            Value::Number(number) if names_an_id(name) => {
                if let Some(number) = number.as_i64() {
                    references.told_number(number, n, pointer);
                }
            }
            _ => {}
        }
    });
}

fn walk(value: &Value, shown: &Value, pointer: String, found: &mut impl FnMut(&str, &Value, bool)) {
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                walk(value, &shown[name], format!("{pointer}/{}", escaped(name)), found);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                walk(value, &shown[at], format!("{pointer}/{at}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found(&pointer, value, value == shown);
        }
    }
}

/// The answer with marks of the references that are used; none where a log does not show the names
/// of its members.
pub(super) fn expected(clear: &Clear, references: &References) -> Option<Value> {
    of(&clear.value, &clear.shown, "", references)
}

fn of(value: &Value, shown: &Value, pointer: &str, references: &References) -> Option<Value> {
    Some(match value {
        Value::Object(members) => {
            let one = |(name, value): (&String, &Value)| {
                let pointer = format!("{pointer}/{name}");
                let shown = shown.get(name)?;
                Some((name.clone(), of(value, shown, &pointer, references)?))
            };
            Value::Object(members.iter().map(one).collect::<Option<Map<_, _>>>()?)
        }
        Value::Array(items) => {
            let one = |(at, value): (usize, &Value)| {
                of(value, &shown[at], &format!("{pointer}/{at}"), references)
            };
            Value::Array(items.iter().enumerate().map(one).collect::<Option<Vec<_>>>()?)
        }
        Value::String(text) => match references.used(text) {
            Some(reference) => json!(mark(reference)),
            // An address of the server is another one elsewhere.
            None if value != shown || text.contains("://") => json!(ANY),
            None => value.clone(),
        },
        Value::Number(number) => {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            let number = number.as_i64().filter(|_| names_an_id(name));
            match number.and_then(|number| references.used_number(pointer, number)) {
                Some(reference) => json!(mark(reference)),
                None if value != shown => json!(ANY),
                None => value.clone(),
            }
        }
        Value::Null | Value::Bool(_) => value.clone(),
    })
}
