//! The vocabulary of the features, one file per subject. Steps read like the domain; they ask the
//! [`crate::World`] for actors and things, speak through [`crate::drivers`], and judge with
//! [`crate::checks`]. A step that prepares says `Given`, and its failure blocks; a step that judges
//! says `Then`, and its failure is the target's.
//!
//! Steps of one surface stand in its folder: [`partner`], [`in_app`], [`envelope`] and [`managed`];
//! [`graphql`] serves the two GraphQL surfaces, and [`sandbox`] has those of the control plane. Steps
//! beside them serve every surface; those of `recordings` play a session again that a sandbox has
//! exported.
//!
//! `sentence` says how a function becomes a step. Things are written as the scenario names them,
//! `"the card"` in quotes; every step returns [`crate::StepResult`]. A step that reads to judge
//! does not replace the last answer.

#[macro_use]
pub(crate) mod sentence;

pub mod envelope;
pub mod graphql;
pub mod in_app;
pub mod managed;
pub mod partner;
mod receivers;
mod recordings;
pub mod sandbox;
mod starting_cards;
mod time;
