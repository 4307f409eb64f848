//! Refusals of quotes and swaps by their codes (AG 10.3). A new refusal does not compile until it
//! is said here whether it has one.

use async_graphql::SimpleObject;
use serde_json::json;

use super::fields;
use crate::{card_graphql::OperationError, programs::collateral::Refusal};

fields! {
    /// A refusal by its code (AG 10.3).
    #[derive(SimpleObject)]
    struct SmartWalletErrorResponse {
        "plain" code: String,
        "said" message: String,
        /// JSON text with `required` and `available`, in smallest units.
        "plain" details: Option<String>,
    }
}

impl SmartWalletErrorResponse {
    /// The structured form of a refusal; none for one that has no code.
    pub(super) fn of(said: &OperationError, message: String) -> Option<Self> {
        let OperationError::Refused(refusal) = said else { return None };
        let code = code(refusal)?;
        let mut details = None;
        if let Refusal::InsufficientBalance { required, available } = refusal {
            let amounts = json!({"required": required.to_string(),
                                 "available": available.to_string()});
            details = Some(amounts.to_string());
        }
        Some(Self { code: code.to_owned(), message, details })
    }
}

/// The code of a refusal of a quote or a swap.
fn code(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::WalletNotEligible => "WALLET_NOT_ELIGIBLE",
        Refusal::SwapNotSupported => "SWAP_NOT_SUPPORTED",
        Refusal::InvalidTokenAmount | Refusal::AmountOutOfRange(_) => "INVALID_AMOUNT",
        Refusal::InvalidRecipient => "INVALID_RECIPIENT",
        Refusal::InsufficientBalance { .. } => "INSUFFICIENT_BALANCE",
        Refusal::QuoteExpired => "QUOTE_EXPIRED",
        Refusal::QuoteExecuted => "QUOTE_ALREADY_EXECUTED",
        Refusal::PriceMoved => "PRICE_MOVED",
        Refusal::NotYours
        | Refusal::UnknownCardUser { .. }
        | Refusal::OrganizationNameMissing
        | Refusal::OrganizationNameTooLong
        | Refusal::TermsNotAccepted
        | Refusal::ApplicationExists
        | Refusal::InvalidOccupation
        | Refusal::InvalidWalletAddress
        | Refusal::InvalidAnswer(_)
        | Refusal::KycMissing(_)
        | Refusal::ApplicationNotApproved
        | Refusal::DisplayName(_)
        | Refusal::Nickname(_)
        | Refusal::LimitNotPositive
        | Refusal::UnknownFrequency
        | Refusal::ShippingMissing
        | Refusal::ShippingOnVirtual
        | Refusal::Address(_)
        | Refusal::CardState { .. }
        | Refusal::ReasonMissing
        | Refusal::ReasonTooLong
        | Refusal::UnknownReason
        | Refusal::OnlyVirtual
        | Refusal::PinNotDigits
        | Refusal::PinLength { .. }
        | Refusal::PinRepeated
        | Refusal::PinAscending
        | Refusal::PinDescending
        | Refusal::PinFixed
        | Refusal::NoPin
        | Refusal::FeeTooSmall { .. }
        | Refusal::FeeDescriptionMissing
        | Refusal::FeeDescriptionTooLong
        | Refusal::NoAccount
        | Refusal::ApplicationState { .. }
        | Refusal::TransactionState(_)
        | Refusal::DepositState { .. }
        | Refusal::ShipmentState { .. }
        | Refusal::InvalidRequestedLimit
        | Refusal::KycNotCompleted
        | Refusal::NoCollateral
        | Refusal::TokenNotSupported
        | Refusal::TokenNotOnChain
        | Refusal::InvalidWithdrawal
        | Refusal::SignatureActive { .. }
        | Refusal::InsufficientCollateral
        | Refusal::NotDisputable
        | Refusal::DisputeOpen
        | Refusal::EvidenceTooLong
        | Refusal::DisputeState { .. }
        | Refusal::Taken(_) => return None,
    })
}
