//! Card transactions: authorization, settlement, reversal, refund, fee (PG 10.2, SB 5.4).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CheckContext, Collateral, Refusal,
    application::ApplicationStatus,
    card::{Card, CardStatus, CardType},
    ids::{ApplicationId, CardId, CardUserId, TransactionId},
    ledger::Movement,
};
use crate::{
    clearing::{Decline, Merchant, Presented, TransactionStatus},
    collections::Row,
    money::{AmountOutOfRange, Cents, MOST},
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
    /// What it is.
    pub kind: TransactionKind,
    /// Where it stands.
    pub status: TransactionStatus,
    /// The amount first authorized; none for fees and refunds.
    pub authorized: Option<Cents>,
    /// What is still held.
    pub held: Cents,
    /// What was settled; the amount of a fee; negative for a refund.
    pub cleared: Cents,
    /// What was refunded of it.
    pub refunded: Cents,
    /// Where it was spent.
    pub merchant: Option<Merchant>,
    /// How the card was presented.
    pub method: Option<Method>,
    /// What kind of card it was.
    pub card_type: Option<CardType>,
    /// Why it was declined.
    pub declined: Option<Decline>,
    /// `feeDescription` of a fee.
    pub fee_description: Option<String>,
    /// When it was authorized.
    pub authorized_at: Option<Timestamp>,
    /// When it was settled.
    pub posted_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When the row was last changed.
    pub updated_at: Timestamp,
}

impl Row for Transaction {
    type Id = TransactionId;
}

impl Transaction {
    /// What it counts against a spending limit: what is held and what was settled. Declined and
    /// reversed ones count nothing, refunds give nothing back, fees do not count.
    pub fn counted(&self) -> Cents {
        match (self.kind, self.status) {
            (TransactionKind::Fee | TransactionKind::Refund, _)
            | (_, TransactionStatus::Declined) => 0,
            _ => self.held + self.cleared,
        }
    }

    /// The present amount: what is held and settled, what was asked when declined, what was
    /// authorized when it was given back.
    pub fn amount(&self) -> Cents {
        match self.status {
            TransactionStatus::Declined
            | TransactionStatus::Reversed
            | TransactionStatus::Expired => self.authorized.unwrap_or_default(),
            _ => self.held + self.cleared,
        }
    }
}

/// What a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransactionKind {
    /// Buying something.
    Purchase,
    /// Cash.
    AtmWithdrawal,
    /// Asking for the balance at a terminal.
    BalanceInquiry,
    /// Money back from a merchant.
    Refund,
    /// `chargeCard`.
    Fee,
}

/// How a card was presented.
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

impl Collateral {
    /// Refuses an amount by which the account of a person cannot be moved; a person without an
    /// account has nothing to move.
    pub fn fits(
        &self,
        user: CardUserId,
        movement: Movement,
        amount: Cents,
        context: &CheckContext<'_>,
    ) -> Result<(), Refusal> {
        let account = self.users[user].account.as_ref();
        let max = account.map_or(MOST, |account| account.room(movement, &context.rules.balance));
        let refused = AmountOutOfRange { max }.into();
        // A question about the balance holds nothing.
        let least = i64::from(movement != Movement::Hold);
        if (least..=max).contains(&amount) { Ok(()) } else { Err(refused) }
    }

    /// Why `amount` cannot be authorized on this card now, in the order of SB 5.4; nothing when it
    /// can.
    pub fn decline(
        &self,
        card: &Card,
        amount: Cents,
        presented: Presented,
        context: &CheckContext<'_>,
    ) -> Option<Decline> {
        let rules = context.rules;
        if !card.status.is_in(&rules.life.spend_states) {
            return Some(match card.status {
                CardStatus::Canceled => Decline::CardCanceled,
                CardStatus::NotActivated => Decline::CardNotActivated,
                CardStatus::Locked => Decline::CardLocked,
                CardStatus::Active => Decline::CardBlocked,
            });
        }
        let application = &self.applications[card.application];
        if matches!(application.status, ApplicationStatus::Locked | ApplicationStatus::Canceled) {
            return Some(Decline::AccountClosed);
        }
        let Some(account) = &self.holder(card).account else {
            return Some(Decline::AccountClosed);
        };
        let checks = [
            (!presented.expiry_ok, Decline::ExpiryMismatch),
            (!presented.cvv_ok, Decline::CvvMismatch),
            (!presented.pin_ok, Decline::InvalidPin),
            (
                self.exceeds_limit(card, amount, &rules.limit, context.now),
                Decline::SpendingLimitExceeded,
            ),
            (amount > account.spending_power(&rules.balance), Decline::InsufficientFunds),
        ];
        checks.into_iter().find(|(declined, _)| *declined).map(|(_, why)| why)
    }
}
