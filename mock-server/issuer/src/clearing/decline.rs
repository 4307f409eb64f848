//! Reasons to decline, and what a terminal reports.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why an authorization was declined, in the words of the control plane (SB 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    /// The card is canceled.
    CardCanceled,
    /// The card is past its expiry.
    CardExpired,
    /// The card is blocked.
    CardBlocked,
    /// The card was never activated.
    CardNotActivated,
    /// The card is frozen.
    CardLocked,
    /// The holder's account is closed or locked.
    AccountClosed,
    /// The terminal saw another expiry.
    ExpiryMismatch,
    /// The terminal saw another CVC.
    CvvMismatch,
    /// Wrong PIN.
    InvalidPin,
    /// Too many wrong PINs.
    PinAttemptsExceeded,
    /// The country is not allowed.
    RestrictedCountry,
    /// The merchant category is not allowed.
    BlockedMcc,
    /// The merchant is not allowed.
    BlockedMerchant,
    /// The card may not ask for its balance.
    BalanceInquiryNotPermitted,
    /// The spending limit would be exceeded.
    SpendingLimitExceeded,
    /// Too little money.
    InsufficientFunds,
    /// Only when forced.
    SuspectedFraud,
    /// Only when forced.
    DeclinedByRules,
    /// Only when forced.
    IssuerUnavailable,
    /// Only when forced.
    WebhookDeclined,
    /// Only when forced.
    WebhookTimeout,
}

/// Data that a terminal reports beside the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presented {
    /// The PIN was right.
    pub pin_ok: bool,
    /// The CVC was right.
    pub cvv_ok: bool,
    /// The expiry was right.
    pub expiry_ok: bool,
}

impl Default for Presented {
    fn default() -> Self {
        Self { pin_ok: true, cvv_ok: true, expiry_ok: true }
    }
}

impl Presented {
    /// The first thing that was wrong.
    pub fn mismatch(self) -> Option<Decline> {
        if !self.expiry_ok {
            Some(Decline::ExpiryMismatch)
        } else if !self.cvv_ok {
            Some(Decline::CvvMismatch)
        } else if !self.pin_ok {
            Some(Decline::InvalidPin)
        } else {
            None
        }
    }
}
