//! The mocked APIs. A surface knows words: paths, names, casing, wording, statuses. What is true
//! it asks the issuer. Surfaces never import each other; what two GraphQL surfaces share lies in
//! [`graphql`].

/// Where the partner surface is.
pub const PARTNER_PATH: &str = "/partner/cards/graphql";

pub mod control;
pub mod graphql;
pub mod partner;
