//! Reasons for answers, one word each.

use serde::{Deserialize, Serialize};

/// Reason for an answer of a surface. Operators of deviations can be restricted to it, and the log
/// can be searched for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the slugs of ER are their own explanation")]
pub enum Reason {
    /// The operation succeeded.
    Ok,
    /// A refusal by a business rule (`success: false`).
    Business,
    /// The object is missing, or belongs to somebody else.
    Forbidden,
    /// The operation is in the schema, but blocked on this surface.
    Blocked,
    /// The encryption session belongs to somebody else.
    ForeignSession,
    /// The GraphQL document does not fit the schema.
    Validation,
    /// The GraphQL document does not parse.
    Parse,
    /// The body is not in the format that the surface reads.
    BadRequest,
    /// The content type is not accepted.
    MediaType,
    /// The HTTP method is not accepted.
    Method,
    /// The body is too large.
    TooLarge,
    /// The API key is missing.
    KeyMissing,
    /// The API key was never issued.
    KeyUnknown,
    /// The API key was revoked.
    KeyRevoked,
    /// The API key has expired.
    KeyExpired,
    /// The API key belongs to another environment.
    KeyEnvironment,
    /// The timestamp is missing, malformed or outside the window.
    Timestamp,
    /// The signature is missing, malformed or wrong.
    Signature,
    /// The request was accepted before.
    Replay,
    /// The nonce store is down (a fault, or a journal that cannot be written).
    NonceStore,
    /// Hasura is down (a fault).
    HasuraDown,
    /// Hasura answered with an unexpected error (a fault).
    HasuraError,
    /// The issuer is unreachable (a fault).
    IssuerError,
    /// The sandbox itself has a defect.
    Internal,
    /// No surface serves the path.
    UnknownPath,
    /// The key is known but has no access.
    NoAccess,
    /// The body has no `encrypted` member.
    EnvelopeMissing,
    /// The envelope is not base64, is too short, has another version, or does not open.
    EnvelopeFormat,
    /// The envelope does not contain a JSON object.
    PayloadFormat,
    /// The payload has no `request_timestamp`.
    TimestampMissing,
    /// `request_timestamp` is not an integer.
    TimestampFormat,
    /// `request_timestamp` is outside the window.
    TimestampWindow,
    /// The answer repeats an earlier one: an idempotent request, or a repeated delivery.
    Repeated,
    /// A standard error of ER, named by its slug, like all that follow.
    InvalidRequest,
    InvalidAmount,
    IdempotencyKeyRequired,
    InsufficientFunds,
    UserNotFound,
    CardNotFound,
    CardholderNotFound,
    OrderNotFound,
    ExternalUserIdExists,
    CardholderAlreadyExists,
    CardNotActive,
    CardUserMismatch,
    InternalError,
    ProviderError,
    TopupAttemptsExceeded,
    ExternalUserIdRequired,
    InvalidCardId,
    InvalidSubproviderId,
    AmountBelowMinimum,
    AmountAboveMaximum,
    ProductNotFound,
    ProductNotActive,
    CurrencyMismatch,
    CardIssueNotCompleted,
    InvalidCardStatus,
    InvalidPricing,
    ProjectWalletFailed,
    ProjectBalanceFailed,
    ProviderInvalidCardStatus,
    IdempotencyKeyConflict,
    CardholderNotActive,
    SubscriptionNotFound,
}

impl Reason {
    /// True when the text of such a refusal may repeat parts of the request, which the log then
    /// redacts.
    pub fn echoes(self) -> bool {
        matches!(self, Self::Validation | Self::Parse | Self::Internal)
    }
}
