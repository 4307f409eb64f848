//! Refusals of a request as a whole that both contracts word alike.

use axum::http::{StatusCode, header};
use serde_json::json;

use super::{OperationError, Words, entries};
use crate::{gate::Answer, graphql::Coded, log::Reason};

/// A refusal with one error.
pub(crate) fn refused(status: StatusCode, message: &str, code: &str, reason: Reason) -> Answer {
    let error = Coded { message: message.to_owned(), code: code.to_owned() };
    Answer::json(status, json!({ "errors": entries(&[error]) }), reason)
}

/// The refusal of a document that is not valid.
pub(crate) fn refused_document(all: &[Coded]) -> Answer {
    Answer::json(StatusCode::BAD_REQUEST, json!({ "errors": entries(all) }), Reason::Validation)
}

/// The refusal of a body with another `Content-Type` than JSON.
pub(crate) fn refused_media_type() -> Answer {
    let says = "Content-Type must be application/json";
    refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, says, "BAD_REQUEST", Reason::MediaType)
}

/// The refusal of a body with a content coding that is not read.
pub(crate) fn refused_encoding() -> Answer {
    let says = "Content-Encoding is not supported";
    refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, says, "BAD_REQUEST", Reason::MediaType)
        .with_header(header::ACCEPT_ENCODING, "identity")
}

impl OperationError {
    /// The refusal of a request with a root field that may not run: nothing of it is data.
    pub(crate) fn refused(&self, words: &Words) -> Answer {
        let errors = entries(&[self.coded(words)]);
        match self {
            Self::Forbidden | Self::Blocked => Answer::json(
                StatusCode::FORBIDDEN,
                json!({ "data": null, "errors": errors }),
                self.reason(),
            ),
            Self::Unsuccessful(_)
            | Self::ForeignSession
            | Self::SessionError
            | Self::Refused(_)
            | Self::IssuerError
            | Self::Unavailable => {
                Answer::json(StatusCode::BAD_REQUEST, json!({ "errors": errors }), self.reason())
            }
        }
    }
}
