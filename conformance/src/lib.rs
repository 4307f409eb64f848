//! Judges implementations of card-issuing APIs from outside, requirement by requirement.
//!
//! In reading order:
//! - [`register`]: what is demanded, by id, level and source
//! - [`source`]: the scenarios that ask for it
//! - [`target`]: the implementation under test and what it can do
//! - [`rehearsal`]: what each scenario sends, known beforehand
//! - [`plan`]: which scenarios run against it, and why the others do not
//! - [`surfaces`]: what belongs to one surface alone, a room for each
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
//! - [`matrix`]: does it notice what nobody thought of?
//! - [`diff`]: do two targets answer the same?
//! - [`doctor`]: can a target be judged at all?
//! - [`client`]: does a client keep its duties?
//! - [`template`]: the target file to start from
//! - [`outlet`]: the one place where text leaves: without secrets, without commands to a terminal
//! - [`commands`]: the command line
//!
//! # One `conformance run`
//!
//! 1. [`commands`] reads the command line and the [`target`] file, or starts an embedded sandbox.
//!    Secrets come from the environment or from files and are known to the [`outlet`] from then on.
//! 2. [`source`] reads the features, [`mod@register`] the requirements. The [`plan`] picks the scenarios
//!    and says of each other one why it does not run: filtered, a capability that the target lacks,
//!    a cost that the target file does not allow. [`rehearsal`] is how it knows beforehand what a
//!    scenario sends, and the [`budget`] what that costs.
//! 3. `stage` gives each scenario a world of its own where the target can make one; scenarios run
//!    side by side, and their steps are plain async functions in [`steps`].
//! 4. A step asks through [`drivers`], our own client of the protocol, and judges by [`checks`]. It
//!    fails with a [`Mismatch`]: what was expected, what came, and whose fault it is. A target that
//!    does not answer, an answer that breaks HTTP, a preparation that failed are the target's; only
//!    a defect of the suite is the suite's, and exit code 3.
//! 5. [`report`] collects verdicts by requirement; text, JSON, HTML, `JUnit` and Messages are functions
//!    of the same value. [`ratchet`] compares it with what is known to fail, [`exit`] says the code.
//!
//! # Kinds of failures
//!
//! | type | says | lives in |
//! |---|---|---|
//! | [`Mismatch`] | a step's expectation, what came instead, whose fault | [`mismatch`] |
//! | `Problem` | what is wrong with a target file, and where | [`target`] |
//! | `Mistake` | what is wrong with a filter or a feature | [`plan`], [`target`] |
//! | `Finding` | what the doctor found out about a target | [`doctor`] |
//! | `anyhow::Error` | why there is no run at all | [`commands`] |
//!
//! This crate knows `features/`, `fixtures/` and the network, and nothing of any server.

pub mod budget;
pub mod checks;
pub(crate) mod child;
pub mod client;
pub mod clock;
pub mod commands;
pub mod coverage;
pub mod diff;
pub mod doctor;
pub mod drivers;
pub mod exchange;
pub mod exit;
pub mod forecast;
pub mod matrix;
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
pub(crate) mod shell_word;
pub mod source;
pub(crate) mod stage;
pub mod steps;
pub mod stop;
pub mod surfaces;
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
