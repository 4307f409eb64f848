//! The words in which the tables tell of a transaction.

use crate::{
    clearing::{Decline, TransactionStatus},
    programs::collateral::Transaction,
    programs::collateral::transaction::{Method, TransactionKind},
};

/// The last message of the network that a row stands for.
pub(super) fn event(row: &Transaction) -> &'static str {
    match (row.kind, row.spending.status) {
        (TransactionKind::Refund, _) => "refund",
        (TransactionKind::Fee, _)
        | (_, TransactionStatus::Posted | TransactionStatus::Refunded) => "clearing",
        _ => "authorization",
    }
}

/// State of a transaction.
pub(super) fn status(status: TransactionStatus) -> &'static str {
    match status {
        TransactionStatus::Authorized => "authorized",
        TransactionStatus::Posted | TransactionStatus::Refunded => "posted",
        TransactionStatus::Reversed | TransactionStatus::Expired => "reversed",
        TransactionStatus::Declined => "declined",
    }
}

/// Kind of a transaction.
pub(super) fn kind(kind: TransactionKind) -> &'static str {
    match kind {
        TransactionKind::AtmWithdrawal => "atm_withdrawal",
        TransactionKind::Fee => "fee",
        TransactionKind::Purchase | TransactionKind::BalanceInquiry | TransactionKind::Refund => {
            "purchase"
        }
    }
}

/// The way in which a card was used.
pub(super) fn method(method: Method) -> &'static str {
    match method {
        Method::Online => "online",
        Method::Chip => "chip",
        Method::Atm => "atm",
    }
}

/// The reason of a decline in the words of the public guide (PG 10.2).
pub(super) fn declined(reason: Decline) -> &'static str {
    match reason {
        Decline::CardCanceled | Decline::CardBlocked | Decline::CardExpired => "card canceled",
        Decline::CardNotActivated => "card not activated",
        Decline::CardLocked => "card locked",
        Decline::AccountClosed => "blocked entity",
        Decline::ExpiryMismatch => "expiry mismatch",
        Decline::CvvMismatch => "cvv mismatch",
        Decline::InvalidPin => "invalid pin",
        Decline::PinAttemptsExceeded => "invalid pin attempt limit exceeded",
        Decline::RestrictedCountry => "restricted country",
        Decline::BlockedMcc => "blocked mcc",
        Decline::BlockedMerchant => "blocked merchant",
        Decline::BalanceInquiryNotPermitted => "balance inquiry not permitted",
        Decline::SpendingLimitExceeded => "card spending limit exceeded",
        Decline::InsufficientFunds => "account credit limit exceeded",
        Decline::SuspectedFraud => "transaction declined by risk rules",
        Decline::DeclinedByRules | Decline::IssuerUnavailable => "transaction declined by rules",
        Decline::WebhookDeclined => "webhook declined",
        Decline::WebhookTimeout => "webhook timeout",
    }
}

/// The meaning of a merchant category code (ISO 18245), for those that a sandbox meets.
pub(super) fn category(code: &str) -> &'static str {
    match code.parse::<u32>() {
        Ok(3000..3300) => return "Airlines",
        Ok(3500..4000) => return "Hotels and Lodging",
        _ => {}
    }
    match code {
        "4511" => "Airlines",
        "7011" => "Hotels and Lodging",
        "4111" | "4121" | "4131" => "Local Transport",
        "4814" | "4816" => "Telecommunication",
        "5411" | "5422" | "5499" => "Grocery Stores",
        "5541" | "5542" => "Service Stations",
        "5732" | "5734" | "5045" => "Electronics",
        "5812" | "5813" | "5814" => "Restaurants",
        "5912" => "Pharmacies",
        "6010" | "6011" => "Cash",
        "7995" => "Gambling",
        _ => "Other",
    }
}
