//! The partner surface: partners, card users, applications, cards, PINs and tables.
//!
//! Actors are written `the partner`, `the second partner`, `the new token` (parameter `{actor}`).

mod actor;
mod addresses;
mod answers;
mod balances;
mod blocked_mutations;
pub mod cards;
pub mod charges;
mod documents;
mod errors;
mod faults;
mod introspection;
mod lifecycle;
mod limits;
mod onboarding;
pub mod people;
mod pins;
mod profiles;
mod purchases;
mod queries;
mod readings;
mod reads;
mod replacements;
mod replays;
mod scope;
mod secrets;
mod sessions;
mod tables;
mod tokens;

pub use actor::Actor;
