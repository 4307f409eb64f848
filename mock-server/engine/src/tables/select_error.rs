//! Reasons why rows cannot be selected.

use async_graphql::{ErrorExtensionValues, ServerError};
use serde_json::Value;

use super::budget::{BYTES, STEPS};

/// Reason why a selection cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum SelectError {
    /// `limit` or `offset` below zero.
    #[error("unexpected negative value")]
    Negative,
    /// A null operand, where the rules make that an error.
    #[error("unexpected null value")]
    Null,
    /// An operand that is no value of its type.
    #[error("invalid input syntax for type {0}: {1}")]
    Syntax(&'static str, Value),
    /// An operand that is outside the range of its type.
    #[error("value {1} is out of range for type {0}")]
    Range(&'static str, Value),
    /// A pattern whose last backslash takes nothing.
    #[error("LIKE pattern must not end with escape character")]
    LoneEscape,
    /// Conditions nested in conditions.
    #[error("conditions are nested deeper than {0}")]
    TooDeep(usize),
    /// More work than a request may ask for.
    #[error(
        "query costs more than {STEPS} steps (one for each cell that is read or compared): narrow \
         it with where or limit, ask for fewer columns, or nest fewer lists"
    )]
    TooMuch,
    /// More text than a request is answered.
    #[error(
        "answer is longer than {BYTES} bytes: page it with limit and offset, or ask for fewer columns"
    )]
    TooLong,
    /// `distinct_on` asks for groups that the order tears apart.
    #[error("\"distinct_on\" columns must match initial \"order_by\" columns")]
    Distinct,
}

/// An error of the answer, with the code that documents have which are refused.
impl From<SelectError> for ServerError {
    fn from(error: SelectError) -> Self {
        let mut error = Self::new(error.to_string(), None);
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        extensions.set("code", "GRAPHQL_VALIDATION_FAILED");
        error
    }
}
