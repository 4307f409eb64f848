//! Why an answer is what it is, in one word.

use serde::{Deserialize, Serialize};

/// The reason for an answer of a surface: what an operator can be restricted to, and what a log
/// can be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the slugs of ER are their own explanation")]
pub enum Reason {
    /// It was done.
    Ok,
    /// The surface's own "no" (`success: false`).
    Business,
    /// Missing or somebody else's.
    Forbidden,
    /// The operation is in the schema, but blocked.
    Blocked,
    /// An encryption session of somebody else.
    ForeignSession,
    /// The document does not fit the schema.
    Validation,
    /// The document does not parse.
    Parse,
    /// The body is not what the surface takes.
    BadRequest,
    /// The content type is not what the surface takes.
    MediaType,
    /// The method is not what the surface takes.
    Method,
    /// The body is too large.
    TooLarge,
    /// No API key.
    KeyMissing,
    /// A key that was never issued.
    KeyUnknown,
    /// A revoked key.
    KeyRevoked,
    /// A key past its end.
    KeyExpired,
    /// A key of another environment.
    KeyEnvironment,
    /// A timestamp that is missing, malformed or outside the window.
    Timestamp,
    /// A signature that is missing, malformed or wrong.
    Signature,
    /// The same request again.
    Replay,
    /// The nonce store is down (fault, or a journal that cannot be written).
    NonceStore,
    /// Hasura is down (fault).
    HasuraDown,
    /// Hasura answered with an unexpected error (fault).
    HasuraError,
    /// The issuer is out of reach (fault).
    IssuerError,
    /// A defect of the sandbox.
    Internal,
    /// No such path.
    UnknownPath,
    /// A known key without access.
    NoAccess,
    /// A body without `encrypted`.
    EnvelopeMissing,
    /// An envelope that is no base64, too short, of another version, or does not open.
    EnvelopeFormat,
    /// An envelope with something else inside than a JSON object.
    PayloadFormat,
    /// A payload without `request_timestamp`.
    TimestampMissing,
    /// A `request_timestamp` that is no integer.
    TimestampFormat,
    /// A `request_timestamp` outside the window.
    TimestampWindow,
    /// The original of something that was asked for, or sent, before.
    Repeated,
    /// A standard error of ER, named by its slug, as are the following.
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
    /// Whether the words of such a refusal may repeat what was sent.
    pub fn echoes(self) -> bool {
        matches!(self, Self::Validation | Self::Parse | Self::Internal)
    }
}
