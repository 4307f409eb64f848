//! The refusal of a request as a whole, in the words of this surface: status, code and text
//! (PG 14).
#![warn(clippy::wildcard_enum_match_arm)]

use axum::http::{StatusCode, header};
use serde_json::json;

use super::schema::WORDS;
use crate::{
    card_graphql::{
        BodyError, DocumentError, OperationError, entries, refused, refused_document,
        refused_encoding, refused_media_type,
    },
    gate::Answer,
    graphql::{self, Coded},
    log::Reason,
    rulebook::Rulebook,
};

/// Refusal of a request as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RequestError {
    /// Not POST.
    Method,
    /// 401.
    Unauthorized(Reason),
    /// 413.
    TooLarge,
    /// 503, the nonce store.
    NonceStore,
    /// 503, Hasura.
    HasuraDown,
    /// 502, Hasura.
    HasuraError,
    /// 415.
    MediaType,
    /// 415, a content coding that is not read.
    Encoding,
    /// 417: what the head was refused for no longer holds.
    Unread,
    /// 400, a body that cannot be used, and why.
    Body(String),
    /// 400, syntax.
    Parse(String),
    /// 400, validation.
    Invalid(Vec<Coded>),
    /// A root field is not permitted.
    OperationError(OperationError),
}

impl From<BodyError> for RequestError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::MediaType => Self::MediaType,
            BodyError::Encoding => Self::Encoding,
            BodyError::Unusable(what) => Self::Body(what),
        }
    }
}

impl From<DocumentError> for RequestError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Parse(message) => Self::Parse(message),
            DocumentError::Invalid(errors) => Self::Invalid(errors),
            DocumentError::Subscription => {
                let message = "Schema is not configured to execute subscription operation.";
                DocumentError::invalid(&[message.to_owned()]).into()
            }
        }
    }
}

impl RequestError {
    /// The answer, byte for byte.
    pub(super) fn answer(&self, rules: &Rulebook) -> Answer {
        match self {
            Self::Method => refused(
                StatusCode::METHOD_NOT_ALLOWED,
                "Use POST with a JSON body, or GET with Accept: text/html",
                "BAD_REQUEST",
                Reason::Method,
            )
            .with_header(header::ALLOW, "GET, POST"),
            Self::Unauthorized(reason) => {
                plain(StatusCode::UNAUTHORIZED, "Unauthorized", unauthorized(*reason), *reason)
            }
            Self::TooLarge => plain(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Payload Too Large",
                &format!("Request body exceeds {} bytes", rules.http.max_body_bytes),
                Reason::TooLarge,
            )
            .with_header(header::CONNECTION, "close"),
            Self::NonceStore => plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "Service Unavailable",
                "Nonce store unavailable",
                Reason::NonceStore,
            ),
            Self::HasuraDown => plain(
                StatusCode::SERVICE_UNAVAILABLE,
                "Service Unavailable",
                "Hasura unavailable",
                Reason::HasuraDown,
            ),
            Self::HasuraError => {
                let error = Coded {
                    message: "Upstream Hasura error".to_owned(),
                    code: "UPSTREAM_HASURA_ERROR".to_owned(),
                };
                Answer::json(
                    StatusCode::BAD_GATEWAY,
                    json!({ "data": null, "errors": entries(&[error]) }),
                    Reason::HasuraError,
                )
            }
            Self::MediaType => refused_media_type(),
            Self::Encoding => refused_encoding(),
            Self::Unread => plain(
                StatusCode::EXPECTATION_FAILED,
                "Expectation Failed",
                "Send the request again",
                Reason::BadRequest,
            ),
            Self::Body(what) => {
                refused(StatusCode::BAD_REQUEST, what, "BAD_REQUEST", Reason::BadRequest)
            }
            Self::Parse(message) => {
                refused(StatusCode::BAD_REQUEST, message, graphql::PARSE_FAILED, Reason::Parse)
            }
            Self::Invalid(all) => refused_document(all),
            Self::OperationError(said) => said.refused(&WORDS),
        }
    }
}

fn unauthorized(reason: Reason) -> &'static str {
    if reason == Reason::Timestamp {
        "Timestamp outside allowed window"
    } else if reason == Reason::Signature {
        "Invalid signature"
    } else if reason == Reason::Replay {
        "Request already processed"
    } else {
        "Invalid API key"
    }
}

fn plain(status: StatusCode, error: &str, description: &str, reason: Reason) -> Answer {
    Answer::json(status, json!({ "error": error, "description": description }), reason)
}
