//! Texts that stand for values which are not shown.

use base64::Engine;
use serde_json::Value;

use super::views::LENIENT;

/// Type and length of a value.
pub(super) fn measured(value: &Value) -> String {
    match value {
        Value::Null => "[null]".to_owned(),
        Value::Bool(_) => "[bool]".to_owned(),
        Value::Number(number) => format!("[number {}]", number.to_string().len()),
        Value::String(text) => text_of(text),
        Value::Array(items) => format!("[list {}]", items.len()),
        Value::Object(members) => format!("[object {}]", members.len()),
    }
}

pub(super) fn text_of(text: &str) -> String {
    format!("[text {}]", text.chars().count())
}

/// Digits, and what dates and decimals have between them.
pub(super) fn is_stamp(text: &str) -> bool {
    const LONGEST: usize = 40;
    let is_part = |letter: char| letter.is_ascii_digit() || "-+:.TZ ".contains(letter);
    text.len() <= LONGEST && text.chars().all(is_part)
}

/// The beginning of what can be a digest.
pub(super) fn signature(text: &str) -> String {
    const SHORTEST: usize = 24;
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "+/=_-".contains(letter);
    if text.len() < SHORTEST || !text.chars().all(is_part) {
        return text_of(text);
    }
    format!("[{}…]", &text[..8])
}

/// Text that stands for a sealed value: the number of bytes that were encrypted.
pub(super) fn sealed(text: &str) -> String {
    let length = LENIENT.decode(text).map_or(text.len(), |bytes| bytes.len());
    format!("[sealed {length} bytes]")
}

/// A card number as it is shown.
pub(super) fn pan(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        12..=19 => {
            let last: String = digits[digits.len() - 4..].iter().collect();
            format!("[pan ****{last}]")
        }
        _ => "[pan]".to_owned(),
    }
}

/// The end of a token; a short one has no end to show.
pub(super) fn token(text: &str) -> String {
    const SHORTEST: usize = 12;
    let letters: Vec<char> = text.chars().collect();
    if letters.len() < SHORTEST {
        return format!("[token {}]", letters.len());
    }
    let end: String = letters[letters.len() - 4..].iter().collect();
    format!("[token ****{end}]")
}
