//! Balances.

use async_graphql::SimpleObject;

use super::{envelope, fields};
use crate::card_graphql::BalanceFigures;

fields! {
    /// The account behind a card, in US dollars.
    #[derive(SimpleObject)]
    struct RainCardBalance {
        /// Value of the confirmed collateral.
        "plain" credit_limit: f64,
        /// Authorized, not settled.
        "plain" pending_charges: f64,
        /// Settled, not paid.
        "plain" posted_charges: f64,
        /// Amount that a closed statement has made due.
        "plain" balance_due: f64,
        /// Amount that may still be spent.
        "plain" spending_power: f64,
    }
}

impl From<BalanceFigures> for RainCardBalance {
    fn from(figures: BalanceFigures) -> Self {
        let BalanceFigures {
            credit_limit,
            pending_charges,
            posted_charges,
            balance_due,
            spending_power,
        } = figures;
        Self { credit_limit, pending_charges, posted_charges, balance_due, spending_power }
    }
}

envelope! {
    /// Answer of `cardBalance`.
    RainCardBalanceResponse {
        id: i32,
        balance: RainCardBalance,
    }
}
