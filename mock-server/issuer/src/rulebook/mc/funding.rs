//! Amounts, funding and withdrawal (MC 4.3, 8).

use crate::{money::MOST, rulebook::section::section};

section! {
    /// Rules for amounts.
    Money = "mc.money" {
        /// Amounts may be JSON numbers. Source: decided.
        accept_numbers: bool = false;
    }
}

section! {
    /// Rules for funding.
    Fund = "mc.fund" {
        /// The total of a card is limited by its program. Source: decided.
        enforce_max_balance: bool = true;
    }
}

section! {
    /// Rules for withdrawals.
    Withdraw = "mc.withdraw" {
        /// Fee of a withdrawal, in minor units, at most the amount: the part that does not reach the
        /// wallet. Source: decided.
        fee_minor: i64 = 0, 0..=MOST;
    }
}
