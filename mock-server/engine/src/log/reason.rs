//! Reasons for answers, one word each.

use super::Outcome;

/// Reason for an answer of a surface. Operators of deviations can be restricted to its word, and
/// the outcome of a request in the log follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// The operation succeeded.
    Ok,
    /// The answer repeats an earlier one: an idempotent request, or a repeated delivery.
    Repeated,
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
    /// The user token is missing, or its header is there twice.
    TokenMissing,
    /// The user token comes with another scheme than `Bearer`.
    TokenScheme,
    /// The user token is not three parts of base64url with objects in them.
    TokenMalformed,
    /// The user token has another algorithm than HS256, or a critical extension.
    TokenAlgorithm,
    /// The signature of the user token does not fit.
    TokenSignature,
    /// The user token has expired, or has no end.
    TokenExpired,
    /// The user token is not valid yet.
    TokenNotYet,
    /// The user token names no world that there is.
    TokenWorld,
    /// The user token is a refresh token.
    TokenRefresh,
    /// The user token names nobody in its world.
    TokenUser,
    /// The user of the token is disabled.
    TokenUserDisabled,
    /// The caller has sent too many requests.
    RateLimited,
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
    /// A refusal that only one surface knows, by the word that its API has for it.
    Standard(&'static str),
}

impl Reason {
    /// The word, as deviations write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Standard(word) => word,
            other => other.into(),
        }
    }

    /// The code of the surface's own list that was the reason, if it was one.
    pub fn standard(self) -> Option<&'static str> {
        if let Self::Standard(word) = self { Some(word) } else { None }
    }

    /// True when a user's token was not taken.
    pub fn is_of_token(self) -> bool {
        matches!(
            self,
            Self::TokenMissing
                | Self::TokenScheme
                | Self::TokenMalformed
                | Self::TokenAlgorithm
                | Self::TokenSignature
                | Self::TokenExpired
                | Self::TokenNotYet
                | Self::TokenWorld
                | Self::TokenRefresh
                | Self::TokenUser
                | Self::TokenUserDisabled
        )
    }

    /// The outcome of a request that was answered so; `unread` is that of a request that was not
    /// read.
    pub(super) fn outcome(self, unread: Outcome) -> Outcome {
        match self {
            Self::Ok | Self::Repeated => Outcome::Ok,
            Self::Validation | Self::Parse => Outcome::Invalid,
            Self::BadRequest
            | Self::MediaType
            | Self::Method
            | Self::TooLarge
            | Self::UnknownPath => unread,
            Self::TokenMissing
            | Self::TokenScheme
            | Self::TokenMalformed
            | Self::TokenAlgorithm
            | Self::TokenSignature
            | Self::TokenExpired
            | Self::TokenNotYet
            | Self::TokenWorld
            | Self::TokenRefresh
            | Self::TokenUser
            | Self::TokenUserDisabled
            | Self::RateLimited
            | Self::KeyMissing
            | Self::KeyUnknown
            | Self::KeyRevoked
            | Self::KeyExpired
            | Self::KeyEnvironment
            | Self::Timestamp
            | Self::Signature
            | Self::Replay
            | Self::NoAccess
            | Self::EnvelopeMissing
            | Self::EnvelopeFormat
            | Self::PayloadFormat
            | Self::TimestampMissing
            | Self::TimestampFormat
            | Self::TimestampWindow
            | Self::Forbidden
            | Self::Blocked
            | Self::ForeignSession => Outcome::Refused,
            Self::Business
            | Self::NonceStore
            | Self::HasuraDown
            | Self::HasuraError
            | Self::IssuerError
            | Self::Internal
            | Self::Standard(_) => Outcome::BusinessFailure,
        }
    }
}
