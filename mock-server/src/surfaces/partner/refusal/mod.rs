//! Refusals in the words of this surface: statuses, codes and texts (PG 14).

mod operation_error;
mod request_error;
mod wording;

use serde_json::{Value, json};

use crate::graphql::{self, Coded};

pub(super) use operation_error::OperationError;
pub(super) use request_error::RequestError;

/// Error entries: exactly `message` and `extensions.code`.
pub(super) fn entries(errors: &[Coded]) -> Value {
    errors
        .iter()
        .map(|error| {
            let message = graphql::abbreviated(error.message.as_str());
            json!({"message": message, "extensions": {"code": error.code}})
        })
        .collect()
}
