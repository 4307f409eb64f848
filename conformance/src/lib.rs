//! Judges implementations of card-issuing APIs from outside, requirement by requirement.
//!
//! In reading order:
//! - [`register`]: what is demanded, by id, level and source
//! - [`source`]: the scenarios that ask for it
//! - [`target`]: the implementation under test and what it can do
//! - [`plan`]: which scenarios run against it, and why the others do not
//! - `stage`: gives every scenario a world of its own and takes it down again
//! - [`world`]: what a scenario knows: actors, things by name, the last answer
//! - [`steps`]: the vocabulary of the features
//! - [`checks`]: judgements that several steps share
//! - [`drivers`]: our own, second implementation of every protocol
//! - [`mod@run`]: carries a plan out
//! - [`report`]: what came of it; renderings are functions of it
//! - [`vocabulary`]: the sentences that features are written in
//! - [`mutate`]: does the suite notice a broken requirement?
//!
//! This crate knows `features/`, `fixtures/` and the network, and nothing of any server.

pub mod checks;
pub mod clock;
pub mod drivers;
pub mod exchange;
pub mod exit;
pub mod mismatch;
pub mod mutate;
pub mod plan;
pub mod register;
pub mod report;
pub mod run;
pub mod source;
pub(crate) mod stage;
pub mod steps;
pub mod target;
pub mod things;
pub mod vocabulary;
pub mod world;

pub use mismatch::{Mismatch, StepResult};
pub use plan::Plan;
pub use report::Report;
pub use run::run;
pub use world::World;
