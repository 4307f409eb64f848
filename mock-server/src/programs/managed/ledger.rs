//! Balances of the program: the only place of it that moves money.
//!
//! Every amount leaves one account and reaches another of the same currency, so all balances of a
//! currency together are always zero. Amounts are in minor units.

use std::collections::BTreeMap;

use imbl::{OrdMap, ordmap::DiffItem};
use serde::{Deserialize, Serialize};

use super::{
    card::Balance,
    currency::Currency,
    ids::{CardId, WalletId},
};
use crate::{
    collections::{BalanceChange, pairs},
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
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    #[serde(with = "pairs")]
    balances: OrdMap<Account, Cents>,
    /// Accounts that were moved, each with its balance before.
    #[serde(skip)]
    changed: Vec<(Account, Cents)>,
}

impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.balances == other.balances
    }
}

impl Ledger {
    /// The balance of an account.
    pub fn balance(&self, account: Account) -> Cents {
        self.balances.get(&account).copied().unwrap_or(0)
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
        self.balances.iter().map(|(account, amount)| (*account, *amount))
    }

    /// The largest amount that can go from one account to another so that neither holds or owes
    /// more than [`MOST`]; below one where there is no room.
    pub fn room(&self, from: Account, to: Account) -> Cents {
        (MOST + self.balance(from)).min(MOST - self.balance(to)).min(MOST)
    }

    /// Moves an amount.
    pub(super) fn transfer(&mut self, from: Account, to: Account, amount: Cents) {
        self.change(from, -amount);
        self.change(to, amount);
    }

    /// Takes the changes that were noted since they were taken last, in order of account.
    pub fn take_changes(&mut self) -> Vec<BalanceChange<Account>> {
        let mut before = BTreeMap::new();
        for (account, balance) in self.changed.drain(..) {
            before.entry(account).or_insert(balance);
        }
        let of = |account| self.balances.get(&account).copied().unwrap_or(0);
        let change = |(account, before)| BalanceChange { account, before, after: of(account) };
        before.into_iter().map(change).filter(|change| change.before != change.after).collect()
    }

    /// The balances that are others than in `before`, in order of account.
    pub fn changes_since(&self, before: &Self) -> Vec<BalanceChange<Account>> {
        let change = |item: DiffItem<'_, '_, Account, i64>| {
            let (account, before, after) = match item {
                DiffItem::Add(account, after) => (*account, 0, *after),
                DiffItem::Update { old: (account, before), new: (_, after) } => {
                    (*account, *before, *after)
                }
                DiffItem::Remove(account, before) => (*account, *before, 0),
            };
            BalanceChange { account, before, after }
        };
        before.balances.diff(&self.balances).map(change).collect()
    }

    fn change(&mut self, account: Account, by: Cents) {
        let balance = self.balances.entry(account).or_default();
        self.changed.push((account, *balance));
        *balance += by;
        if *balance == 0 {
            self.balances.remove(&account);
        }
    }
}
