//! Refusals of the program, as data.

use super::{card::CardStatus, cardholder::RegistrationStatus};
use crate::{
    clearing::WrongState,
    money::{AmountOutOfRange, Cents},
};

/// A refusal. Nothing was changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// No project, or not the caller's: callers must not be able to tell.
    #[error("the caller has no such thing")]
    NotYours,
    /// A name is taken.
    #[error("{0} exists")]
    Taken(String),
    /// An amount that is not above zero, or above what is there.
    #[error(transparent)]
    AmountOutOfRange(#[from] AmountOutOfRange),
    /// The transaction's state does not allow the step.
    #[error(transparent)]
    TransactionState(#[from] WrongState),
    /// The deposit does not wait for a confirmation.
    #[error("the deposit does not wait")]
    DepositState {
        /// The deposit's state.
        status: &'static str,
    },
    /// Missing, or another project's: callers must not be able to tell.
    #[error("no such user")]
    UserNotFound,
    /// Missing, or another project's.
    #[error("no such card")]
    CardNotFound,
    /// Missing, another project's, or of a user without one.
    #[error("no such cardholder")]
    CardholderNotFound,
    /// Missing, or another project's.
    #[error("no such order")]
    OrderNotFound,
    /// The project has a user of this name.
    #[error("the user exists")]
    UserExists,
    /// The user has a cardholder.
    #[error("the user has a cardholder")]
    CardholderExists,
    /// No such subprovider.
    #[error("no such subprovider")]
    SubproviderUnknown,
    /// Code and id name two subproviders.
    #[error("code and id name two subproviders")]
    SubproviderAmbiguous,
    /// No such product.
    #[error("no such product")]
    ProductNotFound,
    /// Code and id name two products.
    #[error("code and id name two products")]
    ProductAmbiguous,
    /// The product takes no orders.
    #[error("the product is not active")]
    ProductNotActive,
    /// Registration or KYC does not allow cards.
    #[error("the cardholder is not active")]
    CardholderNotActive,
    /// A card that is issued free of charge takes no initial amount.
    #[error("no initial amount on a free card")]
    InitialNotAllowed,
    /// The product's fees or limits make no sense.
    #[error("the pricing is broken")]
    PricingBroken,
    /// Below the least amount.
    #[error("the amount is too small")]
    BelowMinimum {
        /// The least amount.
        min: Cents,
    },
    /// Above the greatest amount.
    #[error("the amount is too large")]
    AboveMaximum {
        /// The greatest amount.
        max: Cents,
    },
    /// The master balance is too low.
    #[error("the master balance is too low")]
    InsufficientFunds,
    /// The card's state does not allow top-ups or details.
    #[error("the card is {}", .0.word())]
    CardNotActive(CardStatus),
    /// The card belongs to another user.
    #[error("the card is another user's")]
    CardUserMismatch,
    /// Another currency than the card's.
    #[error("another currency than the card's")]
    CurrencyMismatch,
    /// Too many attempts failed lately.
    #[error("too many attempts failed lately")]
    CoolingDown,
    /// The card is not issued yet.
    #[error("the card is not issued yet")]
    IssueNotCompleted,
    /// The card's state, or an order that is open, does not allow it.
    #[error("the card is {}", .0.word())]
    CardStatus(CardStatus),
    /// A key that was used with other fields.
    #[error("the key was used with other fields")]
    KeyConflict,
    /// The back office cannot decide the cardholder so from where it stands.
    #[error("the cardholder is {}", registration.word())]
    CardholderState {
        /// The state of the registration.
        registration: RegistrationStatus,
        /// The decisions that are possible.
        allowed: Vec<&'static str>,
    },
    /// The order has ended.
    #[error("the order is {0}")]
    OrderEnded(&'static str),
    /// A closed card stays closed.
    #[error("the card is closed")]
    CardClosed,
}
