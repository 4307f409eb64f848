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

/// A sentence in which what stands between backticks is code.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    let parts: Vec<_> = text.split('`').collect();
    // A backtick without its second one is only a backtick.
    if parts.len() % 2 == 0 {
        return escaped(text);
    }
    for (index, part) in parts.into_iter().enumerate() {
        match index % 2 {
            0 => out.push_str(&escaped(part)),
            _ => out.push_str(&format!("<code>{}</code>", escaped(part))),
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
    fn backticks_make_code() {
        assert_eq!(prose("a `<b>` c"), "a <code>&lt;b&gt;</code> c");
        assert_eq!(prose("it`s"), "it`s");
    }

    #[test]
    fn only_json_is_laid_out() {
        assert_eq!(pretty(r#"{"a":1}"#), "{\n  \"a\": 1\n}");
        assert_eq!(pretty("42"), "42");
        assert_eq!(pretty("HTTP 500 {"), "HTTP 500 {");
    }
}
