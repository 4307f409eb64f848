//! The account of a card user: the only place that moves money (PG 10.1, 10.2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::rulebook::{self, SpendingPart};

/// US cents. All money of the card core is in integer cents.
pub type Cents = i64;

/// What a card user has and owes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Where collateral is paid in.
    pub deposit_address: String,
    /// Confirmed collateral.
    pub collateral: Cents,
    /// Authorized, not settled.
    pub pending: Cents,
    /// Settled, plus fees, less refunds.
    pub posted: Cents,
    /// What the last closed statement made due.
    pub due: Cents,
    /// Deposited amounts below a cent, in millionths of a dollar; kept, not credited.
    pub dust_micros: i64,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Account {
    /// An empty account.
    pub fn new(deposit_address: String, now: Timestamp) -> Self {
        Self {
            deposit_address,
            collateral: 0,
            pending: 0,
            posted: 0,
            due: 0,
            dust_micros: 0,
            created_at: now,
        }
    }

    /// What may still be spent; below zero after fees or tips.
    pub fn spending_power(&self, rules: &rulebook::Balance) -> Cents {
        let used = |part: &SpendingPart| match part {
            SpendingPart::Pending => self.pending,
            SpendingPart::Posted => self.posted,
        };
        self.collateral - rules.spending_power_uses.iter().map(used).sum::<Cents>()
    }

    /// What is owed now.
    pub fn balance_due(&self, rules: &rulebook::Balance) -> Cents {
        if rules.due_includes_pending { self.due + self.pending } else { self.due }
    }

    /// Collateral was confirmed.
    pub fn credit(&mut self, amount: Cents) {
        self.collateral += amount;
    }

    /// An authorization was approved or grew.
    pub fn hold(&mut self, amount: Cents) {
        self.pending += amount;
    }

    /// A hold was given back.
    pub fn release(&mut self, amount: Cents) {
        self.pending -= amount;
    }

    /// Something was settled or a fee was charged; negative for a refund.
    pub fn post(&mut self, amount: Cents) {
        self.posted += amount;
    }

    /// A statement closes: what is posted becomes due.
    pub fn close_statement(&mut self) {
        self.due = self.posted;
    }

    /// A payment lowers what is due and what is posted.
    pub fn pay(&mut self, amount: Cents) {
        self.due -= amount;
        self.posted -= amount;
    }
}
