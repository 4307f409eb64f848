//! The vocabulary of the features, one file per subject. Steps read like the domain; they ask the
//! [`crate::World`] for actors and things, speak through [`crate::drivers`], and judge with
//! [`crate::checks`]. A step that prepares says `Given`, and its failure blocks; a step that judges
//! says `Then`, and its failure is the target's.
//!
//! Conventions: actors are written `the partner`, `the second partner` (parameter `{actor}`);
//! things are written as the scenario names them, `"the card"` in quotes; every step returns
//! [`crate::StepResult`].

mod actor;
mod answers;
pub mod cards;
pub mod people;

pub use actor::Actor;
