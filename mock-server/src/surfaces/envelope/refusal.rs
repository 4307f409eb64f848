//! Refusals in the words of this surface: plain failures and standard errors (ER 3, 5).
#![warn(clippy::wildcard_enum_match_arm)]

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::{
    formats::money,
    slugs::{slug, standard},
};
use crate::{
    gate::{Answer, Content},
    programs::prepaid::Refusal,
    register::Reason,
    rulebook::{
        Rulebook,
        er::{MissingKey, PlainBody},
    },
};

/// A standard error; it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OperationError {
    /// Which: its word is the slug.
    pub(super) reason: Reason,
    text: String,
}

impl OperationError {
    /// The error with this slug, in its usual words.
    pub(super) fn of(reason: Reason) -> Self {
        Self { reason, text: standard(reason).1.to_owned() }
    }

    /// A field that is missing or wrong.
    pub(super) fn invalid(field: &str, problem: &str) -> Self {
        let text = format!("Invalid request: {field} {problem}");
        Self { reason: Reason::InvalidRequest, text }
    }

    fn worded(reason: Reason, text: String) -> Self {
        Self { reason, text }
    }

    /// Its HTTP status.
    pub(super) fn status(&self) -> StatusCode {
        standard(self.reason).0
    }

    /// Its body, before it is sealed.
    pub(super) fn body(&self) -> Value {
        json!({"success": false, "error": self.text, "error_slug": slug(self.reason)})
    }
}

impl From<Refusal> for OperationError {
    fn from(no: Refusal) -> Self {
        let reason = match no {
            Refusal::UserNotFound => Reason::UserNotFound,
            Refusal::CardNotFound => Reason::CardNotFound,
            Refusal::CardholderNotFound => Reason::CardholderNotFound,
            Refusal::OrderNotFound => Reason::OrderNotFound,
            Refusal::UserExists => Reason::ExternalUserIdExists,
            Refusal::CardholderExists => Reason::CardholderAlreadyExists,
            Refusal::SubproviderUnknown => Reason::InvalidSubproviderId,
            Refusal::SubproviderAmbiguous => {
                return Self::invalid("subprovider_id", "is not valid");
            }
            Refusal::ProductNotFound => Reason::ProductNotFound,
            Refusal::ProductAmbiguous => return Self::invalid("product_id", "is not valid"),
            Refusal::ProductNotActive => Reason::ProductNotActive,
            Refusal::CardholderNotActive => Reason::CardholderNotActive,
            Refusal::InitialNotAllowed => Reason::InvalidAmount,
            Refusal::PricingBroken => Reason::InvalidPricing,
            Refusal::BelowMinimum { min } => {
                let text = format!("Amount is below the minimum of {}", money(min));
                return Self::worded(Reason::AmountBelowMinimum, text);
            }
            Refusal::AboveMaximum { max } => {
                let text = format!("Amount is above the maximum of {}", money(max));
                return Self::worded(Reason::AmountAboveMaximum, text);
            }
            Refusal::InsufficientFunds => Reason::InsufficientFunds,
            Refusal::CardNotActive(_) => Reason::CardNotActive,
            Refusal::CardUserMismatch => Reason::CardUserMismatch,
            Refusal::CurrencyMismatch => Reason::CurrencyMismatch,
            Refusal::CoolingDown => Reason::TopupAttemptsExceeded,
            Refusal::IssueNotCompleted => Reason::CardIssueNotCompleted,
            Refusal::CardStatus(_) => Reason::InvalidCardStatus,
            Refusal::KeyConflict => Reason::IdempotencyKeyConflict,
            Refusal::SubscriptionNotFound => Reason::SubscriptionNotFound,
            Refusal::TooManyReceivers => return Self::invalid("url", "is not valid"),
            // Only the back office can run into these.
            Refusal::NotYours
            | Refusal::Taken(_)
            | Refusal::AmountOutOfRange(_)
            | Refusal::TransactionState(_)
            | Refusal::DepositState { .. }
            | Refusal::CardholderState { .. }
            | Refusal::OrderEnded(_)
            | Refusal::CardClosed
            | Refusal::ReceiverRemoved => Reason::InternalError,
        };
        Self::of(reason)
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
