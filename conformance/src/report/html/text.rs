//! Texts as the page shows them.

use maud::{Markup, html};
use serde_json::Value;

/// A text that begins with a capital letter.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// A sentence in which text between backticks is code. A backtick without its second one is only a
/// backtick.
pub(super) fn prose(text: &str) -> Markup {
    let parts: Vec<_> = text.split('`').collect();
    html! {
        @if parts.len() % 2 == 0 { (text) } @else {
            @for (index, part) in parts.into_iter().enumerate() {
                @if index % 2 == 0 { (part) } @else { code { (part) } }
            }
        }
    }
}

/// JSON with a line per member; any other text as it is.
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
    fn backticks_make_code_and_nothing_else_is_markup() {
        assert_eq!(prose("a `<b>` c").into_string(), "a <code>&lt;b&gt;</code> c");
        assert_eq!(prose("it`s").into_string(), "it`s");
        assert_eq!(prose("<a href=\"x\">&").into_string(), "&lt;a href=&quot;x&quot;&gt;&amp;");
    }

    #[test]
    fn only_json_is_laid_out() {
        assert_eq!(pretty(r#"{"a":1}"#), "{\n  \"a\": 1\n}");
        assert_eq!(pretty("42"), "42");
        assert_eq!(pretty("HTTP 500 {"), "HTTP 500 {");
    }
}
