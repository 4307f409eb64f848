//! Balances by account, with what moved since somebody asked.

use std::collections::BTreeMap;

use imbl::{OrdMap, ordmap::DiffItem};
use serde::{Deserialize, Serialize};

use super::pairs;

/// Balances by account, in the unit of their ledger. An account without an entry has nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(
    serialize = "A: Clone + Ord + Serialize",
    deserialize = "A: Clone + Ord + Deserialize<'de>"
))]
pub struct Balances<A: Ord> {
    #[serde(with = "pairs")]
    all: OrdMap<A, i64>,
    /// Accounts that were moved, each with its balance before.
    #[serde(skip, default = "Vec::new")]
    moved: Vec<(A, i64)>,
}

/// A balance that was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceChange<A> {
    /// The account.
    pub account: A,
    /// The balance before, in the unit of its ledger.
    pub before: i64,
    /// The balance afterwards, in the unit of its ledger.
    pub after: i64,
}

impl<A: Ord> Default for Balances<A> {
    fn default() -> Self {
        Self { all: OrdMap::new(), moved: Vec::new() }
    }
}

impl<A: Ord> PartialEq for Balances<A> {
    fn eq(&self, other: &Self) -> bool {
        self.all == other.all
    }
}

impl<A: Copy + Ord> Balances<A> {
    /// The balance of an account.
    pub fn of(&self, account: A) -> i64 {
        self.all.get(&account).copied().unwrap_or(0)
    }

    /// Every account that has something, and how much.
    pub fn iter(&self) -> impl Iterator<Item = (A, i64)> {
        self.all.iter().map(|(account, amount)| (*account, *amount))
    }

    /// Moves an amount from one account to another.
    pub fn transfer(&mut self, from: A, to: A, amount: i64) {
        self.change(from, -amount);
        self.change(to, amount);
    }

    fn change(&mut self, account: A, by: i64) {
        let balance = self.all.entry(account).or_default();
        self.moved.push((account, *balance));
        *balance += by;
        if *balance == 0 {
            self.all.remove(&account);
        }
    }

    /// Takes the changes since they were taken last, in order of account.
    pub fn take_changes(&mut self) -> Vec<BalanceChange<A>> {
        let mut before = BTreeMap::new();
        for (account, balance) in self.moved.drain(..) {
            before.entry(account).or_insert(balance);
        }
        let change = |(account, before)| BalanceChange { account, before, after: self.of(account) };
        before.into_iter().map(change).filter(|change| change.before != change.after).collect()
    }

    /// The balances that are others than in `before`, in order of account.
    pub fn changes_since(&self, before: &Self) -> Vec<BalanceChange<A>> {
        let change = |item: DiffItem<'_, '_, A, i64>| {
            let (account, before, after) = match item {
                DiffItem::Add(account, after) => (*account, 0, *after),
                DiffItem::Update { old: (account, before), new: (_, after) } => {
                    (*account, *before, *after)
                }
                DiffItem::Remove(account, before) => (*account, *before, 0),
            };
            BalanceChange { account, before, after }
        };
        before.all.diff(&self.all).map(change).collect()
    }
}
