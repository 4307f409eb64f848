//! Card transactions: authorization, settlement, reversal, refund, fee (PG 10.2, SB 5.4).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    card::CardType,
    ids::{ApplicationId, CardId, CardUserId, TransactionId},
};
use crate::{
    clearing::{Merchant, Spending, TransactionStatus},
    collections::Row,
    money::Cents,
};

/// A row of the account: an authorization and what became of it, a refund or a fee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transaction {
    /// Internal id.
    pub id: TransactionId,
    /// Issuer-side id (UUID text).
    pub external_id: String,
    /// Application of the holder.
    pub application: ApplicationId,
    /// The card; none for a fee.
    pub card: Option<CardId>,
    /// The holder.
    pub user: CardUserId,
    /// The kind.
    pub kind: TransactionKind,
    /// The amount first authorized; none for fees and refunds.
    pub authorized: Option<Cents>,
    /// The amounts and the state; what a refund cleared is negative.
    pub spending: Spending,
    /// The merchant.
    pub merchant: Option<Merchant>,
    /// The way in which the card was presented; none for a fee.
    pub method: Option<Method>,
    /// The type of the card; none for a fee.
    pub card_type: Option<CardType>,
    /// `feeDescription` of a fee.
    pub fee_description: Option<String>,
    /// The instant of the authorization; none for fees and refunds.
    pub authorized_at: Option<Timestamp>,
    /// The instant of the settlement.
    pub posted_at: Option<Timestamp>,
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
    /// The amount that counts against a spending limit, in cents: held and settled. Declined
    /// and reversed transactions count nothing, refunds give nothing back, fees do not count.
    pub fn counted(&self) -> Cents {
        match (self.kind, self.spending.status) {
            (TransactionKind::Fee | TransactionKind::Refund, _)
            | (_, TransactionStatus::Declined) => 0,
            (
                TransactionKind::Purchase
                | TransactionKind::AtmWithdrawal
                | TransactionKind::BalanceInquiry,
                _,
            ) => self.spending.held + self.spending.cleared,
        }
    }

    /// The present amount, in cents: what is held and settled, what was asked when declined, what
    /// was authorized when it was given back.
    pub fn amount(&self) -> Cents {
        match self.spending.status {
            TransactionStatus::Declined
            | TransactionStatus::Reversed
            | TransactionStatus::Expired => self.authorized.unwrap_or_default(),
            TransactionStatus::Authorized
            | TransactionStatus::Posted
            | TransactionStatus::Refunded => self.spending.held + self.spending.cleared,
        }
    }
}

/// The kind of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransactionKind {
    /// Buying something.
    Purchase,
    /// Cash.
    AtmWithdrawal,
    /// A question about the balance at a terminal.
    BalanceInquiry,
    /// Money back from a merchant.
    Refund,
    /// `chargeCard`.
    Fee,
}

/// The way in which a card was presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Number typed in.
    Online,
    /// Chip.
    Chip,
    /// At a cash machine.
    Atm,
}
