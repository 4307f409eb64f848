//! The refusal of a request as a whole, in the words of this surface: status, code and text
//! (AG 1.3, 10.1).
#![warn(clippy::wildcard_enum_match_arm)]

use axum::http::{StatusCode, header};
use serde_json::json;

use super::names::RAIN;
use crate::{
    card_graphql::{
        BodyError, DocumentError, OperationError, refused, refused_document, refused_encoding,
        refused_media_type,
    },
    gate::Answer,
    graphql::{Coded, PARSE_FAILED},
    log::Reason,
    rulebook::Rulebook,
};

/// Refusal of a request as a whole.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RequestError {
    /// 405.
    Method,
    /// 405, at the event stream.
    StreamMethod,
    /// 426, GET without an upgrade.
    UpgradeRequired,
    /// 401.
    Unauthorized(Reason),
    /// 401, the key of the organization.
    ApiKey(Reason),
    /// 429.
    RateLimited {
        /// The time after which the client may come again, in seconds.
        retry_after_s: i64,
    },
    /// 413.
    TooLarge,
    /// 417: what the head was refused for no longer holds.
    Unread,
    /// 415.
    MediaType,
    /// 415, a content coding that is not read.
    Encoding,
    /// 400, a body that cannot be used.
    Body,
    /// 400, syntax.
    Parse(String),
    /// 400, validation.
    Invalid(Vec<Coded>),
    /// 400, a subscription.
    Subscription,
    /// A root field is not permitted.
    OperationError(OperationError),
    /// 503, the journal.
    Unavailable,
}

/// The text for a request with another method than POST.
const OTHER_METHOD: &str = "Use POST with a JSON body, or a WebSocket upgrade";
/// The text for a body that is no GraphQL request.
const UNUSABLE_BODY: &str = "Request body must be a JSON object with a string \"query\"";

impl From<BodyError> for RequestError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::MediaType => Self::MediaType,
            BodyError::Encoding => Self::Encoding,
            BodyError::Unusable(_) => Self::Body,
        }
    }
}

impl From<DocumentError> for RequestError {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Parse(message) => Self::Parse(message),
            DocumentError::Invalid(errors) => Self::Invalid(errors),
            DocumentError::Subscription => Self::Subscription,
        }
    }
}

impl RequestError {
    /// The answer, byte for byte.
    pub(super) fn answer(&self, rules: &Rulebook) -> Answer {
        let bad_request = |message: &str, reason| {
            refused(StatusCode::BAD_REQUEST, message, "BAD_REQUEST", reason)
        };
        match self {
            Self::Method => {
                refused(StatusCode::METHOD_NOT_ALLOWED, OTHER_METHOD, "BAD_REQUEST", Reason::Method)
                    .with_header(header::ALLOW, "GET, POST")
            }
            Self::StreamMethod => {
                refused(StatusCode::METHOD_NOT_ALLOWED, "Use GET", "BAD_REQUEST", Reason::Method)
                    .with_header(header::ALLOW, "GET")
            }
            Self::UpgradeRequired => {
                refused(StatusCode::UPGRADE_REQUIRED, OTHER_METHOD, "BAD_REQUEST", Reason::Method)
                    .with_header(header::UPGRADE, "websocket")
                    .with_header(header::CONNECTION, "Upgrade")
            }
            Self::Unauthorized(reason) => {
                refused(StatusCode::UNAUTHORIZED, "Not Authenticated", "UNAUTHORIZED", *reason)
                    .with_header(header::WWW_AUTHENTICATE, "Bearer")
            }
            Self::ApiKey(reason) => {
                refused(StatusCode::UNAUTHORIZED, "Invalid API key", "UNAUTHORIZED", *reason)
                    .with_header(header::WWW_AUTHENTICATE, "Bearer")
            }
            Self::RateLimited { retry_after_s } => refused(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many requests",
                "RATE_LIMITED",
                Reason::RateLimited,
            )
            .with_number(header::RETRY_AFTER, *retry_after_s),
            Self::TooLarge => {
                let description =
                    format!("Request body exceeds {} bytes", rules.http.max_body_bytes);
                plain(StatusCode::PAYLOAD_TOO_LARGE, &description, Reason::TooLarge)
                    .with_header(header::CONNECTION, "close")
            }
            Self::Unread => {
                let description = "Send the request again";
                plain(StatusCode::EXPECTATION_FAILED, description, Reason::BadRequest)
            }
            Self::MediaType => refused_media_type(),
            Self::Encoding => refused_encoding(),
            Self::Body => bad_request(UNUSABLE_BODY, Reason::BadRequest),
            Self::Parse(message) => {
                refused(StatusCode::BAD_REQUEST, message, PARSE_FAILED, Reason::Parse)
            }
            Self::Invalid(all) => refused_document(all),
            Self::Subscription => {
                bad_request("Subscriptions are served over WebSocket", Reason::BadRequest)
            }
            Self::OperationError(said) => said.refused(&RAIN),
            Self::Unavailable => refused(
                StatusCode::SERVICE_UNAVAILABLE,
                "Service Unavailable",
                "INTERNAL_SERVER_ERROR",
                Reason::NonceStore,
            ),
        }
    }
}

fn plain(status: StatusCode, description: &str, reason: Reason) -> Answer {
    let error = status.canonical_reason().unwrap_or_default();
    Answer::json(status, json!({ "error": error, "description": description }), reason)
}
