//! Texts of requests with references in the place of ids.

use super::references::{BARE, BEGIN, END, References, mark, names_an_id};

/// True for a text that has characters of which marks are made.
pub(super) fn has_marks(text: &str) -> bool {
    text.contains([BEGIN, END, BARE])
}

/// A text with marks in the place of ids.
pub(super) fn with_references(text: &str, references: &mut References) -> String {
    if let Some(whole) = references.text(text) {
        return mark(whole);
    }
    let mut out = String::with_capacity(text.len());
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-|".contains(letter);
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        out.push_str(&rest[..start]);
        let token = &rest[start..];
        let token = &token[..token.find(|letter| !is_part(letter)).unwrap_or(token.len())];
        match references.text(token) {
            Some(reference) => out.push_str(&mark(reference)),
            None => out.push_str(token),
        }
        rest = &rest[start + token.len()..];
    }
    out.push_str(rest);
    out
}

/// A document with marks in the place of ids, outside of its strings numbers too.
fn document_part(text: &str, references: &mut References) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let digits = &rest[start..];
        let length = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
        let (before, number) = (&rest[..start], &digits[..length]);
        out.push_str(before);
        let named = out.trim_end().strip_suffix(':').map(str::trim_end);
        let name = named.map(|text| {
            let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            text.rsplit(|letter| !is_part(letter)).next().unwrap_or_default().to_owned()
        });
        let value = number.parse().ok();
        let reference = name.filter(|name| names_an_id(name)).zip(value);
        match reference.and_then(|(name, value)| references.number(&name, value)) {
            Some(reference) => out.push_str(&mark(reference)),
            None => out.push_str(number),
        }
        rest = &digits[length..];
    }
    out.push_str(rest);
    out
}

/// A document with marks in the place of ids, and with what `secret` makes of the strings that a log
/// does not show; none when it is not clear which those are.
pub(super) fn document(
    text: &str,
    shown: &str,
    references: &mut References,
    secret: &mut dyn FnMut(&str, &mut References) -> String,
) -> Option<String> {
    if text.contains("\"\"\"") {
        return (text == shown).then(|| text.to_owned());
    }
    let (ours, theirs) = (parts(text)?, parts(shown)?);
    if ours.len() != theirs.len() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for (part, shown) in ours.into_iter().zip(theirs) {
        match (part, shown) {
            // Names that clients choose may be anything.
            (Part::Code(code), Part::Code(shown)) if code != shown => return None,
            (Part::Code(code), Part::Code(_)) => out.push_str(&document_part(code, references)),
            (Part::Literal(literal), Part::Literal(shown)) => {
                let value: String = serde_json::from_str(literal).ok()?;
                let value = match literal == shown {
                    true => with_references(&value, references),
                    false => secret(&value, references),
                };
                out.push_str(&serde_json::to_string(&value).ok()?);
            }
            (Part::Code(_), Part::Literal(_)) | (Part::Literal(_), Part::Code(_)) => return None,
        }
    }
    Some(out)
}

enum Part<'a> {
    Code(&'a str),
    Literal(&'a str),
}

/// The strings of a document, and what is between them; none when a string or a comment has no clear
/// end.
fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let (mut all, mut rest) = (Vec::new(), text);
    if text.contains('#') {
        return None;
    }
    while let Some(start) = rest.find('"') {
        all.push(Part::Code(&rest[..start]));
        let mut escaped = false;
        let end = rest[start + 1..].find(|letter| {
            let ends = letter == '"' && !escaped;
            escaped = letter == '\\' && !escaped;
            ends
        })?;
        let end = start + 1 + end + 1;
        all.push(Part::Literal(&rest[start..end]));
        rest = &rest[end..];
    }
    all.push(Part::Code(rest));
    Some(all)
}
