//! Judges implementations of card-issuing APIs from outside, requirement by requirement.
//!
//! In reading order:
//! - [`register`]: what is demanded, by id, level and source
//! - [`source`]: the scenarios that ask for it
//! - [`target`]: the implementation under test and what it can do
//! - [`rehearsal`]: what each scenario sends, known beforehand
//! - [`plan`]: which scenarios run against it, and why the others do not
//! - `stage`: gives every scenario a world of its own and takes it down again
//! - [`world`]: what a scenario knows: actors, things by name, the last answer
//! - [`steps`]: the vocabulary of the features
//! - [`checks`]: judgements that several steps share
//! - [`budget`]: what may be done to a target, and what was done
//! - [`drivers`]: our own, second implementation of every protocol
//! - [`mod@run`]: carries a plan out
//! - [`stop`]: ends it early
//! - [`report`]: what came of it; renderings are functions of it
//! - [`ratchet`]: failures that are known
//! - [`coverage`], [`forecast`]: what would be judged, sent and spent
//! - [`vocabulary`]: the sentences that features are written in
//! - [`mutate`]: does the suite notice a broken requirement?
//! - [`diff`]: do two targets answer the same?
//! - [`doctor`]: can a target be judged at all?
//! - [`template`]: the target file to start from
//! - [`outlet`]: the one place where text leaves: without secrets, without commands to a terminal
//! - [`commands`]: the command line
//!
//! This crate knows `features/`, `fixtures/` and the network, and nothing of any server.

pub mod budget;
pub mod checks;
pub(crate) mod child;
pub mod clock;
pub mod commands;
pub mod coverage;
pub mod diff;
pub mod doctor;
pub mod drivers;
pub mod exchange;
pub mod exit;
pub mod forecast;
pub mod mismatch;
pub mod mutate;
pub(crate) mod nearest;
pub mod outlet;
pub mod plan;
pub(crate) mod progress;
pub mod ratchet;
pub mod register;
pub mod rehearsal;
pub mod report;
pub mod run;
pub mod source;
pub(crate) mod stage;
pub mod steps;
pub mod stop;
pub mod target;
pub mod template;
pub mod things;
pub mod vocabulary;
pub mod world;

pub use mismatch::{Mismatch, StepResult};
pub use plan::Plan;
pub use report::Report;
pub use run::{run, run_watched};
pub use world::World;
