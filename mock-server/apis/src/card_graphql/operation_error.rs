//! The refusal of one root field.
#![warn(clippy::wildcard_enum_match_arm)]

use super::wording::{self, Words};
use crate::{
    graphql::{Coded, VALIDATION_FAILED},
    log::Reason,
    people::address::AddressFault,
    programs::collateral::Refusal,
    world::access::SessionFault,
};

/// Refusal of a root field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OperationError {
    /// `success: false` with this text.
    Unsuccessful(String),
    /// A refusal of the program, in the words of the API.
    Refused(Refusal),
    /// Missing or somebody else's.
    Forbidden,
    /// Blocked, whatever its arguments name.
    Blocked,
    /// An encryption session of somebody else.
    ForeignSession,
    /// A session that does not serve, where the reading puts that into a GraphQL error.
    SessionError,
    /// The issuer is out of reach (fault).
    IssuerError,
    /// The journal cannot be written.
    Unavailable,
}

impl OperationError {
    /// `success: false` for a card that the caller does not have.
    pub(crate) fn card_not_found() -> Self {
        Self::Unsuccessful("Card not found".to_owned())
    }

    /// The reason in one word.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::Refused(Refusal::UnknownFrequency) => Reason::Validation,
            Self::Unsuccessful(_) | Self::Refused(_) | Self::SessionError => Reason::Business,
            Self::Forbidden => Reason::Forbidden,
            Self::Blocked => Reason::Blocked,
            Self::ForeignSession => Reason::ForeignSession,
            Self::IssuerError => Reason::IssuerError,
            Self::Unavailable => Reason::NonceStore,
        }
    }

    /// The text of the envelope, where the answer is one.
    pub(crate) fn envelope(&self, words: &Words) -> Option<String> {
        match self {
            Self::Refused(Refusal::UnknownFrequency)
            | Self::Forbidden
            | Self::Blocked
            | Self::ForeignSession
            | Self::SessionError
            | Self::Unavailable => None,
            Self::Unsuccessful(text) => Some(text.clone()),
            Self::Refused(refusal) => Some(wording::refusal(refusal, words)),
            Self::IssuerError => Some(ISSUER_ERROR.to_owned()),
        }
    }

    /// The GraphQL error.
    pub(crate) fn coded(&self, words: &Words) -> Coded {
        let (message, code) = match self {
            Self::Unsuccessful(text) => (text.clone(), "BAD_REQUEST"),
            Self::Refused(refusal @ Refusal::UnknownFrequency) => {
                (wording::refusal(refusal, words), VALIDATION_FAILED)
            }
            Self::Refused(refusal) => (wording::refusal(refusal, words), "BAD_REQUEST"),
            Self::IssuerError => (ISSUER_ERROR.to_owned(), "BAD_REQUEST"),
            Self::Forbidden | Self::Blocked => ("Not Authorized".to_owned(), "FORBIDDEN"),
            Self::ForeignSession => ("Bad Request".to_owned(), "BAD_REQUEST"),
            Self::SessionError => (SESSION_EXPIRED.to_owned(), "BAD_REQUEST"),
            Self::Unavailable => ("Service Unavailable".to_owned(), "SERVICE_UNAVAILABLE"),
        };
        Coded { message, code: code.to_owned() }
    }
}

/// The documented text for a session that does not serve.
const SESSION_EXPIRED: &str = "session expired";

/// The text when the issuer is out of reach.
const ISSUER_ERROR: &str = "CARD_API_ERROR: issuer unavailable";

impl From<SessionFault> for OperationError {
    fn from(fault: SessionFault) -> Self {
        match fault {
            SessionFault::Foreign => Self::ForeignSession,
            SessionFault::Expired => Self::Unsuccessful(SESSION_EXPIRED.to_owned()),
        }
    }
}

impl From<AddressFault> for OperationError {
    fn from(fault: AddressFault) -> Self {
        Self::Unsuccessful(wording::address(fault))
    }
}

impl From<std::convert::Infallible> for OperationError {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

impl From<Refusal> for OperationError {
    fn from(refusal: Refusal) -> Self {
        if refusal == Refusal::NotYours { Self::Forbidden } else { Self::Refused(refusal) }
    }
}
