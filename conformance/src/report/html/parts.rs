//! Texts as HTML has to write them.

use serde_json::Value;

/// A text in which nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// JSON with a line per member, and a GraphQL document in it with its own lines; any other text as
/// it is.
pub(super) fn pretty(text: &str) -> String {
    let Ok(json @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str::<Value>(text)
    else {
        return text.to_owned();
    };
    serde_json::to_string_pretty(&json).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(escaped(r#"<a href="x">'&"#), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn only_json_is_laid_out() {
        assert_eq!(pretty(r#"{"a":1}"#), "{\n  \"a\": 1\n}");
        assert_eq!(pretty("42"), "42");
        assert_eq!(pretty("HTTP 500 {"), "HTTP 500 {");
    }
}
