//! Ids and texts in the arguments of a root field, before the field runs.

use crate::graphql::{Given, Root};

/// An id; what is no `Int` is the schema's to refuse.
pub(crate) fn number(root: &Root<'_>, name: &str) -> Option<i32> {
    match root.argument(name)? {
        Given::Number(number) => i32::try_from(number.as_i64()?).ok(),
        _ => None,
    }
}

/// A text.
pub(crate) fn text<'a>(root: &Root<'a>, name: &str) -> Option<&'a str> {
    match root.argument(name)? {
        Given::Text(text) => Some(text),
        _ => None,
    }
}
