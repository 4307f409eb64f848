//! Ids as another implementation might write them.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// An expression that is read once.
macro_rules! expression {
    ($name:ident, $text:literal) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).unwrap());
    };
}

expression!(UUID, "(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
expression!(QUOTED_DIGITS, "\"([0-9a-f]{24})\"");
expression!(FOREIGN_DIGITS, "ID\\.([0-9A-F]{24})");

/// Rewrites every id as another implementation might write it: UUIDs in capitals, and the 24 digits
/// of the envelope surface in another form.
pub(super) fn foreign_ids(text: &str) -> String {
    let text = UUID.replace_all(text, |id: &Captures<'_>| id[0].to_uppercase());
    let digits = |id: &Captures<'_>| format!("\"ID.{}\"", id[1].to_uppercase());
    QUOTED_DIGITS.replace_all(&text, digits).into_owned()
}

/// The reverse of [`foreign_ids`].
pub(super) fn own_ids(text: &str) -> String {
    let text = UUID.replace_all(text, |id: &Captures<'_>| id[0].to_lowercase());
    FOREIGN_DIGITS.replace_all(&text, |id: &Captures<'_>| id[1].to_lowercase()).into_owned()
}
