//! The vocabulary of the features, one file per subject. Steps read like the domain; they ask the
//! [`crate::World`] for actors and things, speak through [`crate::drivers`], and judge with
//! [`crate::checks`]. A step that prepares says `Given`, and its failure blocks; a step that judges
//! says `Then`, and its failure is the target's.
//!
//! Conventions: actors are written `the partner`, `the second partner`, `the new token` (parameter
//! `{actor}`); things are written as the scenario names them, `"the card"` in quotes; every step
//! returns [`crate::StepResult`]. A step that reads to judge does not replace the last answer.

mod actor;
mod addresses;
mod answers;
mod asking;
mod balances;
mod blocked;
pub mod cards;
pub mod charges;
pub mod envelope;
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
mod time;
mod tokens;

pub use actor::Actor;
