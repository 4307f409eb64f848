//! Reasons to decline (MC 10.3), and the words of the control plane for them (MC 19).

use serde::{Deserialize, Serialize};

use super::card::CardStatus;
use crate::clearing::Decline;

/// The reason of a decline.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumIter,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DeclineReason {
    /// The partner has not made the card yet.
    CardNotActive,
    /// The card is frozen.
    CardFrozen,
    /// The card is blocked.
    CardBlocked,
    /// The card has expired.
    CardExpired,
    /// The card is terminated.
    CardTerminated,
    /// The card was never made.
    CardFailed,
    /// The operator has to decide about the card.
    CardUnderReview,
    /// Too little money on the card.
    InsufficientFunds,
    /// More than one authorization may be.
    AmountLimitExceeded,
    /// The merchant category is blocked.
    MerchantBlocked,
    /// The issuing partner fails.
    ProviderUnavailable,
    /// Only when forced.
    SuspectedFraud,
    /// Only when forced.
    DoNotHonor,
    /// A wrong PIN.
    InvalidPin,
    /// A wrong security code.
    CvvMismatch,
    /// A wrong expiry.
    ExpiryMismatch,
    /// Only when forced.
    CountryBlocked,
}

impl DeclineReason {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The reason for which a status declines; nothing where it allows spending.
    pub fn of_status(status: CardStatus) -> Option<Self> {
        match status {
            CardStatus::Active => None,
            CardStatus::Pending => Some(Self::CardNotActive),
            CardStatus::Frozen => Some(Self::CardFrozen),
            CardStatus::Blocked => Some(Self::CardBlocked),
            CardStatus::Expired => Some(Self::CardExpired),
            CardStatus::Terminated => Some(Self::CardTerminated),
            CardStatus::Failed => Some(Self::CardFailed),
            CardStatus::UnderReview => Some(Self::CardUnderReview),
        }
    }
}

impl From<DeclineReason> for Decline {
    fn from(reason: DeclineReason) -> Self {
        match reason {
            DeclineReason::CardNotActive | DeclineReason::CardFailed => Self::CardNotActivated,
            DeclineReason::CardFrozen => Self::CardLocked,
            DeclineReason::CardBlocked | DeclineReason::CardUnderReview => Self::CardBlocked,
            DeclineReason::CardExpired => Self::CardExpired,
            DeclineReason::CardTerminated => Self::CardCanceled,
            DeclineReason::InsufficientFunds => Self::InsufficientFunds,
            DeclineReason::AmountLimitExceeded => Self::SpendingLimitExceeded,
            DeclineReason::MerchantBlocked => Self::BlockedMcc,
            DeclineReason::ProviderUnavailable => Self::IssuerUnavailable,
            DeclineReason::SuspectedFraud => Self::SuspectedFraud,
            DeclineReason::DoNotHonor => Self::DeclinedByRules,
            DeclineReason::InvalidPin => Self::InvalidPin,
            DeclineReason::CvvMismatch => Self::CvvMismatch,
            DeclineReason::ExpiryMismatch => Self::ExpiryMismatch,
            DeclineReason::CountryBlocked => Self::RestrictedCountry,
        }
    }
}

impl From<Decline> for DeclineReason {
    fn from(reason: Decline) -> Self {
        match reason {
            Decline::CardNotActivated => Self::CardNotActive,
            Decline::CardLocked => Self::CardFrozen,
            Decline::CardCanceled => Self::CardTerminated,
            Decline::BlockedMcc | Decline::BlockedMerchant => Self::MerchantBlocked,
            Decline::RestrictedCountry => Self::CountryBlocked,
            Decline::SpendingLimitExceeded => Self::AmountLimitExceeded,
            Decline::IssuerUnavailable => Self::ProviderUnavailable,
            Decline::InsufficientFunds => Self::InsufficientFunds,
            Decline::SuspectedFraud => Self::SuspectedFraud,
            Decline::InvalidPin => Self::InvalidPin,
            Decline::CvvMismatch => Self::CvvMismatch,
            Decline::ExpiryMismatch => Self::ExpiryMismatch,
            Decline::CardExpired => Self::CardExpired,
            Decline::CardBlocked => Self::CardBlocked,
            Decline::AccountClosed
            | Decline::PinAttemptsExceeded
            | Decline::BalanceInquiryNotPermitted
            | Decline::DeclinedByRules
            | Decline::WebhookDeclined
            | Decline::WebhookTimeout => Self::DoNotHonor,
        }
    }
}
