//! Classes of the headers and names of this surface: what a log may show of its requests and
//! answers (SB 9.2). The names are those of the OpenAPI document, and their classes those that its
//! schemas declare; what declares none is hidden.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{endpoint::Endpoint, endpoints::ENDPOINTS, openapi::classified};
use crate::{
    log::{Class, List},
    rest_document::properties,
};

/// Headers.
pub(super) static HEADERS: List = List::new(&[
    (Class::Secret, &["authorization", "cookie"]),
    (Class::Stamp, &["content-length"]),
    (Class::Plain, &["accept", "content-type", "host", "idempotency-key", "sandbox-world"]),
]);

/// Filters and pages of lists (MC 4.4).
pub(super) static PARAMETERS: List = List::new(&[(
    Class::Plain,
    &["authorization", "card", "currency", "limit", "program", "status", "type", "wallet"],
)]);

/// Members of answers.
pub(super) static NAMES: LazyLock<List> = LazyLock::new(|| declared().into_iter().collect());

/// Members of the body of each operation, by its name.
pub(super) static PAYLOADS: LazyLock<BTreeMap<&str, List>> = LazyLock::new(|| {
    let list = |endpoint: &Endpoint| {
        let operation = &classified()["paths"][endpoint.path]["post"];
        let payload = properties(classified(), &operation["requestBody"]).into_iter();
        (endpoint.name, payload.filter_map(|(name, class)| Some((name, class?))).collect())
    };
    ENDPOINTS.iter().map(list).collect()
});

/// Every name with its class; what has none is left out.
fn declared() -> Vec<(String, Class)> {
    let all = properties(classified(), classified()).into_iter();
    all.filter_map(|(name, class)| Some((name, class?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::class_lines::class_lines;

    /// The class of every name of the document. A field that is new shows here, and so does one
    /// whose class has changed or which declares two.
    #[test]
    fn every_name_of_the_document_has_one_class() {
        insta::assert_snapshot!(class_lines(declared()));
    }

    #[test]
    fn every_property_has_a_class() {
        let properties = properties(classified(), classified());
        let without: Vec<_> = properties.iter().filter(|(_, class)| class.is_none()).collect();
        assert!(properties.len() > 80 && without.is_empty(), "{without:?}");
    }
}
