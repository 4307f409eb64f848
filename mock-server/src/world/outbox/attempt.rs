//! One attempt to tell a receiver, and why it did not come to an acknowledgement (SB 11).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What came of one attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// World time at which it was due.
    pub at: Timestamp,
    /// HTTP status of the answer, if there was one.
    pub status: Option<u16>,
    /// How long it took, in milliseconds of real time.
    pub took_ms: i64,
    /// Why it is no acknowledgement.
    pub failure: Option<Failure>,
    /// How the answer begins: at most [`BODY_START`] characters.
    pub body_start: String,
}

/// So many characters of a receiver's answer are kept.
pub const BODY_START: usize = 200;

/// Why an attempt is no acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Its kind; none where the status of the answer says it all.
    pub error: Option<Trouble>,
    /// One sentence for people.
    pub detail: String,
}

/// The kinds of failures that no status tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trouble {
    /// The name of the host is not known.
    UnknownHost,
    /// Nobody listens there, or there is no way to it.
    NoConnection,
    /// The two sides did not agree on a TLS session.
    Tls,
    /// No whole answer within the time that a receiver has.
    Timeout,
    /// The connection ended before the answer did.
    BrokenOff,
    /// What came is not HTTP.
    NotHttp,
    /// The status is right, the body is not.
    Acknowledgement,
}

impl Failure {
    /// A failure of this kind.
    pub fn of(error: Trouble, detail: impl Into<String>) -> Self {
        Self { error: Some(error), detail: detail.into() }
    }

    /// A failure that the status of the answer tells.
    pub fn status(detail: impl Into<String>) -> Self {
        Self { error: None, detail: detail.into() }
    }
}
