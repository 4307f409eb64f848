//! Balances of the program: the only place of it that moves money.
//!
//! Every amount leaves one account and reaches another of the same currency, so all balances of a
//! currency together are always zero. Amounts are in minor units.

use serde::{Deserialize, Serialize};

use super::{
    card::Balance,
    currency::Currency,
    ids::{CardId, WalletId},
};
use crate::{
    collections::{BalanceChange, Balances},
    money::{Cents, MOST},
};

/// A place where money can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Outside: where deposits come from.
    Outside(Currency),
    /// Available in a wallet.
    Wallet(WalletId),
    /// Held in a wallet for a funding under way.
    WalletHeld(WalletId),
    /// Available on a card.
    Card(CardId),
    /// Held on a card for authorizations and withdrawals under way.
    CardHeld(CardId),
    /// Settled and not refunded.
    Merchants(Currency),
    /// Disputed: below zero by what was credited for disputes and not taken back.
    Disputed(Currency),
}

/// All balances.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    balances: Balances<Account>,
}

impl Ledger {
    /// The balance of an account.
    pub fn balance(&self, account: Account) -> Cents {
        self.balances.of(account)
    }

    /// The balance of a card.
    pub fn card(&self, card: CardId) -> Balance {
        Balance {
            available: self.balance(Account::Card(card)),
            held: self.balance(Account::CardHeld(card)),
        }
    }

    /// The balance of a wallet.
    pub fn wallet(&self, wallet: WalletId) -> Balance {
        Balance {
            available: self.balance(Account::Wallet(wallet)),
            held: self.balance(Account::WalletHeld(wallet)),
        }
    }

    /// Every account that has something, and how much.
    pub fn iter(&self) -> impl Iterator<Item = (Account, Cents)> {
        self.balances.iter()
    }

    /// The largest amount that can go from one account to another so that neither holds or owes
    /// more than [`MOST`]; below one where there is no room.
    pub fn room(&self, from: Account, to: Account) -> Cents {
        (MOST + self.balance(from)).min(MOST - self.balance(to)).min(MOST)
    }

    /// Moves an amount.
    pub(super) fn transfer(&mut self, from: Account, to: Account, amount: Cents) {
        self.balances.transfer(from, to, amount);
    }

    /// Takes the changes since they were taken last, in order of account.
    pub fn take_changes(&mut self) -> Vec<BalanceChange<Account>> {
        self.balances.take_changes()
    }

    /// The balances that are others than in `before`, in order of account.
    pub fn changes_since(&self, before: &Self) -> Vec<BalanceChange<Account>> {
        self.balances.changes_since(&before.balances)
    }
}
