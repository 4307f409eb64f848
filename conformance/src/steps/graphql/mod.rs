//! The two GraphQL surfaces: cards, PINs, secrets, balances and tables, whoever holds the card.
//!
//! Actors are written `the partner`, `the second partner`, `the new token`, `the user`, `the second
//! user` (parameter `{actor}`). Documents are written in the names of the partner surface; those of
//! a user are worded for the in-app surface before they are sent
//! ([`crate::drivers::graphql::names`]). Results are named as the surface answers them.

mod actor;
mod answers;
pub(in crate::steps) mod balances;
pub(in crate::steps) mod card_creation;
pub(in crate::steps) mod cards;
pub(in crate::steps) mod documents;
pub(in crate::steps) mod errors;
mod headers;
pub(in crate::steps) mod introspection;
pub(in crate::steps) mod lifecycle;
pub(in crate::steps) mod limits;
pub(in crate::steps) mod pins;
pub(in crate::steps) mod purchases;
pub(in crate::steps) mod queries;
pub(in crate::steps) mod readings;
pub(in crate::steps) mod replacements;
pub(in crate::steps) mod secrets;
pub(in crate::steps) mod sessions;
pub(in crate::steps) mod tables;
pub(in crate::steps) mod times;
pub(in crate::steps) mod transactions;

pub use actor::Actor;
