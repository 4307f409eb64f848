//! Errors as they are answered (MC 4.5, 17).
#![warn(clippy::wildcard_enum_match_arm)]

use axum::http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

use super::{
    codes::Code,
    formats::{money, time},
    status_words::{said, usable},
};
use crate::{
    error_code::ErrorCode,
    gate::Answer,
    log::Reason,
    programs::managed::{Currency, LimitExceeded, LimitKind, Refusal},
};

/// An error: its code, and what the answer says besides.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ApiError {
    /// The code.
    pub(super) code: Code,
    /// The reason in the log, which may be finer than the code.
    pub(super) reason: Reason,
    detail: String,
    /// Members behind `detail` and `code`, in order.
    more: Box<Map<String, Value>>,
    headers: Vec<(header::HeaderName, HeaderValue)>,
}

impl ApiError {
    /// The text.
    pub(super) fn detail(&self) -> String {
        self.detail.clone()
    }

    /// The error with this code, in its usual words.
    pub(super) fn of(code: Code) -> Self {
        Self::worded(code, code.text())
    }

    /// The error with this code, in words of the case.
    pub(super) fn worded(code: Code, detail: impl Into<String>) -> Self {
        let mut headers = Vec::new();
        let plain = HeaderValue::from_static;
        match code.status() {
            StatusCode::UNAUTHORIZED => {
                headers.push((header::WWW_AUTHENTICATE, plain("Bearer realm=\"api\"")));
            }
            StatusCode::SERVICE_UNAVAILABLE => headers.push((header::RETRY_AFTER, plain("1"))),
            StatusCode::PAYLOAD_TOO_LARGE => headers.push((header::CONNECTION, plain("close"))),
            _ => {}
        }
        let (reason, detail) = (code.reason(), detail.into());
        Self { code, reason, detail, more: Box::default(), headers }
    }

    /// A call too many, which would be taken after this time.
    pub(super) fn throttled(seconds: i64) -> Self {
        let unit = if seconds == 1 { "second" } else { "seconds" };
        let detail = format!("Request was throttled. Expected available in {seconds} {unit}.");
        Self::worded(Code::Throttled, detail)
            .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Fields that are wrong, each with what is wrong with it.
    pub(super) fn invalid(errors: Map<String, Value>) -> Self {
        Self::of(Code::InvalidRequest).with("errors", Value::Object(errors))
    }

    /// A single wrong field.
    pub(super) fn invalid_field(name: &str, problem: &str) -> Self {
        Self::invalid(Map::from_iter([(name.to_owned(), json!([problem]))]))
    }

    /// Adds a member.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a header.
    pub(super) fn with_header(mut self, name: header::HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Sets the reason in the log.
    pub(super) fn because(mut self, reason: Reason) -> Self {
        self.reason = reason;
        self
    }

    /// The answer, byte for byte.
    pub(super) fn answer(self) -> Answer {
        let mut body = Map::new();
        body.insert("detail".to_owned(), self.detail.into());
        body.insert("code".to_owned(), self.code.word().into());
        body.extend(*self.more);
        let mut answer = Answer::json(self.code.status(), Value::Object(body), self.reason);
        answer.content_type = "application/json";
        answer.headers = self.headers;
        answer
    }
}

/// An error about an amount, which it tells with its currency, as two members.
fn of_amount(code: Code, name: &str, amount: i64, currency: Currency) -> ApiError {
    let shown = money(amount, currency);
    ApiError::of(code).with(name, shown).with("currency", currency.code())
}

impl From<Refusal> for ApiError {
    fn from(no: Refusal) -> Self {
        match no {
            Refusal::NotFound => Self::of(Code::NotFound),
            Refusal::VerificationRequired => Self::of(Code::VerificationRequired),
            Refusal::CardStatus(state) => {
                let status = state.status;
                let detail = format!("Card is {}.", said(status.word()));
                Self::worded(Code::InvalidCardStatus, detail)
                    .with("card_status", status.word())
                    .with("allowed_actions", usable(state))
            }
            Refusal::AuthorizationNotOpen(status) => {
                let detail = format!("Authorization is {}.", said(status.word()));
                Self::worded(Code::AuthorizationNotOpen, detail)
                    .with("authorization_status", status.word())
            }
            Refusal::AuthorizationNotSettled(status) => {
                Self::of(Code::AuthorizationNotSettled).with("authorization_status", status.word())
            }
            Refusal::DisputeExists { dispute } => {
                Self::of(Code::DisputeExists).with("dispute", dispute)
            }
            Refusal::DisputeClosed(status) => {
                let detail = format!("Dispute is {}.", said(status.word()));
                Self::worded(Code::DisputeClosed, detail).with("dispute_status", status.word())
            }
            Refusal::OpenDispute { dispute } => {
                Self::of(Code::OpenDispute).with("dispute", dispute)
            }
            Refusal::NegativeBalance { available, currency } => {
                of_amount(Code::NegativeBalance, "available", available, currency)
            }
            Refusal::ProgramNotAvailable => Self::of(Code::ProgramNotAvailable),
            Refusal::WalletNotAvailable => Self::of(Code::WalletNotAvailable),
            Refusal::CardLimitReached { limit } => {
                Self::of(Code::CardLimitReached).with("limit", limit)
            }
            Refusal::CurrencyMismatch { expected } => {
                Self::of(Code::CurrencyMismatch).with("expected", expected.code())
            }
            Refusal::Limit(LimitExceeded { kind, limit, currency }) => {
                let code = match kind {
                    LimitKind::AmountBelowMinimum => Code::AmountBelowMinimum,
                    LimitKind::AmountAboveMaximum => Code::AmountAboveMaximum,
                    LimitKind::BalanceLimitExceeded => Code::BalanceLimitExceeded,
                    LimitKind::OverSettlement => Code::OverSettlement,
                    LimitKind::AmountExceedsHold => Code::AmountExceedsHold,
                    LimitKind::DisputeAmountExceedsSettled => Code::DisputeAmountExceedsSettled,
                };
                of_amount(code, "limit", limit, currency)
            }
            Refusal::InsufficientWalletFunds { available, currency } => {
                of_amount(Code::InsufficientWalletFunds, "available", available, currency)
            }
            Refusal::InsufficientCardFunds { available, currency } => {
                of_amount(Code::InsufficientCardFunds, "available", available, currency)
            }
            Refusal::DisputeWindowClosed { closed_at } => {
                Self::of(Code::DisputeWindowClosed).with("closed_at", time(closed_at))
            }
            Refusal::ProviderError => Self::of(Code::ProviderError),
            // An amount that no balance of the world has room for.
            Refusal::AmountOutOfRange(_) => Self::invalid_field("amount", "Is too large."),
            // Only the back office can run into these.
            Refusal::Taken(_) | Refusal::TransactionState(_) | Refusal::OperationEnded(_) => {
                Self::of(Code::InternalError)
            }
        }
    }
}

impl From<std::convert::Infallible> for ApiError {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}
