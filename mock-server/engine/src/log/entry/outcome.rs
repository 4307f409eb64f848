//! Outcome of a request, in one word.

use super::Entry;

/// Outcome of a request, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The operation was done.
    Ok,
    /// The surface's own "no".
    BusinessFailure,
    /// A request that cannot be read, or does not fit the schema.
    Invalid,
    /// Authentication, permission or envelope.
    Refused,
    /// The server could not.
    Error,
    /// A fault that was ordered.
    Fault,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Ok, Self::BusinessFailure, Self::Invalid, Self::Refused, Self::Error, Self::Fault];

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::BusinessFailure => "business_failure",
            Self::Invalid => "invalid",
            Self::Refused => "refused",
            Self::Error => "error",
            Self::Fault => "fault",
        }
    }

    /// Outcome of an entry's request: the worst of its operations.
    pub fn of(entry: &Entry) -> Self {
        if entry.fault.is_some_and(|strike| strike.is_blow) {
            return Self::Fault;
        }
        if entry.answer.as_ref().is_none_or(|answer| answer.status.is_server_error()) {
            return Self::Error;
        }
        let unread = entry.log_renderer.unread();
        entry.done.iter().map(|(_, reason)| reason.outcome(unread)).max().unwrap_or(Self::Ok)
    }
}
