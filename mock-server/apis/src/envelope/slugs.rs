//! Slugs of standard errors, with the status and the words of each (ER 5.2).

use axum::http::StatusCode;
use strum::IntoEnumIterator;

use crate::{error_code::ErrorCode, log::Reason};

/// A standard error. Its slug is the name of the variant in snake case.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::EnumString, strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Slug {
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

impl ErrorCode for Slug {
    fn standard(self) -> (StatusCode, &'static str) {
        use StatusCode as S;
        match self {
            Self::InvalidRequest => (S::BAD_REQUEST, "Invalid request"),
            Self::InvalidAmount => (S::BAD_REQUEST, "Amount is invalid or negative"),
            Self::IdempotencyKeyRequired => (S::BAD_REQUEST, "Idempotency-Key header is required"),
            Self::InsufficientFunds => (S::FORBIDDEN, "Insufficient funds"),
            Self::UserNotFound => (S::NOT_FOUND, "User not found"),
            Self::CardNotFound => (S::NOT_FOUND, "Card not found"),
            Self::CardholderNotFound => (S::NOT_FOUND, "Cardholder not found"),
            Self::OrderNotFound => (S::NOT_FOUND, "Order not found"),
            Self::ExternalUserIdExists => {
                (S::CONFLICT, "User with this external_user_id already exists")
            }
            Self::CardholderAlreadyExists => {
                (S::CONFLICT, "Cardholder already exists for this user")
            }
            Self::CardNotActive => (S::UNPROCESSABLE_ENTITY, "Card is not active"),
            Self::CardUserMismatch => {
                (S::UNPROCESSABLE_ENTITY, "Card does not belong to this user")
            }
            Self::ProviderError => (S::BAD_GATEWAY, "Card provider error"),
            Self::TopupAttemptsExceeded => {
                (S::SERVICE_UNAVAILABLE, "Maximum retry attempts exceeded. Try again later.")
            }
            Self::ExternalUserIdRequired => (S::BAD_REQUEST, "external_user_id is required"),
            Self::InvalidCardId => (S::BAD_REQUEST, "card_id is not valid"),
            Self::InvalidSubproviderId => (S::BAD_REQUEST, "Unknown subprovider"),
            Self::AmountBelowMinimum => (S::BAD_REQUEST, "Amount is below the minimum"),
            Self::AmountAboveMaximum => (S::BAD_REQUEST, "Amount is above the maximum"),
            Self::ProductNotFound => (S::NOT_FOUND, "Card product not found"),
            Self::ProductNotActive => (S::UNPROCESSABLE_ENTITY, "Card product is not active"),
            Self::CurrencyMismatch => {
                (S::UNPROCESSABLE_ENTITY, "Currency does not match the card currency")
            }
            Self::CardIssueNotCompleted => (S::UNPROCESSABLE_ENTITY, "Card issue is not completed"),
            Self::InvalidCardStatus => {
                (S::UNPROCESSABLE_ENTITY, "Card status does not allow this action")
            }
            Self::InvalidPricing => {
                (S::INTERNAL_SERVER_ERROR, "Pricing is not configured correctly")
            }
            Self::ProjectWalletFailed => (S::INTERNAL_SERVER_ERROR, "Wallet is not available"),
            Self::ProjectBalanceFailed => (S::INTERNAL_SERVER_ERROR, "Balance is not available"),
            Self::ProviderInvalidCardStatus => {
                (S::BAD_GATEWAY, "Card provider reported an unexpected card status")
            }
            Self::IdempotencyKeyConflict => {
                (S::CONFLICT, "Idempotency-Key was used with other fields")
            }
            Self::CardholderNotActive => (S::UNPROCESSABLE_ENTITY, "Cardholder is not active"),
            Self::SubscriptionNotFound => (S::NOT_FOUND, "Subscription not found"),
            Self::InternalError => (S::INTERNAL_SERVER_ERROR, "Internal server error"),
        }
    }
}

impl From<Slug> for Reason {
    fn from(slug: Slug) -> Self {
        Self::Standard(slug.word())
    }
}

/// The standard errors as reasons of the log.
pub(super) fn reasons() -> impl Iterator<Item = Reason> {
    Slug::iter().map(Reason::from)
}

/// The usual words of a slug, for orders that failed; the slug itself where it is none of the
/// list.
pub(super) fn text_of(slug: &str) -> String {
    slug.parse().map_or_else(|_| slug.replace('_', " "), |slug: Slug| slug.text().to_owned())
}
