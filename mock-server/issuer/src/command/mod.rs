//! Commands: what can be done to a card program, and what they run with.
//!
//! A command is checked against a program that it can only read, and then applied. The check finds
//! every reason to refuse and returns a plan; applying a plan cannot fail. Between the two the
//! record of the request gets the command, so nothing is applied that is not in it, and nothing is
//! in it that was refused.

mod caller;
mod check;
mod context;
mod dice;
mod event;
mod list;

use serde::{Serialize, de::DeserializeOwned};

pub use caller::Caller;
pub use check::{Check, CheckLog, MadeCheck};
pub use context::{ApplyContext, CheckContext};
pub use dice::Dice;
pub use event::Event;
pub use list::WrittenCommand;
pub(crate) use list::commands;

/// A card program: its state, and the types of what its commands speak of.
pub trait Program: Sized {
    /// The owner of things of the program.
    type Tenant: Copy + PartialEq;
    /// A command of the program as a journal holds it.
    type AnyCommand;
    /// A thing that the program does by itself at a later time.
    type Effect;
    /// A thing that happened.
    type Event;
    /// A reason not to do what was asked.
    type Refusal;
}

/// Something that can be done to a program.
pub trait Command: Clone + std::fmt::Debug + Serialize + DeserializeOwned {
    /// The program.
    type Program: Program;
    /// The result of a check, which applying needs.
    type Plan;
    /// The result of applying.
    type Done;

    /// Checks that the command makes, in their order, for the commands that requests run.
    const CHECKS: &'static [Check] = &[];

    /// Finds every reason to refuse; changes nothing.
    fn check(
        &self,
        program: &Self::Program,
        context: &CheckContext<'_, Self::Program>,
    ) -> Result<Self::Plan, <Self::Program as Program>::Refusal>;

    /// Does what was planned; cannot fail.
    fn apply(
        &self,
        plan: Self::Plan,
        program: &mut Self::Program,
        context: &mut ApplyContext<'_, Self::Program>,
    ) -> Self::Done;
}
