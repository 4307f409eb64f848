//! Words of syntax and validation errors, which repeat what a client sent: the words stay, what was
//! repeated goes. No other text is looked at so.

/// Behind these words stands what was sent, up to the end.
const BEFORE_VALUES: [&str; 3] = ["value: ", "found ", "got invalid value "];

/// The text without what it repeats: names are kept, other quoted pieces are told by their length.
pub(super) fn without_echo(text: &str) -> String {
    let (text, cut) = cut_at_value(text);
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, quoted)) = rest.split_once('"') {
        let (inside, after) = quoted.split_once('"').unwrap_or((quoted, ""));
        let is_value = before.ends_with("Value ");
        shown.push_str(before);
        match is_harmless(inside) && !is_value {
            true => shown.push_str(&format!("\"{inside}\"")),
            false => shown.push_str(&format!("\"[text {}]\"", inside.chars().count())),
        }
        rest = after;
    }
    shown.push_str(rest);
    if cut {
        shown.push_str("[…]");
    }
    shown
}

fn cut_at_value(text: &str) -> (&str, bool) {
    let ends = BEFORE_VALUES.iter().filter_map(|mark| Some(text.find(mark)? + mark.len()));
    match ends.min() {
        Some(end) if !is_harmless_end(&text[end..]) => (&text[..end], true),
        _ => (text, false),
    }
}

/// Whether the end of a syntax error repeats nothing of the document.
fn is_harmless_end(end: &str) -> bool {
    let end = end.trim_end_matches('.');
    matches!(end, "<EOF>" | "null") || !end.chars().any(char::is_alphanumeric)
}

/// A name, a type, a place, or nothing but marks.
fn is_harmless(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_$@.![]".contains(letter);
    let is_name = text
        .starts_with(|letter: char| letter.is_ascii_alphabetic() || "_$@[".contains(letter))
        && text.len() <= 80
        && text.chars().all(is_part);
    is_name || !text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::without_echo;

    #[test]
    fn what_was_sent_is_not_repeated() {
        for (text, shown) in [
            ("Invalid signature", "Invalid signature"),
            (
                "Cannot query field \"x\" on type \"Query\".",
                "Cannot query field \"x\" on type \"Query\".",
            ),
            (
                "Unknown argument \"a\" on field \"Query.f\".",
                "Unknown argument \"a\" on field \"Query.f\".",
            ),
            (
                "Int cannot represent non-integer value: \"907314\"",
                "Int cannot represent non-integer value: […]",
            ),
            (
                "Value \"hunter2\" does not exist in \"CardType\" enum.",
                "Value \"[text 7]\" does not exist in \"CardType\" enum.",
            ),
            (
                "Variable \"$a\" got invalid value {b: 1}; no",
                "Variable \"$a\" got invalid value […]",
            ),
            (
                "Syntax Error: Expected Name, found <EOF>.",
                "Syntax Error: Expected Name, found <EOF>.",
            ),
            (
                "Syntax Error: Expected Name, found \"}\".",
                "Syntax Error: Expected Name, found \"}\".",
            ),
            (
                "Syntax Error: Expected Name, found Int \"907314\".",
                "Syntax Error: Expected Name, found […]",
            ),
            (
                "Syntax Error: Unexpected String \"9073 14\".",
                "Syntax Error: Unexpected String \"[text 7]\".",
            ),
            (
                "Expected value of type \"Int!\", found null.",
                "Expected value of type \"Int!\", found null.",
            ),
            ("one \"open", "one \"open\""),
        ] {
            assert_eq!(without_echo(text), shown);
        }
    }
}
