//! Values as graphql-js prints them in messages (`inspect`).

use serde_json::Value;

const MOST_ITEMS: usize = 10;
const DEEPEST: usize = 2;

/// The value, cut where graphql-js cuts it.
pub(super) fn inspect(value: &Value) -> String {
    printed(value, 0)
}

fn printed(value: &Value, depth: usize) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(_) if depth >= DEEPEST => "[Object]".to_owned(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{name}: {}", printed(value, depth + 1)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(_) if depth >= DEEPEST => "[Array]".to_owned(),
        Value::Array(items) => {
            let mut shown: Vec<_> =
                items.iter().take(MOST_ITEMS).map(|item| printed(item, depth + 1)).collect();
            match items.len().saturating_sub(MOST_ITEMS) {
                0 => {}
                1 => shown.push("... 1 more item".to_owned()),
                more => shown.push(format!("... {more} more items")),
            }
            format!("[{}]", shown.join(", "))
        }
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), decimal),
        other => other.to_string(),
    }
}

/// A number as JavaScript prints it.
fn decimal(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        "0".to_owned()
    } else if (1e-6..1e21).contains(&size) {
        number.to_string()
    } else {
        let printed = format!("{number:e}");
        if size < 1.0 { printed } else { printed.replace('e', "e+") }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::inspect;

    #[test]
    fn values_are_printed_like_graphql_js() {
        assert_eq!(inspect(&json!({"a": "x", "b": [1, null]})), r#"{ a: "x", b: [1, null] }"#);
        assert_eq!(
            inspect(&json!([1.5, 1e21, 1e-7, 1e20, 2.0])),
            "[1.5, 1e+21, 1e-7, 100000000000000000000, 2]"
        );
        assert_eq!(inspect(&json!({"a": {"b": {"c": {"d": 1}}}})), "{ a: { b: [Object] } }");
    }
}
