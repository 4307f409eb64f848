//! Classes of the headers and names of this surface: what a log may show of its requests
//! and answers (SB 9.2). The names are those of the schema, and their classes those that the schema
//! declares; what declares none is hidden.

use std::sync::LazyLock;

use super::{mutations::Mutation, schema::Query};
use crate::{
    log::{Class, List},
    redacted_document::declared,
};

/// Headers.
pub(super) static HEADERS: List = List::new(&[
    (Class::Token, &["x-agio-api-key"]),
    (Class::Stamp, &["x-agio-timestamp", "content-length"]),
    (Class::Signature, &["x-agio-signature"]),
    (Class::Plain, &["accept", "content-type", "host", "sandbox-world"]),
]);

/// Arguments, columns and fields.
pub(super) static NAMES: LazyLock<List> =
    LazyLock::new(|| declared::<Query, Mutation>().into_iter().collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{class_lines::class_lines, redacted_document::fields};

    /// The class of every name of the schema. A field that is new shows here, and so does one whose
    /// class has changed or which declares two.
    #[test]
    fn every_name_of_the_schema_has_one_class() {
        insta::assert_snapshot!(class_lines(declared::<Query, Mutation>()));
    }

    #[test]
    fn every_field_has_a_class() {
        let fields = fields::<Query, Mutation>();
        let without: Vec<_> = fields.iter().filter(|(_, class)| class.is_none()).collect();
        assert!(fields.len() > 1_000 && without.is_empty(), "{without:?}");
    }
}
