//! Classes of the headers and names of this surface: what a log may show of its requests and
//! answers (SB 9.2). The names are those of the OpenAPI document, and their classes those that its
//! schemas declare; what declares none is hidden.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    PATH,
    endpoints::{ENDPOINTS, Endpoint},
    openapi::classified,
};
use crate::{
    log::{Class, List},
    rest_document::properties,
};

/// Headers.
pub(super) static HEADERS: List = List::new(&[
    (Class::Token, &["api-key"]),
    (Class::Stamp, &["content-length"]),
    (Class::Plain, &["accept", "content-type", "host", "idempotency-key", "sandbox-world"]),
]);

/// Members of what is inside an envelope, and of answers in clear.
pub(super) static NAMES: LazyLock<List> = LazyLock::new(|| declared().into_iter().collect());

/// Members that other readings of the documents put into answers.
const OF_READINGS: [(&str, Class); 4] = [
    ("data", Class::Within),
    ("detail", Class::Said),
    ("details", Class::Within),
    ("message", Class::Said),
];

/// Members of the payload of each endpoint, by its path.
pub(super) static PAYLOADS: LazyLock<BTreeMap<&str, List>> = LazyLock::new(|| {
    let list = |endpoint: &Endpoint| {
        let operation = &classified()["paths"][format!("{PATH}{}", endpoint.path)]["post"];
        let payload = properties(classified(), &operation["requestBody"]).into_iter();
        (endpoint.path, payload.filter_map(|(name, class)| Some((name, class?))).collect())
    };
    ENDPOINTS.iter().map(list).collect()
});

/// Every name with its class; what has none is left out.
fn declared() -> Vec<(String, Class)> {
    let all = properties(classified(), classified()).into_iter();
    let of_schemas = all.filter_map(|(name, class)| Some((name, class?)));
    let of_readings = OF_READINGS.iter().map(|&(name, class)| (name.to_owned(), class));
    of_readings.chain(of_schemas).collect()
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

    #[test]
    fn an_endpoint_has_the_fields_of_its_contract() {
        let has = |path, name| PAYLOADS[path].has(name);
        assert!(has("/cards/products", "request_timestamp"));
        assert!(!has("/cards/products", "external_user_id"));
        assert!(has("/users/get", "external_user_id") && has("/users/get", "user_id"));
        assert!(has("/cardholders/create", "kyc_data") && has("/cardholders/create", "birth_date"));
        assert!(!has("/cardholders/create", "error"));
    }
}
