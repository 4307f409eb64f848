//! Balances of the program: the only place of it that moves money.
//!
//! Every amount leaves one account and reaches another, so all balances together are always zero.
//! Amounts are in millionths of a dollar, because deposits may have parts of a cent; everything
//! else moves whole cents.

use serde::{Deserialize, Serialize};

use super::ids::{CardId, OrderId, ProjectId, TransactionId, UserId};
use crate::{
    collections::{BalanceChange, Balances},
    money::{CENT, Cents, Micros},
};

/// The most that can be paid in at once, and that an account may hold: far above what any test
/// needs, far below where sums of amounts would overflow.
pub const CEILING: Micros = 1_000_000_000 * 100 * CENT;

/// The ceiling in cents: the largest amount of the program.
pub const MOST: Cents = CEILING / CENT;

/// A place where money can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Outside: where deposits come from.
    World,
    /// The master balance of a project.
    Master(ProjectId),
    /// Money that was paid in to a user's own address.
    User(UserId),
    /// Taken for an order that is open.
    Order(OrderId),
    /// On a card.
    Card(CardId),
    /// Held for a transaction.
    Hold(TransactionId),
    /// Spent.
    Merchants,
    /// Earned by the issuer.
    Fees,
}

/// All balances.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    balances: Balances<Account>,
}

impl Ledger {
    /// The balance of an account, in millionths of a dollar.
    pub fn micros(&self, account: Account) -> Micros {
        self.balances.of(account)
    }

    /// The balance of an account, in whole cents; parts of a cent are not shown.
    pub fn cents(&self, account: Account) -> Cents {
        self.micros(account).div_euclid(CENT)
    }

    /// Every account that has something, and how much.
    pub fn iter(&self) -> impl Iterator<Item = (Account, Micros)> {
        self.balances.iter()
    }

    /// The most cents that can go from one account to another so that neither holds or owes more
    /// than the ceiling; nothing below one cent when there is no room.
    pub fn room(&self, from: Account, to: Account) -> Cents {
        let (from, to) = (self.micros(from), self.micros(to));
        CEILING.saturating_add(from).min(CEILING.saturating_sub(to)).min(CEILING).div_euclid(CENT)
    }

    /// Moves whole cents.
    pub(super) fn pay(&mut self, from: Account, to: Account, amount: Cents) {
        self.transfer(from, to, amount * CENT);
    }

    /// Moves millionths.
    pub(super) fn transfer(&mut self, from: Account, to: Account, amount: Micros) {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// An account owes at most the ceiling and holds at most the ceiling.
    #[test]
    fn room_is_bounded_by_the_debts_of_one_account_and_the_balance_of_the_other() {
        let (from, to) = (Account::Master(ProjectId(1)), Account::User(UserId(1)));
        let mut ledger = Ledger::default();
        assert_eq!(ledger.room(from, to), MOST);
        ledger.pay(from, Account::Fees, 700);
        assert_eq!(ledger.room(from, to), MOST - 700);
        ledger.pay(Account::World, to, 900);
        assert_eq!(ledger.room(from, to), MOST - 900);
        // A balance gives no room beyond the ceiling of one movement.
        ledger.pay(Account::World, from, 5_000);
        assert_eq!(ledger.room(from, Account::Merchants), MOST);
    }
}
