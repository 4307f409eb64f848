//! Top-ups and spending of prepaid cards (ER 8.10, SB 5.4).

mod posting;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CardId, OrderId, TransactionId},
    state::states,
};
use crate::{
    clearing::{Merchant, Spending, TransactionStatus},
    collections::Row,
    money::Cents,
};

states! {
    /// The kind of a transaction.
    Kind {
        /// The first money of a card.
        InitialTopup = "initial_topup",
        /// More money.
        Topup = "topup",
        /// Buying something.
        Purchase = "purchase",
        /// Cash.
        AtmWithdrawal = "atm_withdrawal",
        /// A question about the balance at a terminal.
        BalanceInquiry = "balance_inquiry",
        /// Money back from a merchant.
        Refund = "refund",
    }
}

impl Kind {
    /// The kind that is written so.
    pub fn of(word: &str) -> Option<Self> {
        [
            Self::InitialTopup,
            Self::Topup,
            Self::Purchase,
            Self::AtmWithdrawal,
            Self::BalanceInquiry,
            Self::Refund,
        ]
        .into_iter()
        .find(|kind| kind.word() == word)
    }
}

/// A row of a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transaction {
    /// Internal id.
    pub id: TransactionId,
    /// `transaction_id`.
    pub external_id: String,
    /// The card.
    pub card: CardId,
    /// The kind.
    pub kind: Kind,
    /// The amount that was asked for, increments included, or credited; in cents.
    pub amount: Cents,
    /// The amounts and the state.
    pub spending: Spending,
    /// The merchant.
    pub merchant: Option<Merchant>,
    /// The order that credited it.
    pub order: Option<OrderId>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for Transaction {
    type Id = TransactionId;
    const TRACKED: bool = true;
}

impl Transaction {
    /// Tells whether the transaction brought money.
    pub fn is_credit(&self) -> bool {
        matches!(self.kind, Kind::InitialTopup | Kind::Topup | Kind::Refund)
    }

    /// The amount that was moved or would have been, in cents: credits positive, debits negative.
    pub fn signed(&self) -> Cents {
        let debit = match self.spending.status {
            TransactionStatus::Authorized => self.spending.held + self.spending.cleared,
            TransactionStatus::Posted | TransactionStatus::Refunded => self.spending.cleared,
            TransactionStatus::Reversed
            | TransactionStatus::Expired
            | TransactionStatus::Declined => self.amount,
        };
        if self.is_credit() { self.amount } else { -debit }
    }
}

/// A row that is about to be made.
pub(super) struct Draft {
    pub(super) card: CardId,
    pub(super) kind: Kind,
    pub(super) amount: Cents,
    pub(super) spending: Spending,
    pub(super) merchant: Option<Merchant>,
    pub(super) order: Option<OrderId>,
}
