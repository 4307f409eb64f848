//! Ids as another implementation might write them, and back.

/// Rewrites every id as another implementation might write it: UUIDs in capitals, and the 24 digits
/// of the envelope surface in another form.
pub(super) fn foreign_ids(text: &str) -> String {
    let text = with_ids(text, 36, is_uuid, str::to_uppercase);
    with_ids(&text, 26, is_quoted_digits, |id| {
        format!("\"{FOREIGN}{}\"", id.trim_matches('"').to_uppercase())
    })
}

/// The reverse of [`foreign_ids`].
pub(super) fn own_ids(text: &str) -> String {
    let text = with_ids(text, 36, is_uuid, str::to_lowercase);
    with_ids(&text, 27, is_foreign, |id| id[FOREIGN.len()..].to_lowercase())
}

/// Prefix of the rewritten ids of the envelope surface.
const FOREIGN: &str = "ID.";

fn with_ids(
    text: &str,
    length: usize,
    is: fn(&str) -> bool,
    write: impl Fn(&str) -> String,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let taken = match rest.get(..length).filter(|one| is(one)) {
            Some(id) => {
                out.push_str(&write(id));
                id.len()
            }
            None => {
                out.push(next);
                next.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// True for a JSON text of 24 lower-case hex digits.
fn is_quoted_digits(text: &str) -> bool {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.is_some_and(|inner| inner.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

fn is_foreign(text: &str) -> bool {
    text.strip_prefix(FOREIGN)
        .is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F')))
}
