//! Status and words of every slug (ER 5.2).

use axum::http::StatusCode;
use serde_json::Value;

use crate::register::Reason;

/// The slug of a reason: its word.
pub(super) fn slug(reason: Reason) -> Value {
    serde_json::to_value(reason).unwrap_or_default()
}

/// The usual words of a slug, for orders that failed.
pub(super) fn text_of(slug: &str) -> String {
    let reason = serde_json::from_value(Value::from(slug));
    reason.map_or_else(|_| slug.replace('_', " "), |reason| standard(reason).1.to_owned())
}

/// Status and words of every slug.
pub(super) fn standard(reason: Reason) -> (StatusCode, &'static str) {
    use {Reason as R, StatusCode as S};
    match reason {
        R::InvalidRequest => (S::BAD_REQUEST, "Invalid request"),
        R::InvalidAmount => (S::BAD_REQUEST, "Amount is invalid or negative"),
        R::IdempotencyKeyRequired => (S::BAD_REQUEST, "Idempotency-Key header is required"),
        R::InsufficientFunds => (S::FORBIDDEN, "Insufficient funds"),
        R::UserNotFound => (S::NOT_FOUND, "User not found"),
        R::CardNotFound => (S::NOT_FOUND, "Card not found"),
        R::CardholderNotFound => (S::NOT_FOUND, "Cardholder not found"),
        R::OrderNotFound => (S::NOT_FOUND, "Order not found"),
        R::ExternalUserIdExists => (S::CONFLICT, "User with this external_user_id already exists"),
        R::CardholderAlreadyExists => (S::CONFLICT, "Cardholder already exists for this user"),
        R::CardNotActive => (S::UNPROCESSABLE_ENTITY, "Card is not active"),
        R::CardUserMismatch => (S::UNPROCESSABLE_ENTITY, "Card does not belong to this user"),
        R::ProviderError => (S::BAD_GATEWAY, "Card provider error"),
        R::TopupAttemptsExceeded => {
            (S::SERVICE_UNAVAILABLE, "Maximum retry attempts exceeded. Try again later.")
        }
        R::ExternalUserIdRequired => (S::BAD_REQUEST, "external_user_id is required"),
        R::InvalidCardId => (S::BAD_REQUEST, "card_id is not valid"),
        R::InvalidSubproviderId => (S::BAD_REQUEST, "Unknown subprovider"),
        R::AmountBelowMinimum => (S::BAD_REQUEST, "Amount is below the minimum"),
        R::AmountAboveMaximum => (S::BAD_REQUEST, "Amount is above the maximum"),
        R::ProductNotFound => (S::NOT_FOUND, "Card product not found"),
        R::ProductNotActive => (S::UNPROCESSABLE_ENTITY, "Card product is not active"),
        R::CurrencyMismatch => {
            (S::UNPROCESSABLE_ENTITY, "Currency does not match the card currency")
        }
        R::CardIssueNotCompleted => (S::UNPROCESSABLE_ENTITY, "Card issue is not completed"),
        R::InvalidCardStatus => (S::UNPROCESSABLE_ENTITY, "Card status does not allow this action"),
        R::InvalidPricing => (S::INTERNAL_SERVER_ERROR, "Pricing is not configured correctly"),
        R::ProjectWalletFailed => (S::INTERNAL_SERVER_ERROR, "Wallet is not available"),
        R::ProjectBalanceFailed => (S::INTERNAL_SERVER_ERROR, "Balance is not available"),
        R::ProviderInvalidCardStatus => {
            (S::BAD_GATEWAY, "Card provider reported an unexpected card status")
        }
        R::IdempotencyKeyConflict => (S::CONFLICT, "Idempotency-Key was used with other fields"),
        R::CardholderNotActive => (S::UNPROCESSABLE_ENTITY, "Cardholder is not active"),
        R::SubscriptionNotFound => (S::NOT_FOUND, "Subscription not found"),
        _ => (S::INTERNAL_SERVER_ERROR, "Internal server error"),
    }
}
