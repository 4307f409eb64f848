//! Refusals of the card programs as problems.
#![warn(clippy::wildcard_enum_match_arm)]

use super::{Problem, ProblemCode};
use crate::{
    clearing::WrongState,
    money::AmountOutOfRange,
    programs::{collateral, managed, prepaid},
};

impl From<collateral::Refusal> for Problem {
    fn from(refusal: collateral::Refusal) -> Self {
        let text = refusal.to_string();
        let names = |all: Vec<&str>| all.into_iter().map(ToOwned::to_owned).collect();
        match refusal {
            collateral::Refusal::NotYours | collateral::Refusal::UnknownCardUser { .. } => {
                Self::new(ProblemCode::EntityUnknown, "Nothing by that name", text)
            }
            collateral::Refusal::CardState { status, allowed, .. } => {
                Self::state(status.name(), allowed)
            }
            collateral::Refusal::ApplicationState { status, allowed } => Self::state(
                status.name(),
                allowed.into_iter().map(|status| status.name().to_owned()).collect(),
            ),
            collateral::Refusal::TransactionState(no) => no.into(),
            collateral::Refusal::DepositState { status } => {
                Self::state(status, names(vec!["received"]))
            }
            collateral::Refusal::ShipmentState { status } => {
                Self::state(status.unwrap_or("not shipped"), Vec::new())
            }
            collateral::Refusal::NoAccount => {
                Self::state("no account", names(vec!["approved application"]))
            }
            collateral::Refusal::DisputeState { status } => {
                Self::state(status.name(), names(vec!["open"]))
            }
            collateral::Refusal::Taken(_) => Self::state("taken", Vec::new()),
            collateral::Refusal::AmountOutOfRange(no) => no.into(),
            collateral::Refusal::OrganizationNameMissing
            | collateral::Refusal::OrganizationNameTooLong
            | collateral::Refusal::TermsNotAccepted
            | collateral::Refusal::ApplicationExists
            | collateral::Refusal::InvalidOccupation
            | collateral::Refusal::InvalidWalletAddress
            | collateral::Refusal::InvalidAnswer(_)
            | collateral::Refusal::KycMissing(_)
            | collateral::Refusal::ApplicationNotApproved
            | collateral::Refusal::DisplayName(_)
            | collateral::Refusal::Nickname(_)
            | collateral::Refusal::LimitNotPositive
            | collateral::Refusal::UnknownFrequency
            | collateral::Refusal::ShippingMissing
            | collateral::Refusal::ShippingOnVirtual
            | collateral::Refusal::Address(_)
            | collateral::Refusal::ReasonTooLong
            | collateral::Refusal::ReasonMissing
            | collateral::Refusal::UnknownReason
            | collateral::Refusal::OnlyVirtual
            | collateral::Refusal::PinNotDigits
            | collateral::Refusal::PinLength { .. }
            | collateral::Refusal::PinRepeated
            | collateral::Refusal::PinAscending
            | collateral::Refusal::PinDescending
            | collateral::Refusal::PinFixed
            | collateral::Refusal::NoPin
            | collateral::Refusal::InvalidRequestedLimit
            | collateral::Refusal::KycNotCompleted
            | collateral::Refusal::WalletNotEligible
            | collateral::Refusal::SwapNotSupported
            | collateral::Refusal::InvalidTokenAmount
            | collateral::Refusal::InvalidRecipient
            | collateral::Refusal::InsufficientBalance { .. }
            | collateral::Refusal::QuoteExpired
            | collateral::Refusal::QuoteExecuted
            | collateral::Refusal::PriceMoved
            | collateral::Refusal::NoCollateral
            | collateral::Refusal::TokenNotSupported
            | collateral::Refusal::TokenNotOnChain
            | collateral::Refusal::InvalidWithdrawal
            | collateral::Refusal::SignatureActive { .. }
            | collateral::Refusal::InsufficientCollateral
            | collateral::Refusal::NotDisputable
            | collateral::Refusal::DisputeOpen
            | collateral::Refusal::EvidenceTooLong
            | collateral::Refusal::FeeTooSmall { .. }
            | collateral::Refusal::FeeDescriptionMissing
            | collateral::Refusal::FeeDescriptionTooLong => Self::invalid("", text),
        }
    }
}

impl From<managed::Refusal> for Problem {
    fn from(no: managed::Refusal) -> Self {
        let text = no.to_string();
        match no {
            managed::Refusal::NotFound => {
                Self::new(ProblemCode::EntityUnknown, "Nothing by that name", text)
            }
            managed::Refusal::Taken(_) => Self::state("taken", Vec::new()),
            managed::Refusal::CardStatus(state) => {
                let allowed = state.allowed().map(|action| action.word().to_owned());
                Self::state(state.status.word(), allowed.collect())
            }
            managed::Refusal::AuthorizationNotOpen(status)
            | managed::Refusal::AuthorizationNotSettled(status) => {
                Self::state(status.word(), Vec::new())
            }
            managed::Refusal::DisputeClosed(status) => Self::state(status.word(), Vec::new()),
            managed::Refusal::OperationEnded(status) => Self::state(status.word(), Vec::new()),
            managed::Refusal::TransactionState(no) => no.into(),
            managed::Refusal::AmountOutOfRange(no) => no.into(),
            managed::Refusal::DisputeExists { .. }
            | managed::Refusal::OpenDispute { .. }
            | managed::Refusal::NegativeBalance { .. }
            | managed::Refusal::CardLimitReached { .. }
            | managed::Refusal::InsufficientWalletFunds { .. }
            | managed::Refusal::InsufficientCardFunds { .. }
            | managed::Refusal::DisputeWindowClosed { .. }
            | managed::Refusal::VerificationRequired
            | managed::Refusal::ProviderError => Self::state(&text, Vec::new()),
            managed::Refusal::Limit(_) => Self::invalid("/amount", text),
            managed::Refusal::ProgramNotAvailable
            | managed::Refusal::WalletNotAvailable
            | managed::Refusal::CurrencyMismatch { .. } => Self::invalid("", text),
        }
    }
}

impl From<prepaid::Refusal> for Problem {
    fn from(no: prepaid::Refusal) -> Self {
        let text = no.to_string();
        let names = |all: Vec<&str>| all.into_iter().map(ToOwned::to_owned).collect();
        match no {
            prepaid::Refusal::NotYours
            | prepaid::Refusal::UserNotFound
            | prepaid::Refusal::CardNotFound
            | prepaid::Refusal::CardholderNotFound
            | prepaid::Refusal::OrderNotFound
            | prepaid::Refusal::SubproviderUnknown
            | prepaid::Refusal::ProductNotFound => {
                Self::new(ProblemCode::EntityUnknown, "Nothing by that name", text)
            }
            prepaid::Refusal::TransactionState(no) => no.into(),
            prepaid::Refusal::DepositState { status } => {
                Self::state(status, names(vec!["received"]))
            }
            prepaid::Refusal::AmountOutOfRange(no) => no.into(),
            prepaid::Refusal::Taken(_) => Self::state("taken", Vec::new()),
            prepaid::Refusal::CardholderState { registration, allowed } => {
                Self::state(registration.word(), names(allowed))
            }
            prepaid::Refusal::OrderEnded(status) => Self::state(status, Vec::new()),
            prepaid::Refusal::CardClosed => Self::state("closed", Vec::new()),
            prepaid::Refusal::CardNotActive(status) | prepaid::Refusal::CardStatus(status) => {
                Self::state(status.word(), Vec::new())
            }
            prepaid::Refusal::UserExists | prepaid::Refusal::CardholderExists => {
                Self::state("taken", Vec::new())
            }
            prepaid::Refusal::CardholderNotActive
            | prepaid::Refusal::ProductNotActive
            | prepaid::Refusal::InsufficientFunds
            | prepaid::Refusal::CoolingDown
            | prepaid::Refusal::IssueNotCompleted
            | prepaid::Refusal::KeyConflict
            | prepaid::Refusal::CardUserMismatch => Self::state(&text, Vec::new()),
            prepaid::Refusal::SubproviderAmbiguous
            | prepaid::Refusal::ProductAmbiguous
            | prepaid::Refusal::InitialNotAllowed
            | prepaid::Refusal::PricingBroken
            | prepaid::Refusal::BelowMinimum { .. }
            | prepaid::Refusal::AboveMaximum { .. }
            | prepaid::Refusal::CurrencyMismatch => Self::invalid("", text),
        }
    }
}

impl From<AmountOutOfRange> for Problem {
    fn from(no: AmountOutOfRange) -> Self {
        Self::invalid("/amount", no.to_string())
    }
}

impl From<WrongState> for Problem {
    fn from(no: WrongState) -> Self {
        let allowed = no.allowed.into_iter().map(ToOwned::to_owned).collect();
        Self::state(no.status.name(), allowed)
    }
}
