//! Charges and balances.

use async_graphql::{InputObject, SimpleObject};

use super::{envelope, fields};
use crate::card_graphql::BalanceFigures;

fields! {
    #[derive(InputObject)]
    struct ChargeCardInput {
        "plain" card_user_id: String,
        /// US cents, at least 1.
        fee_cents: i32,
        "plain" fee_description: String,
    }
}

envelope! {
    /// Answer of `chargeCard`.
    ChargeCardResponse {
        "plain" charge_id: String,
        /// US dollars.
        "plain" amount: f64,
        "plain" fee_description: String,
    }
}

fields! {
    /// The account behind a card, in US dollars.
    #[derive(SimpleObject)]
    #[graphql(name = "CardBalance")]
    struct Balance {
        /// Confirmed collateral.
        "plain" credit_limit: f64,
        /// Authorized, not settled.
        "plain" pending_charges: f64,
        /// Settled, plus fees, less refunds.
        "plain" posted_charges: f64,
        /// Currently owed.
        "plain" balance_due: f64,
        /// Amount that may still be spent; may be negative.
        "plain" spending_power: f64,
    }
}

impl From<BalanceFigures> for Balance {
    fn from(figures: BalanceFigures) -> Self {
        Self {
            credit_limit: figures.credit_limit,
            pending_charges: figures.pending_charges,
            posted_charges: figures.posted_charges,
            balance_due: figures.balance_due,
            spending_power: figures.spending_power,
        }
    }
}

envelope! {
    /// Answer of `cardBalance`.
    CardBalanceResponse {
        id: i32,
        balance: Balance,
    }
}
