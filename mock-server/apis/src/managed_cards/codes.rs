//! Codes of errors, with the status and the usual words of each (MC 17).

use axum::http::StatusCode;
use strum::IntoEnumIterator;

use crate::{error_code::ErrorCode, log::Reason};

/// A code. Its word is the name of the variant in snake case.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::EnumString, strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Code {
    InvalidRequest,
    ParseError,
    InvalidIdempotencyKey,
    NotAuthenticated,
    BadAuthorizationHeader,
    TokenNotValid,
    UserNotFound,
    UserInactive,
    NoActiveAccount,
    InsufficientWalletFunds,
    InsufficientCardFunds,
    PermissionDenied,
    VerificationRequired,
    NotFound,
    MethodNotAllowed,
    InvalidCardStatus,
    AuthorizationNotOpen,
    AuthorizationNotSettled,
    DisputeExists,
    DisputeClosed,
    OpenDispute,
    NegativeBalance,
    IdempotencyKeyConflict,
    PayloadTooLarge,
    UnsupportedMediaType,
    ProgramNotAvailable,
    WalletNotAvailable,
    CardLimitReached,
    CurrencyMismatch,
    AmountBelowMinimum,
    AmountAboveMaximum,
    BalanceLimitExceeded,
    OverSettlement,
    AmountExceedsHold,
    DisputeWindowClosed,
    DisputeAmountExceedsSettled,
    Throttled,
    InternalError,
    ProviderError,
    ServiceUnavailable,
}

impl ErrorCode for Code {
    fn standard(self) -> (StatusCode, &'static str) {
        use StatusCode as S;
        match self {
            Self::InvalidRequest => (S::BAD_REQUEST, "Invalid input."),
            Self::ParseError => (S::BAD_REQUEST, "The body is not a JSON object."),
            Self::InvalidIdempotencyKey => {
                (S::BAD_REQUEST, "Idempotency-Key must be 1 to 255 visible ASCII characters.")
            }
            Self::NotAuthenticated => {
                (S::UNAUTHORIZED, "Authentication credentials were not provided.")
            }
            Self::BadAuthorizationHeader => {
                (S::UNAUTHORIZED, "Authorization header must contain two space-delimited values")
            }
            Self::TokenNotValid => (S::UNAUTHORIZED, "Given token not valid for any token type"),
            Self::UserNotFound => (S::UNAUTHORIZED, "User not found"),
            Self::UserInactive => (S::UNAUTHORIZED, "User is inactive"),
            Self::NoActiveAccount => {
                (S::UNAUTHORIZED, "No active account found with the given credentials")
            }
            Self::InsufficientWalletFunds => {
                (S::PAYMENT_REQUIRED, "The wallet does not have enough available funds.")
            }
            Self::InsufficientCardFunds => {
                (S::PAYMENT_REQUIRED, "The card does not have enough available funds.")
            }
            Self::PermissionDenied => {
                (S::FORBIDDEN, "You do not have permission to perform this action.")
            }
            Self::VerificationRequired => (S::FORBIDDEN, "Identity verification is required."),
            Self::NotFound => (S::NOT_FOUND, "Not found."),
            Self::MethodNotAllowed => (S::METHOD_NOT_ALLOWED, "Method \"PUT\" not allowed."),
            Self::InvalidCardStatus => (S::CONFLICT, "Card is frozen."),
            Self::AuthorizationNotOpen => (S::CONFLICT, "Authorization is settled."),
            Self::AuthorizationNotSettled => {
                (S::CONFLICT, "Nothing of this authorization is settled.")
            }
            Self::DisputeExists => (S::CONFLICT, "A dispute on this authorization is open."),
            Self::DisputeClosed => (S::CONFLICT, "Dispute is won."),
            Self::OpenDispute => (S::CONFLICT, "A dispute with a provisional credit is open."),
            Self::NegativeBalance => (S::CONFLICT, "The card balance is negative."),
            Self::IdempotencyKeyConflict => {
                (S::CONFLICT, "Idempotency-Key was used with another body.")
            }
            Self::PayloadTooLarge => (S::PAYLOAD_TOO_LARGE, "The body is larger than 65536 bytes."),
            Self::UnsupportedMediaType => {
                (S::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type \"text/plain\" in request.")
            }
            Self::ProgramNotAvailable => {
                (S::UNPROCESSABLE_ENTITY, "This program is not available.")
            }
            Self::WalletNotAvailable => (S::UNPROCESSABLE_ENTITY, "This wallet is not available."),
            Self::CardLimitReached => (S::UNPROCESSABLE_ENTITY, "No more cards of this program."),
            Self::CurrencyMismatch => (S::UNPROCESSABLE_ENTITY, "The currency does not match."),
            Self::AmountBelowMinimum => {
                (S::UNPROCESSABLE_ENTITY, "The amount is below the minimum.")
            }
            Self::AmountAboveMaximum => {
                (S::UNPROCESSABLE_ENTITY, "The amount is above the maximum.")
            }
            Self::BalanceLimitExceeded => {
                (S::UNPROCESSABLE_ENTITY, "The card balance would exceed its limit.")
            }
            Self::OverSettlement => {
                (S::UNPROCESSABLE_ENTITY, "The amount exceeds what can be settled.")
            }
            Self::AmountExceedsHold => (S::UNPROCESSABLE_ENTITY, "The amount exceeds the hold."),
            Self::DisputeWindowClosed => (S::UNPROCESSABLE_ENTITY, "The time to dispute is over."),
            Self::DisputeAmountExceedsSettled => {
                (S::UNPROCESSABLE_ENTITY, "The amount exceeds what can be disputed.")
            }
            Self::Throttled => {
                (S::TOO_MANY_REQUESTS, "Request was throttled. Expected available in 1 second.")
            }
            Self::InternalError => (S::INTERNAL_SERVER_ERROR, "Internal server error."),
            Self::ProviderError => {
                (S::BAD_GATEWAY, "The issuing partner could not process the request.")
            }
            Self::ServiceUnavailable => {
                (S::SERVICE_UNAVAILABLE, "The service is temporarily unavailable.")
            }
        }
    }
}

impl Code {
    /// The code as a reason of the log.
    pub(super) fn reason(self) -> Reason {
        match self {
            Self::ParseError => Reason::BadRequest,
            Self::MethodNotAllowed => Reason::Method,
            Self::PayloadTooLarge => Reason::TooLarge,
            Self::UnsupportedMediaType => Reason::MediaType,
            Self::Throttled => Reason::RateLimited,
            Self::UserNotFound => Reason::TokenUser,
            Self::UserInactive => Reason::TokenUserDisabled,
            Self::NotAuthenticated => Reason::TokenMissing,
            Self::InvalidRequest
            | Self::InvalidIdempotencyKey
            | Self::BadAuthorizationHeader
            | Self::TokenNotValid
            | Self::NoActiveAccount
            | Self::InsufficientWalletFunds
            | Self::InsufficientCardFunds
            | Self::PermissionDenied
            | Self::VerificationRequired
            | Self::NotFound
            | Self::InvalidCardStatus
            | Self::AuthorizationNotOpen
            | Self::AuthorizationNotSettled
            | Self::DisputeExists
            | Self::DisputeClosed
            | Self::OpenDispute
            | Self::NegativeBalance
            | Self::IdempotencyKeyConflict
            | Self::ProgramNotAvailable
            | Self::WalletNotAvailable
            | Self::CardLimitReached
            | Self::CurrencyMismatch
            | Self::AmountBelowMinimum
            | Self::AmountAboveMaximum
            | Self::BalanceLimitExceeded
            | Self::OverSettlement
            | Self::AmountExceedsHold
            | Self::DisputeWindowClosed
            | Self::DisputeAmountExceedsSettled
            | Self::InternalError
            | Self::ProviderError
            | Self::ServiceUnavailable => Reason::Standard(self.word()),
        }
    }
}

/// The codes as reasons of the log, each once.
pub(super) fn reasons() -> impl Iterator<Item = Reason> {
    Code::iter().map(Code::reason)
}
