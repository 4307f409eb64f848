//! Patches of deviations: a changed rule, or an operator on what the server does.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Form, Misreading, Step, Variation};

/// Change that a deviation makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Patch {
    /// A rule has another value.
    Rule {
        /// Name of the rule.
        key: String,
        /// New value.
        value: Value,
        /// True when requests are still answered as with the right value: what is done is wrong, and
        /// what is told is not.
        #[serde(default)]
        is_hidden: bool,
        /// Operations whose requests have it; none for everything.
        #[serde(default)]
        only: Option<Pattern>,
    },
    /// A finished answer is rewritten.
    Answer {
        /// Operations and reasons it applies to.
        on: Pattern,
        /// Change of the answer.
        change: Change,
    },
    /// The effect of a command is lost or repeated.
    Effect {
        /// Operations and reasons it applies to.
        on: Pattern,
        /// Change of the effect.
        repeat: Repeat,
    },
    /// A command or read runs as another principal.
    Principal {
        /// Operations and reasons it applies to.
        on: Pattern,
        /// Label of the principal: `acme/primary`, or `ops` for the back office.
        label: String,
    },
    /// An argument of a list of rows, of an op, or of something that the world does by itself, is
    /// read as another one.
    Argument {
        /// Tables whose rows are listed, also as a relation of others; ops; what the world does.
        on: Pattern,
        /// Name of the argument: `where`, `limit`, `amount`.
        name: String,
        /// Change of the argument.
        reading: ArgumentReading,
    },
    /// A request is refused for the form of an argument, as one that is not valid.
    Refusal {
        /// Operations that it applies to.
        on: Pattern,
        /// Place of the argument among those of the operation.
        argument: Vec<Step>,
        /// Form that is refused.
        form: Form,
    },
    /// A check that stands before an operation is skipped for it: a request that fails it is answered
    /// as if it had passed.
    Skip {
        /// Operations, and the reason with which the check refuses.
        on: Pattern,
    },
    /// A GraphQL document is misread.
    Document {
        /// Part of it, and what is taken for it.
        misreading: Misreading,
    },
    /// Operations look at the world as it was before an operation, and so do not see what that has
    /// changed.
    View {
        /// Operations that look.
        of: Pattern,
        /// The operation whose last effect they do not see, and nothing that came after it.
        before: Pattern,
    },
}

/// Change of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArgumentReading {
    /// The argument is overlooked.
    Ignored,
    /// A number is taken for one that is larger by this.
    Plus(i64),
}

/// Operations, and reasons of their answers, that an operator applies to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// Name of the operation; a trailing `*` stands for any ending.
    pub operation: String,
    /// Word of the reason that the answer must have; none for any reason.
    pub reason: Option<String>,
}

/// A change of a finished answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Sets the value at a pointer.
    Set(Vec<Step>, Value),
    /// Removes the value at a pointer.
    Drop(Vec<Step>),
    /// Reverses the list at a pointer.
    Reversed(Vec<Step>),
    /// Puts a value in place that follows from the one at a pointer.
    Varied(Vec<Step>, Variation),
    /// Gives another status and body.
    Told(u16, Value),
    /// Tells this as well: members that the body lacks, or in which it has nothing.
    Besides(Value),
    /// Sets the HTTP status.
    Status(u16),
    /// Adds a header: name, value.
    Header(String, String),
    /// Sets the code with which a WebSocket is closed.
    Close(u16),
}

/// Change of a command's effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// The effect is thrown away; the answer claims it.
    Lost,
    /// The effect happens twice.
    Twice,
    /// The effect happens to other things; the answer tells of the right one.
    Elsewhere(Others),
}

/// Things of a kind to which an effect happens, beside the one that it should happen to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Others {
    /// One of the same owner, in place of the right one.
    OfTheOwner,
    /// One of another owner, in place of the right one.
    OfSomebodyElse,
    /// All others, as well as the right one.
    OfAnybody,
}

impl Others {
    /// True when the right thing has the effect too.
    pub fn and_the_right_one(self) -> bool {
        match self {
            Self::OfAnybody => true,
            Self::OfTheOwner | Self::OfSomebodyElse => false,
        }
    }
}

impl Patch {
    /// True when requests are answered as if it were off.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Rule { is_hidden: true, .. })
    }

    /// Name of the rule that it changes, if it changes one.
    pub fn rule(&self) -> Option<&str> {
        match self {
            Self::Rule { key, .. } => Some(key),
            Self::Answer { .. }
            | Self::Effect { .. }
            | Self::Principal { .. }
            | Self::Argument { .. }
            | Self::Refusal { .. }
            | Self::Skip { .. }
            | Self::Document { .. }
            | Self::View { .. } => None,
        }
    }
}

impl Pattern {
    /// True when the pattern matches this operation.
    pub fn matches(&self, operation: &str) -> bool {
        match self.operation.strip_suffix('*') {
            Some(start) => operation.starts_with(start),
            None => operation == self.operation,
        }
    }
}
