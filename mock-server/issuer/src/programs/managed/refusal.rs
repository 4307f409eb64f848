//! Refusals of the program, as data (MC 17).

use jiff::Timestamp;

use super::{
    authorization::AuthorizationStatus, card::CardStanding, currency::Currency,
    dispute::DisputeStatus, operation::OperationStatus,
};
use crate::{
    clearing::WrongState,
    money::{AmountOutOfRange, Cents},
};

/// A refusal. Nothing was changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Missing, or another user's: callers must not be able to tell.
    #[error("the caller has no such thing")]
    NotFound,
    /// A name is taken.
    #[error("{0} exists")]
    Taken(String),
    /// The user has to be verified.
    #[error("identity verification is required")]
    VerificationRequired,
    /// The card's status does not allow the action.
    #[error("the card is {}", .0.status.word())]
    CardStatus(CardStanding),
    /// The authorization holds nothing any more.
    #[error("the authorization is {}", .0.word())]
    AuthorizationNotOpen(AuthorizationStatus),
    /// Nothing of the authorization is settled.
    #[error("nothing of the authorization is settled; it is {}", .0.word())]
    AuthorizationNotSettled(AuthorizationStatus),
    /// The transaction's state does not allow the step.
    #[error(transparent)]
    TransactionState(#[from] WrongState),
    /// A dispute on the authorization is open.
    #[error("the dispute {dispute} is open")]
    DisputeExists {
        /// Its reference.
        dispute: String,
    },
    /// The dispute has ended.
    #[error("the dispute is {}", .0.word())]
    DisputeClosed(DisputeStatus),
    /// A provisional credit is still to be decided.
    #[error("the dispute {dispute} with a provisional credit is open")]
    OpenDispute {
        /// Its reference.
        dispute: String,
    },
    /// The card owes money.
    #[error("the card balance is negative")]
    NegativeBalance {
        /// The available amount.
        available: Cents,
        /// Its currency.
        currency: Currency,
    },
    /// The operation has ended.
    #[error("the operation is {}", .0.word())]
    OperationEnded(OperationStatus),
    /// Unknown, disabled, without a route, or of another market.
    #[error("the program is not available")]
    ProgramNotAvailable,
    /// Unknown or another user's.
    #[error("the wallet is not available")]
    WalletNotAvailable,
    /// The user has as many cards of the program as there may be.
    #[error("there are {limit} cards of the program")]
    CardLimitReached {
        /// The most.
        limit: i64,
    },
    /// Another currency than the card's or the program's.
    #[error("the currency is {}", expected.code())]
    CurrencyMismatch {
        /// The right one.
        expected: Currency,
    },
    /// Outside of what is allowed.
    #[error("{}", .0.describe())]
    Limit(LimitExceeded),
    /// Too little in the wallet.
    #[error("the wallet has too little")]
    InsufficientWalletFunds {
        /// The available amount.
        available: Cents,
        /// Its currency.
        currency: Currency,
    },
    /// Too little on the card.
    #[error("the card has too little")]
    InsufficientCardFunds {
        /// The available amount.
        available: Cents,
        /// Its currency.
        currency: Currency,
    },
    /// The time to dispute is over.
    #[error("the time to dispute ended at {closed_at}")]
    DisputeWindowClosed {
        /// The end.
        closed_at: Timestamp,
    },
    /// The issuing partner fails.
    #[error("the issuing partner could not process the request")]
    ProviderError,
    /// An amount that is not above zero, or above what is there.
    #[error(transparent)]
    AmountOutOfRange(#[from] AmountOutOfRange),
}

/// An amount outside of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitExceeded {
    /// The limit that stands in the way.
    pub kind: LimitKind,
    /// The limit, in minor units.
    pub limit: Cents,
    /// Its currency.
    pub currency: Currency,
}

/// The limit that stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// Smallest funding of the program.
    AmountBelowMinimum,
    /// Largest funding of the program.
    AmountAboveMaximum,
    /// Largest total of a card of the program.
    BalanceLimitExceeded,
    /// The most that this settlement may take.
    OverSettlement,
    /// The hold.
    AmountExceedsHold,
    /// The most that can still be disputed.
    DisputeAmountExceedsSettled,
}

impl LimitExceeded {
    fn describe(self) -> &'static str {
        match self.kind {
            LimitKind::AmountBelowMinimum => "the amount is below the minimum",
            LimitKind::AmountAboveMaximum => "the amount is above the maximum",
            LimitKind::BalanceLimitExceeded => "the card balance would exceed its limit",
            LimitKind::OverSettlement => "the amount exceeds what can be settled",
            LimitKind::AmountExceedsHold => "the amount exceeds the hold",
            LimitKind::DisputeAmountExceedsSettled => "the amount exceeds what can be disputed",
        }
    }
}
