//! Reasons why a journal is not taken.

use serde_json::{Value, json};

use super::verification::Verification;
use crate::{
    control::{Problem, ProblemCode},
    world::{ENGINE, replay::ReplayError},
};

/// Reason why a journal is not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A line is not a record, or a record does not follow from those before it.
    #[error("line {line}: {why}")]
    Invalid {
        /// Number of the line, from 1.
        line: u64,
        /// The reason.
        why: String,
    },
    /// The journal was written by another engine, whose answers may differ.
    #[error("the journal was written by engine {theirs}; this program has engine {ENGINE}")]
    Engine {
        /// Number of the engine that wrote it; null when it names none.
        theirs: Value,
        /// The verification, if one was asked for.
        verification: Option<Box<Verification>>,
    },
}

impl From<ReplayError> for ImportError {
    fn from(error: ReplayError) -> Self {
        Self::Invalid { line: error.n() + 1, why: error.to_string() }
    }
}

/// The refusal that a client gets.
pub(in crate::control) fn invalid(error: impl Into<ImportError>) -> Problem {
    let error = error.into();
    let detail = error.to_string();
    match error {
        ImportError::Invalid { line, .. } => {
            Problem::new(ProblemCode::JournalInvalid, "Not a journal of one world", detail)
                .with("line", line)
        }
        ImportError::Engine { theirs, verification } => {
            Problem::new(ProblemCode::EngineMismatch, "The journal of another engine", detail)
                .with("engine", theirs)
                .with("verify", json!(verification))
        }
    }
}
