//! JSON with names in the place of values that differ from one target to the next.
//!
//! `"<card A>"` stands for one value wherever it stands: where the name is new, the value that is
//! there gets it; from then on it has to be that value. `"<any>"` stands for any value.

use std::collections::BTreeMap;

use serde_json::Value;

use super::json::same;
use crate::{Mismatch, StepResult};

/// Values by name.
pub type Names = BTreeMap<String, Value>;

/// Stands for any value.
const ANY: &str = "any";

/// Holds an answer against a pattern, and takes down what is named for the first time.
pub fn holds(actual: &Value, pattern: &Value, names: &mut Names) -> StepResult {
    at("", actual, pattern, names)
}

fn at(place: &str, actual: &Value, pattern: &Value, names: &mut Names) -> StepResult {
    let differs = || {
        let shown = |value: &Value| {
            let place = if place.is_empty() { "/" } else { place };
            format!("{place}: {value}")
        };
        Err(Mismatch::behaviour(shown(pattern), shown(actual)))
    };
    match (actual, pattern) {
        (Value::Object(actual), Value::Object(pattern)) => {
            let missing = pattern.keys().find(|name| !actual.contains_key(*name));
            if let Some(name) = missing {
                let wanted = format!("{place}/{name}: {}", pattern[name]);
                return Err(Mismatch::behaviour(wanted, "nothing there".to_owned()));
            }
            let further = actual.keys().find(|name| !pattern.contains_key(*name));
            if let Some(name) = further {
                let found = format!("{place}/{name}: {}", actual[name]);
                return Err(Mismatch::behaviour("nothing there".to_owned(), found));
            }
            pattern.iter().try_for_each(|(name, pattern)| {
                at(&format!("{place}/{name}"), &actual[name], pattern, names)
            })
        }
        (Value::Array(actual), Value::Array(pattern)) if actual.len() == pattern.len() => {
            let mut pairs = actual.iter().zip(pattern).enumerate();
            pairs.try_for_each(|(number, (actual, pattern))| {
                at(&format!("{place}/{number}"), actual, pattern, names)
            })
        }
        (actual, Value::String(text)) => match named(text) {
            Some(ANY) => Ok(()),
            Some(name) => match names.get(name) {
                Some(known) if plain(known) == plain(actual) => Ok(()),
                Some(known) => {
                    let wanted = format!("{place}: {known} (<{name}>)");
                    Err(Mismatch::behaviour(wanted, format!("{place}: {actual}")))
                }
                None => {
                    names.insert(name.to_owned(), actual.clone());
                    Ok(())
                }
            },
            None if *actual == filled(text, names).as_str() => Ok(()),
            None => differs(),
        },
        (actual, pattern) if same(actual, pattern) => Ok(()),
        _ => differs(),
    }
}

/// The name in a text that is nothing but a name in angle brackets.
fn named(text: &str) -> Option<&str> {
    let name = text.strip_prefix('<')?.strip_suffix('>')?;
    (!name.is_empty() && !name.contains(['<', '>'])).then_some(name)
}

/// A text with values in the place of names that are known.
pub fn filled(text: &str, names: &Names) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let known = from.find('>').and_then(|end| Some((end, names.get(&from[1..end])?)));
        match known {
            Some((end, value)) => {
                out.push_str(&plain(value));
                rest = &from[end + 1..];
            }
            None => {
                out.push('<');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The names in angle brackets that stand in a text.
pub fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter_map(|part| Some(part.split_once('>')?.0))
}

/// A value as it stands within a text.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_stands_for_one_value() {
        let mut names = Names::new();
        let pattern = json!({"a": "<card A>", "b": ["<card A>", "<any>"], "c": "x<card A>"});
        holds(&json!({"c": "x7", "b": [7, null], "a": 7}), &pattern, &mut names).unwrap();
        assert_eq!(names["card A"], 7);
        assert_eq!(filled("f(<card A>) <b> <", &names), "f(7) <b> <");
        let other = holds(&json!({"a": 8, "b": [8, 0], "c": "x8"}), &pattern, &mut names);
        assert_eq!(other.unwrap_err().expected, "/a: 7 (<card A>)");
    }

    #[test]
    fn members_and_items_are_all_of_them() {
        let fails = |actual: Value, pattern: Value| {
            holds(&actual, &pattern, &mut Names::new()).unwrap_err().expected
        };
        assert_eq!(fails(json!({"a": 1}), json!({"a": 1, "b": 2})), "/b: 2");
        assert_eq!(fails(json!({"a": 1, "b": 2}), json!({"a": 1})), "nothing there");
        assert_eq!(fails(json!([1]), json!([1, 2])), "/: [1,2]");
        assert_eq!(fails(json!({"a": [1, "x"]}), json!({"a": [1, "y"]})), "/a/1: \"y\"");
    }
}
