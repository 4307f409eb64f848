//! One attempt to deliver a webhook, and the reason why it failed (SB 11).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Result of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Number of the attempt, from 1 in the order in which attempts were started.
    pub no: u64,
    /// Reason for the attempt.
    pub trigger: Trigger,
    /// World time at which it was due.
    pub at: Timestamp,
    /// Timestamp that it carried, on surfaces whose deliveries have one.
    pub stamp: Timestamp,
    /// HTTP status of the answer; none when there was no answer.
    pub status: Option<u16>,
    /// Duration of the attempt, in milliseconds of real time.
    pub took_ms: i64,
    /// Reason why the answer does not acknowledge the delivery; none when it does.
    pub failure: Option<Failure>,
    /// Beginning of the answer's body, at most [`BODY_START`] characters.
    pub body_start: String,
}

/// Reason for an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Trigger {
    /// The schedule of the surface.
    Schedule,
    /// The receiver wants each delivery several times.
    Copy,
    /// Somebody asked for it.
    Manual,
}

/// Most characters of a receiver's answer that are kept.
pub const BODY_START: usize = 200;

/// Reason why an attempt failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Kind of failure; none when the HTTP status alone is the reason.
    pub error: Option<FailureKind>,
    /// Explanation for people, one sentence.
    pub detail: String,
}

/// Kinds of failure other than an HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The host name cannot be resolved.
    UnknownHost,
    /// The connection is refused, or there is no route to the host.
    NoConnection,
    /// The TLS handshake failed.
    Tls,
    /// No complete answer arrived within the receiver's time.
    Timeout,
    /// The connection ended before the answer did.
    BrokenOff,
    /// The answer is not HTTP.
    NotHttp,
    /// The status is right, but the body does not acknowledge.
    Acknowledgement,
}

impl Failure {
    /// A failure of this kind.
    pub fn of(error: FailureKind, detail: impl Into<String>) -> Self {
        Self { error: Some(error), detail: detail.into() }
    }

    /// The word for the kind of failure; `status` when the HTTP status alone is the reason.
    pub fn word(&self) -> &'static str {
        match self.error {
            None => "status",
            Some(FailureKind::UnknownHost) => "unknown-host",
            Some(FailureKind::NoConnection) => "no-connection",
            Some(FailureKind::Tls) => "tls",
            Some(FailureKind::Timeout) => "timeout",
            Some(FailureKind::BrokenOff) => "broken-off",
            Some(FailureKind::NotHttp) => "not-http",
            Some(FailureKind::Acknowledgement) => "acknowledgement",
        }
    }

    /// A failure whose reason is the HTTP status.
    pub fn status(detail: impl Into<String>) -> Self {
        Self { error: None, detail: detail.into() }
    }
}
