//! Answers as people read them: members on lines of their own, lists as tables.

use serde_json::Value;

/// A value as indented lines, `name: value`.
pub(super) fn lines(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, 0);
    text
}

fn write(text: &mut String, value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match flat(member) {
                    Some(word) => text.push_str(&format!("{indent}{name}: {word}\n")),
                    None => {
                        text.push_str(&format!("{indent}{name}:\n"));
                        write(text, member, depth + 1);
                    }
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                match flat(item) {
                    Some(word) => text.push_str(&format!("{indent}- {word}\n")),
                    None => {
                        let mut inner = String::new();
                        write(&mut inner, item, depth + 1);
                        let inner = inner.trim_start();
                        text.push_str(&format!("{indent}- {inner}"));
                    }
                }
            }
        }
        other => text.push_str(&format!("{indent}{}\n", word(other))),
    }
}

/// A value that fits on the line of its name: a single one, or a list of single ones.
fn flat(value: &Value) -> Option<String> {
    let is_single = |value: &Value| !(value.is_object() || value.is_array());
    match value {
        Value::Object(members) if members.is_empty() => Some("-".to_owned()),
        Value::Array(items) if items.is_empty() => Some("-".to_owned()),
        Value::Array(items) if items.iter().all(is_single) => {
            Some(items.iter().map(word).collect::<Vec<_>>().join(", "))
        }
        single if is_single(single) => Some(word(single)),
        _ => None,
    }
}

/// A single value in one line.
fn word(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.replace('\n', "\\n"),
        other => other.to_string(),
    }
}

/// A list as a table with these columns; members of members are named with a point.
pub(super) fn table(items: &[Value], columns: &[&str]) -> String {
    let mut rows = vec![columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()];
    let cell = |item: &Value, name: &str| {
        let found = name.split('.').fold(item, |value, part| &value[part]);
        flat(found).unwrap_or_else(|| found.to_string())
    };
    rows.extend(items.iter().map(|item| columns.iter().map(|name| cell(item, name)).collect()));
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let padding = " ".repeat(width - cell.chars().count());
            format!("{cell}{padding}")
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The items of a page.
pub(super) fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_lines() {
        let value = json!({"id": "a", "none": null, "list": [1, 2], "in": {"x": true, "y": []},
                           "many": [{"a": 1, "b": 2}]});
        let text =
            "id: a\nnone: -\nlist: 1, 2\nin:\n  x: true\n  y: -\nmany:\n  - a: 1\n    b: 2\n";
        assert_eq!(lines(&value), text);
    }

    #[test]
    fn lists_are_tables() {
        let items = [json!({"id": "a", "clock": {"mode": "frozen"}}), json!({"id": "long"})];
        assert_eq!(table(&items, &["id", "clock.mode"]), "id    clock.mode\na     frozen\nlong  -");
    }
}
