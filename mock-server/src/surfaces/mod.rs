//! The mocked APIs. A surface knows words: paths, names, casing, wording, statuses. What is true
//! it asks the issuer. Surfaces never import each other; what two GraphQL surfaces share lies in
//! [`graphql`].

/// Where the partner surface is.
pub const PARTNER_PATH: &str = "/partner/cards/graphql";
/// Below which the encrypted-envelope surface is.
pub const ENVELOPE_PATH: &str = "/api/v1";

pub mod control;
pub mod envelope;
pub mod graphql;
pub mod partner;
