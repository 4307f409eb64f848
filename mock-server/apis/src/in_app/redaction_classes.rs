//! Classes of the headers and names of this surface: what a log may show of its requests and
//! answers (SB 9.2).

use std::sync::LazyLock;

use super::{mutations::Mutation, schema::Query};
use crate::{
    log::{Class, List},
    redacted_document::declared,
};

/// Headers.
pub(super) static HEADERS: List = List::new(&[
    (Class::Secret, &["authorization", "x-api-key"]),
    (Class::Stamp, &["content-length"]),
    (Class::Plain, &["accept", "content-type", "host", "sandbox-world", "upgrade"]),
]);

/// Arguments, columns and fields.
pub(super) static NAMES: LazyLock<List> =
    LazyLock::new(|| declared::<Query, Mutation>().into_iter().collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redacted_document::fields;

    #[test]
    fn every_field_has_a_class() {
        let fields = fields::<Query, Mutation>();
        let without: Vec<_> = fields.iter().filter(|(_, class)| class.is_none()).collect();
        assert!(fields.len() > 100 && without.is_empty(), "{without:?}");
    }
}
