//! Refusals in the words of this surface: plain failures and standard errors (ER 3, 5).
#![warn(clippy::wildcard_enum_match_arm)]

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::{formats::money, slugs::Slug};
use crate::{
    error_code::ErrorCode,
    gate::{Answer, Content},
    log::Reason,
    programs::prepaid::Refusal,
    rulebook::{
        Rulebook,
        er::{MissingKey, PlainBody},
    },
    world::commands::ReceiverError,
};

/// A standard error; it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OperationError {
    /// The slug.
    pub(super) slug: Slug,
    text: String,
}

impl OperationError {
    /// The error with this slug, in its usual words.
    pub(super) fn of(slug: Slug) -> Self {
        Self { slug, text: slug.text().to_owned() }
    }

    /// A field that is missing or wrong.
    pub(super) fn invalid(field: &str, problem: &str) -> Self {
        let text = format!("Invalid request: {field} {problem}");
        Self { slug: Slug::InvalidRequest, text }
    }

    fn worded(slug: Slug, text: String) -> Self {
        Self { slug, text }
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The HTTP status.
    pub(super) fn status(&self) -> StatusCode {
        self.slug.status()
    }

    /// The body, before it is sealed.
    pub(super) fn body(&self) -> Value {
        json!({"success": false, "error": self.text, "error_slug": self.slug.word()})
    }
}

impl From<Refusal> for OperationError {
    fn from(no: Refusal) -> Self {
        let slug = match no {
            Refusal::UserNotFound => Slug::UserNotFound,
            Refusal::CardNotFound => Slug::CardNotFound,
            Refusal::CardholderNotFound => Slug::CardholderNotFound,
            Refusal::OrderNotFound => Slug::OrderNotFound,
            Refusal::UserExists => Slug::ExternalUserIdExists,
            Refusal::CardholderExists => Slug::CardholderAlreadyExists,
            Refusal::SubproviderUnknown => Slug::InvalidSubproviderId,
            Refusal::SubproviderAmbiguous => {
                return Self::invalid("subprovider_id", "is not valid");
            }
            Refusal::ProductNotFound => Slug::ProductNotFound,
            Refusal::ProductAmbiguous => return Self::invalid("product_id", "is not valid"),
            Refusal::ProductNotActive => Slug::ProductNotActive,
            Refusal::CardholderNotActive => Slug::CardholderNotActive,
            Refusal::InitialNotAllowed => Slug::InvalidAmount,
            Refusal::PricingBroken => Slug::InvalidPricing,
            Refusal::BelowMinimum { min } => {
                let text = format!("Amount is below the minimum of {}", money(min));
                return Self::worded(Slug::AmountBelowMinimum, text);
            }
            Refusal::AboveMaximum { max } => {
                let text = format!("Amount is above the maximum of {}", money(max));
                return Self::worded(Slug::AmountAboveMaximum, text);
            }
            Refusal::InsufficientFunds => Slug::InsufficientFunds,
            Refusal::CardNotActive(_) => Slug::CardNotActive,
            Refusal::CardUserMismatch => Slug::CardUserMismatch,
            Refusal::CurrencyMismatch => Slug::CurrencyMismatch,
            Refusal::CoolingDown => Slug::TopupAttemptsExceeded,
            Refusal::IssueNotCompleted => Slug::CardIssueNotCompleted,
            Refusal::CardStatus(_) => Slug::InvalidCardStatus,
            Refusal::KeyConflict => Slug::IdempotencyKeyConflict,
            // Only the back office can run into these.
            Refusal::NotYours
            | Refusal::Taken(_)
            | Refusal::AmountOutOfRange(_)
            | Refusal::TransactionState(_)
            | Refusal::DepositState { .. }
            | Refusal::CardholderState { .. }
            | Refusal::OrderEnded(_)
            | Refusal::CardClosed => Slug::InternalError,
        };
        Self::of(slug)
    }
}

impl From<ReceiverError> for OperationError {
    fn from(error: ReceiverError) -> Self {
        match error {
            ReceiverError::Unknown => Self::of(Slug::SubscriptionNotFound),
            ReceiverError::TooMany => Self::invalid("url", "is not valid"),
            // Only the back office can run into these.
            ReceiverError::NotYours
            | ReceiverError::Removed
            | ReceiverError::NotHeld(_)
            | ReceiverError::NothingYet
            | ReceiverError::TooManyDeliveries(_)
            | ReceiverError::TakenBack
            | ReceiverError::TooManySecrets(_) => Self::of(Slug::InternalError),
        }
    }
}

/// Refusal of a request before any operation runs (ER 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RequestError {
    /// No such path.
    Path,
    /// Not POST.
    Method,
    /// More than the surface takes.
    TooLarge,
    /// A content coding that is not read.
    Encoding,
    /// Not read, for a reason that no longer holds.
    Unread,
    /// No key, or an unknown one.
    Key(Reason),
    /// A key without access.
    NoAccess,
    /// No envelope in the body.
    NoEnvelope(Reason),
    /// An envelope that does not open, or with something else inside than an object.
    Envelope(Reason),
    /// A timestamp that is missing, no integer, or outside the window.
    Stamp(Reason),
    /// A request that was accepted before (ER 4.2).
    Duplicate,
}

impl RequestError {
    /// Every way to be refused in clear at a path that exists.
    pub(super) fn in_clear() -> [Self; 11] {
        [
            Self::Method,
            Self::TooLarge,
            Self::Encoding,
            Self::Key(Reason::KeyUnknown),
            Self::NoAccess,
            Self::NoEnvelope(Reason::EnvelopeMissing),
            Self::Envelope(Reason::EnvelopeFormat),
            Self::Stamp(Reason::TimestampMissing),
            Self::Stamp(Reason::TimestampFormat),
            Self::Stamp(Reason::TimestampWindow),
            Self::Duplicate,
        ]
    }

    /// The answer, byte for byte.
    pub(super) fn answer(&self, rules: &Rulebook) -> Answer {
        use StatusCode as S;
        let (status, text, reason) = match self {
            Self::Path => (S::NOT_FOUND, "Not found", Reason::UnknownPath),
            Self::Method => (S::METHOD_NOT_ALLOWED, "Method not allowed", Reason::Method),
            Self::TooLarge => (S::PAYLOAD_TOO_LARGE, "Payload Too Large", Reason::TooLarge),
            Self::Encoding => {
                (S::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", Reason::MediaType)
            }
            Self::Unread => (S::EXPECTATION_FAILED, "Expectation Failed", Reason::BadRequest),
            Self::Key(reason) => {
                let status = match rules.er.amb.missing_key {
                    MissingKey::Unauthorized if *reason == Reason::KeyMissing => S::UNAUTHORIZED,
                    MissingKey::Other if *reason == Reason::KeyMissing => S::BAD_REQUEST,
                    MissingKey::NotFound | MissingKey::Unauthorized | MissingKey::Other => {
                        S::NOT_FOUND
                    }
                };
                (status, "API key not found", *reason)
            }
            Self::NoAccess => {
                (S::FORBIDDEN, "You do not have access to this API.", Reason::NoAccess)
            }
            Self::NoEnvelope(reason) => (S::BAD_REQUEST, "Encrypted payload not found", *reason),
            Self::Envelope(reason) => (S::BAD_REQUEST, "Invalid encrypted payload format", *reason),
            Self::Stamp(reason) => {
                let text = if *reason == Reason::TimestampMissing {
                    "Request timestamp not found in encrypted payload"
                } else if *reason == Reason::TimestampFormat {
                    "Invalid timestamp format"
                } else {
                    "Request timestamp outside allowed window"
                };
                (S::BAD_REQUEST, text, *reason)
            }
            Self::Duplicate => (S::BAD_REQUEST, "Duplicate request detected", Reason::Replay),
        };
        let answer = plain(status, text, reason, rules.er.amb.plain_body);
        if *self == Self::Method {
            return answer.with_header(header::ALLOW, "POST");
        }
        if *self == Self::TooLarge {
            return answer.with_header(header::CONNECTION, "close");
        }
        if *self == Self::Encoding {
            return answer.with_header(header::ACCEPT_ENCODING, "identity");
        }
        answer
    }
}

/// A failure in clear.
fn plain(status: StatusCode, text: &str, reason: Reason, shape: PlainBody) -> Answer {
    let body = match shape {
        PlainBody::ErrorMember => json!({ "error": text }),
        PlainBody::DetailMember => json!({ "detail": text }),
        PlainBody::Other => json!({ "message": text }),
        PlainBody::Text => Value::Null,
    };
    let mut answer = Answer::json(status, body, reason);
    answer.content_type = "application/json";
    if shape == PlainBody::Text {
        answer.content_type = "text/plain; charset=utf-8";
        answer.content = Content::Bytes(text.as_bytes().to_vec().into());
    }
    answer
}
