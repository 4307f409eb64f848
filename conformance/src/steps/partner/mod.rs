//! The partner surface: partners, their organizations and card users, signatures and replays.
//!
//! Actors are written `the partner`, `the second partner`, `the new token` (parameter `{actor}`).

mod addresses;
mod blocked_mutations;
pub mod charges;
mod documents;
mod explorer;
mod faults;
mod onboarding;
pub mod people;
mod profiles;
mod proofs;
mod readings;
mod reads;
mod replays;
mod rows;
mod schema_envelope;
mod scope;
mod tokens;

pub use super::graphql::Actor;
