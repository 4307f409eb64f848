//! Values as a GraphQL document spells them out. A document with literals need not name the types
//! of its arguments, which no source prints for all of them.

use serde_json::Value;

/// A JSON value as a literal. Texts stay texts; an enum value has to be spelled by hand.
pub fn literal(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| format!("{name}: {}", literal(value));
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        plain => plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::literal;

    #[test]
    fn members_are_bare_and_texts_are_quoted() {
        let value = json!({"a": "x\"y", "b": [1, true, null]});
        assert_eq!(literal(&value), r#"{ a: "x\"y", b: [1, true, null] }"#);
    }
}
