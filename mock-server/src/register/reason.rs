//! Why an answer is what it is, in one word.

use serde::{Deserialize, Serialize};

/// The reason for an answer of a surface: what an operator can be restricted to, and what a log
/// can be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// A defect of the sandbox.
    Internal,
}
