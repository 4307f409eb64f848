//! Refusals of the program, as data.
//!
//! No status, no code, no wording: each surface says these in its own words, in one exhaustive
//! match, so that a new refusal does not compile until every surface has its sentence.

use super::{
    application::ApplicationStatus,
    card::{CardAction, CardStatus},
    dispute::DisputeStatus,
};
use crate::{
    clearing::WrongState,
    money::{AmountOutOfRange, Units},
    people::{address::AddressFault, name::NameFault},
    rulebook::KycProperty,
};

/// A refusal. Nothing was changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Missing, or somebody else's: callers must not be able to tell.
    #[error("the caller has no such thing")]
    NotYours,
    /// Nobody has this card user id, and the reading of AMB-PG-05 says so openly.
    #[error("no such card user")]
    UnknownCardUser {
        /// The properties that the issuer would miss in the KYC payload.
        missing: Vec<KycProperty>,
    },
    /// An organization needs a name.
    #[error("the organization has no name")]
    OrganizationNameMissing,
    /// The name of an organization is over 100 characters.
    #[error("the organization's name is too long")]
    OrganizationNameTooLong,
    /// Terms of service were not accepted.
    #[error("the terms were not accepted")]
    TermsNotAccepted,
    /// The person has an application that is not canceled.
    #[error("the person has an application")]
    ApplicationExists,
    /// Not an occupation of the list.
    #[error("unknown occupation")]
    InvalidOccupation,
    /// Neither an EVM nor a Solana address.
    #[error("not a wallet address")]
    InvalidWalletAddress,
    /// An answer of the applicant is empty or too long.
    #[error("{0} is empty or too long")]
    InvalidAnswer(&'static str),
    /// The issuer misses properties in the KYC payload.
    #[error("KYC properties are missing")]
    KycMissing(Vec<KycProperty>),
    /// The application is not in a state from which cards are made.
    #[error("the application is not approved")]
    ApplicationNotApproved,
    /// The name on the card is unusable.
    #[error("unusable display name")]
    DisplayName(NameFault),
    /// The nickname is unusable.
    #[error("unusable nickname")]
    Nickname(NameFault),
    /// A limit below one cent.
    #[error("the limit is not above zero")]
    LimitNotPositive,
    /// A frequency that the reading of AMB-PG-04 does not have.
    #[error("no such limit frequency")]
    UnknownFrequency,
    /// A physical card needs a shipping address.
    #[error("no shipping address")]
    ShippingMissing,
    /// A virtual card takes no shipping address (only under a patched rulebook).
    #[error("a virtual card is not shipped")]
    ShippingOnVirtual,
    /// An address is unusable.
    #[error(transparent)]
    Address(#[from] AddressFault),
    /// The card's state does not allow the action.
    #[error("the card is {}", status.name())]
    CardState {
        /// The action that was asked for.
        action: CardAction,
        /// The state of the card.
        status: CardStatus,
        /// The states that allow the action.
        allowed: Vec<String>,
    },
    /// Canceling needs a reason (only under a patched rulebook).
    #[error("no reason given")]
    ReasonMissing,
    /// The reason is over 255 characters.
    #[error("the reason is too long")]
    ReasonTooLong,
    /// Not a reason for a replacement.
    #[error("no such reason")]
    UnknownReason,
    /// The short form replaces virtual cards only.
    #[error("not a virtual card")]
    OnlyVirtual,
    /// A character that is no digit.
    #[error("the PIN has other characters than digits")]
    PinNotDigits,
    /// Too short or too long.
    #[error("the PIN is too short or too long")]
    PinLength {
        /// The least number of digits.
        min: i64,
        /// The largest number of digits.
        max: i64,
    },
    /// One digit repeated.
    #[error("the PIN is one digit repeated")]
    PinRepeated,
    /// An ascending sequence.
    #[error("the PIN is an ascending sequence")]
    PinAscending,
    /// A descending sequence.
    #[error("the PIN is a descending sequence")]
    PinDescending,
    /// The PIN cannot be changed (only under a patched rulebook).
    #[error("the PIN cannot be changed")]
    PinFixed,
    /// The card has no PIN in force.
    #[error("the card has no PIN")]
    NoPin,
    /// A fee below the smallest.
    #[error("the fee is too small")]
    FeeTooSmall {
        /// The smallest fee, in cents.
        min: i64,
    },
    /// A fee needs a description.
    #[error("the fee has no description")]
    FeeDescriptionMissing,
    /// The description is over 255 characters.
    #[error("the fee's description is too long")]
    FeeDescriptionTooLong,
    /// The person has no issuer ledger account yet.
    #[error("the person has no account")]
    NoAccount,
    /// The back office cannot decide the application so from where it stands.
    #[error("the application is {}", status.name())]
    ApplicationState {
        /// The present state.
        status: ApplicationStatus,
        /// The states that it could be taken to.
        allowed: Vec<ApplicationStatus>,
    },
    /// The transaction's state does not allow the step.
    #[error(transparent)]
    TransactionState(#[from] WrongState),
    /// An amount that is not above zero, or above what is there.
    #[error(transparent)]
    AmountOutOfRange(#[from] AmountOutOfRange),
    /// The deposit does not wait for a confirmation.
    #[error("the deposit does not wait")]
    DepositState {
        /// The present state.
        status: &'static str,
    },
    /// The card is not sent by post, or the shipment is further already.
    #[error("nothing to ship")]
    ShipmentState {
        /// The state of the shipment, if there is one.
        status: Option<&'static str>,
    },
    /// A requested limit without its period, not above zero, or with an unknown period.
    #[error("no such requested limit")]
    InvalidRequestedLimit,
    /// The person has not completed KYC in the app.
    #[error("KYC is not completed")]
    KycNotCompleted,
    /// The wallet is none that can fund cards.
    #[error("the wallet cannot fund cards")]
    WalletNotEligible,
    /// A token or chain outside of the token table, or one that a collateral address does not take.
    #[error("the swap is not supported")]
    SwapNotSupported,
    /// Not a positive integer in the smallest unit.
    #[error("not a positive amount in the smallest unit")]
    InvalidTokenAmount,
    /// Not an address.
    #[error("not an address")]
    InvalidRecipient,
    /// The wallet holds less.
    #[error("the wallet holds {available}, not {required}")]
    InsufficientBalance {
        /// The amount that was asked for, in smallest units.
        required: Units,
        /// The amount that is there, in smallest units.
        available: Units,
    },
    /// The quote is past its expiry.
    #[error("the quote has expired")]
    QuoteExpired,
    /// The quote was executed before.
    #[error("the quote was executed")]
    QuoteExecuted,
    /// The output would be below the minimum of the quote.
    #[error("the price moved")]
    PriceMoved,
    /// The account has no collateral.
    #[error("there is no collateral")]
    NoCollateral,
    /// A token in which the account never had collateral.
    #[error("no such token")]
    TokenNotSupported,
    /// The token is on another chain.
    #[error("the token is not on this chain")]
    TokenNotOnChain,
    /// Not a positive amount of whole tokens.
    #[error("not an amount of the token")]
    InvalidWithdrawal,
    /// A deposit was received just now, whose signature is still active.
    #[error("a signature is active for {retry_after_s} s")]
    SignatureActive {
        /// The time until it ends, in whole seconds, at least 1.
        retry_after_s: i64,
    },
    /// More than is free.
    #[error("the collateral is not free")]
    InsufficientCollateral,
    /// Not a posted purchase.
    #[error("only posted purchases can be disputed")]
    NotDisputable,
    /// The transaction has an open dispute.
    #[error("a dispute is open")]
    DisputeOpen,
    /// The evidence of a dispute is over 255 characters.
    #[error("the evidence is too long")]
    EvidenceTooLong,
    /// The dispute is decided.
    #[error("the dispute is {}", status.name())]
    DisputeState {
        /// The present state.
        status: DisputeStatus,
    },
    /// A name is taken.
    #[error("{0} exists")]
    Taken(String),
}
