//! The suite's table of costs, compared with the documents of the server: every operation of a
//! surface has a row, and every row an operation.

use std::collections::BTreeSet;

use conformance::{
    budget::costs::{Kind, names, of_surface},
    target::Surface,
};

/// Schemas of the GraphQL surfaces, as the client sees them.
const SCHEMAS: [(Surface, &str); 2] = [
    (Surface::PG, include_str!("../it/partner/snapshots/it__partner__schema__the_schema.snap")),
    (Surface::AG, include_str!("../it/in_app/snapshots/it__in_app__schema__the_schema.snap")),
];

/// OpenAPI document of the envelope surface.
const OPENAPI: &str =
    include_str!("../it/envelope/snapshots/it__envelope__openapi__the_document.snap");

fn rows(surface: Surface, kinds: &[Kind]) -> BTreeSet<&'static str> {
    kinds.iter().flat_map(|kind| names(of_surface(surface), *kind)).collect()
}

#[test]
fn every_mutation_of_the_schema_has_its_cost() {
    for (surface, schema) in SCHEMAS {
        let (_, mutations) = schema.split_once("\ntype Mutation {").unwrap();
        let (mutations, _) = mutations.split_once("\n}").unwrap();
        let fields =
            mutations.lines().map(str::trim).filter(|line| line.starts_with(char::is_alphabetic));
        let fields: BTreeSet<_> =
            fields.map(|line| line.split(['(', ':']).next().unwrap_or_default()).collect();
        assert_eq!(fields, rows(surface, &[Kind::Mutation, Kind::Blocked]), "{surface}");
    }
}

#[test]
fn every_endpoint_has_its_cost() {
    let paths = OPENAPI.lines().filter_map(|line| line.trim().strip_prefix("\"/api/v1"));
    let paths: BTreeSet<_> = paths.filter_map(|line| line.strip_suffix("\": {")).collect();
    assert_eq!(paths, rows(Surface::ER, &[Kind::Call, Kind::Read]));
}
