//! The outcome of one scenario.

use serde::{Deserialize, Serialize};

use crate::{Mismatch, mismatch::Class};

/// The outcome of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(tag = "verdict", rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Outcome {
    /// Every step held.
    Passed,
    /// The reading of an ambiguity that the target follows.
    Reading {
        /// Its name.
        reading: String,
    },
    /// A judgement did not hold.
    Failed {
        /// The step.
        step: String,
        /// Expected against actual.
        why: Mismatch,
    },
    /// Something that it starts from could not be made.
    Blocked {
        /// The step.
        step: String,
        /// Expected against actual.
        why: Mismatch,
    },
    /// A defect of the suite.
    Error {
        /// The step.
        step: String,
        /// The mismatch.
        why: Mismatch,
    },
    /// The scenario did not run.
    Skipped {
        /// Why, in one word.
        reason: Reason,
        /// Why exactly.
        detail: String,
    },
    /// The scenario failed, as the list of known failures says.
    Known {
        /// The step.
        step: String,
        /// Expected against actual.
        why: Mismatch,
        /// The reason in the list of known failures.
        excuse: String,
    },
    /// The scenario passed, though the list of known failures says that it fails.
    Stale {
        /// The reason in the list of known failures.
        excuse: String,
    },
}

/// Why a scenario did not run.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::Display,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    /// The target lacks something.
    Capability,
    /// The scenario judges a higher level than was asked for.
    Level,
    /// The filter leaves it out, or the run ended before it.
    Filter,
    /// The rest of the budget does not cover it.
    Budget,
    /// An operation of it has a cost that was not allowed.
    SafeMode,
    /// The target cannot make what it starts from.
    Unsupported,
}

impl Outcome {
    /// Every word for an outcome, the worst first.
    pub const WORDS: [&'static str; 8] =
        ["error", "failed", "blocked", "stale", "known", "passed", "reading", "skipped"];

    /// The outcome of a step that did not hold.
    pub(crate) fn of_failure(step: String, text: &str, preparing: bool) -> Self {
        let Some(why) = Mismatch::recover(text) else {
            return Self::Error { step, why: Mismatch::suite("a step that ends", text) };
        };
        let skipped =
            |reason| Self::Skipped { reason, detail: format!("{}: {}", why.expected, why.actual) };
        match why.class {
            Class::Missing => skipped(Reason::Unsupported),
            Class::Budget => skipped(Reason::Budget),
            Class::SafeMode => skipped(Reason::SafeMode),
            Class::Suite => Self::Error { step, why },
            Class::Behaviour if !preparing => Self::Failed { step, why },
            _ => Self::Blocked { step, why },
        }
    }

    /// The word for it.
    pub fn word(&self) -> &'static str {
        self.into()
    }

    /// The step that did not hold, and why.
    pub fn failure(&self) -> Option<(&str, &Mismatch)> {
        match self {
            Self::Failed { step, why }
            | Self::Blocked { step, why }
            | Self::Error { step, why }
            | Self::Known { step, why, .. } => Some((step, why)),
            Self::Passed | Self::Reading { .. } | Self::Skipped { .. } | Self::Stale { .. } => None,
        }
    }

    /// The reason of the outcome, in one line; the same in every report.
    pub fn reason(&self) -> String {
        match self {
            Self::Passed => String::new(),
            Self::Reading { reading } => reading.clone(),
            Self::Skipped { reason, detail } => format!("{reason}: {detail}"),
            Self::Known { excuse, .. } | Self::Stale { excuse } => excuse.clone(),
            Self::Failed { why, .. } | Self::Blocked { why, .. } | Self::Error { why, .. } => {
                why.line()
            }
        }
    }

    /// Whether the target was judged.
    pub fn is_judged(&self) -> bool {
        matches!(self, Self::Passed | Self::Failed { .. } | Self::Known { .. } | Self::Stale { .. })
    }

    /// The rank among all outcomes: 0 is the worst.
    pub fn rank(&self) -> usize {
        Self::WORDS.iter().position(|word| *word == self.word()).unwrap_or_default()
    }
}
