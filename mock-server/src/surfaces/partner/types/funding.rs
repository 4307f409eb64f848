//! Charges and balances.

use async_graphql::{InputObject, SimpleObject};

use super::{envelope, fields};
use crate::{
    money::Cents,
    programs::collateral::Account,
    rulebook::{self, Unit},
};

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
    #[derive(SimpleObject, Default)]
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

impl Balance {
    pub(in crate::surfaces::partner) fn of(account: &Account, rules: &rulebook::Balance) -> Self {
        let amount = |cents: Cents| match rules.unit {
            Unit::Usd => dollars(cents),
            Unit::Cents => dollars(cents) * 100.0,
        };
        Self {
            credit_limit: amount(account.collateral),
            pending_charges: amount(account.pending),
            posted_charges: amount(account.posted),
            balance_due: amount(account.balance_due(rules)),
            spending_power: amount(account.spending_power(rules)),
        }
    }
}

/// Dollars of cents, the nearest double to the two decimals.
#[expect(clippy::cast_precision_loss, reason = "cents of an account fit into 53 bits")]
pub(in crate::surfaces::partner) fn dollars(cents: Cents) -> f64 {
    cents as f64 / 100.0
}

envelope! {
    /// Answer of `cardBalance`.
    CardBalanceResponse {
        id: i32,
        balance: Balance,
    }
}
