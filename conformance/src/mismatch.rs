//! Why a step did not hold: expected against actual, and whose fault it is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The result of every step.
pub type StepResult<T = ()> = Result<T, Mismatch>;

/// One thing that was expected and did not happen.
///
/// The engine carries the error of a step as text only, so [`fmt::Display`] writes the whole value
/// as JSON and [`Mismatch::recover`] reads it back. People see the report instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// The class of the failure, which decides between `failed`, `blocked` and `error`.
    pub class: Class,
    /// The demand of the requirement, or of the preparation.
    pub expected: String,
    /// The behaviour that was seen instead.
    pub actual: String,
}

/// Classes of failures.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Class {
    /// The target did not do what is demanded of it.
    Behaviour,
    /// A precondition could not be made.
    Precondition,
    /// The target file does not say what a scenario starts from: the scenario is skipped.
    Missing,
    /// The budget does not cover the scenario: it is skipped.
    Budget,
    /// An operation of the scenario is not allowed on this target: it is skipped.
    SafeMode,
    /// The target could not be reached.
    Unreachable,
    /// The target file or a feature asks for something impossible.
    Configuration,
    /// The target does not take the configured credentials.
    Credentials,
    /// The target's clock is too far from the one we sign with.
    ClockSkew,
    /// The suite itself is wrong.
    Suite,
}

impl Class {
    /// The word for it.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The word with what it means for whoever reads it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Behaviour => "behaviour: the target answered, and not as demanded",
            Self::Precondition => "precondition: what the scenario starts from could not be made",
            Self::Missing => "missing: the target file does not name what the scenario starts from",
            Self::Budget => "budget: not enough is left to spend",
            Self::SafeMode => "safe-mode: this was not allowed on the target",
            Self::Unreachable => "unreachable: no answer came; is the target running?",
            Self::Configuration => {
                "configuration: the target file or a feature asks for something impossible"
            }
            Self::Credentials => "credentials: the target refuses the ones it was given",
            Self::ClockSkew => "clock-skew: the target's clock is too far from this machine's",
            Self::Suite => "suite: this is a defect of the suite, not of the target",
        }
    }
}

impl Mismatch {
    /// The target did something else than it should.
    pub fn behaviour(expected: impl Into<String>, actual: impl Into<String>) -> Self {
        Self { class: Class::Behaviour, expected: expected.into(), actual: actual.into() }
    }

    /// The things that a scenario starts from could not be made.
    pub fn precondition(expected: impl Into<String>, actual: impl Into<String>) -> Self {
        Self { class: Class::Precondition, expected: expected.into(), actual: actual.into() }
    }

    /// The target file does not name what a scenario starts from.
    pub fn missing(what: impl Into<String>, place: impl Into<String>) -> Self {
        Self { class: Class::Missing, expected: what.into(), actual: place.into() }
    }

    /// The target file or a feature asks for something impossible.
    pub fn configuration(expected: impl Into<String>, actual: impl Into<String>) -> Self {
        Self { class: Class::Configuration, expected: expected.into(), actual: actual.into() }
    }

    /// Nothing answered.
    pub fn unreachable(what: impl Into<String>, why: impl fmt::Display) -> Self {
        Self { class: Class::Unreachable, expected: what.into(), actual: why.to_string() }
    }

    /// The scenario or a step is wrong, whatever the target does.
    pub fn suite(expected: impl Into<String>, actual: impl Into<String>) -> Self {
        Self { class: Class::Suite, expected: expected.into(), actual: actual.into() }
    }

    /// Whether what was wanted is out of reach on this target, so that something else may serve:
    /// nobody makes it, or making it is not allowed.
    pub fn is_out_of_reach(&self) -> bool {
        matches!(self.class, Class::Missing | Class::Budget | Class::SafeMode)
    }

    /// This failure as one of the preparation: behaviour becomes a precondition.
    #[must_use]
    pub fn while_preparing(mut self) -> Self {
        if self.class == Class::Behaviour {
            self.class = Class::Precondition;
        }
        self
    }

    /// The whole of it in one line; the same in every report.
    pub fn line(&self) -> String {
        format!("{}: expected {}, got {}", self.class, self.expected, self.actual)
    }

    /// Reads back what [`fmt::Display`] wrote; `None` for the text of a panic.
    pub fn recover(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl std::error::Error for Mismatch {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mismatch_survives_its_text_form() {
        let mismatch = Mismatch::behaviour("status 200", "status 500");
        assert_eq!(Mismatch::recover(&mismatch.to_string()), Some(mismatch));
    }

    #[test]
    fn the_text_of_a_panic_is_not_a_mismatch() {
        assert_eq!(Mismatch::recover("index out of bounds"), None);
    }
}
