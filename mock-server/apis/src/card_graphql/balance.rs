//! The balance of the account behind a card (PG 10.4, AG 5.9).

use super::operation::{Operation, Outcome};
use crate::{
    money::Cents,
    programs::collateral::{Account, CardId},
    rulebook::{self, Unit},
};

/// The figures of a balance, in US dollars unless the rules say cents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BalanceFigures {
    /// Confirmed collateral.
    pub(crate) credit_limit: f64,
    /// Authorized, not settled.
    pub(crate) pending_charges: f64,
    /// Settled, plus fees, less refunds.
    pub(crate) posted_charges: f64,
    /// Currently owed.
    pub(crate) balance_due: f64,
    /// Amount that may still be spent; may be negative.
    pub(crate) spending_power: f64,
}

impl BalanceFigures {
    fn of(account: &Account, rules: &rulebook::Balance) -> Self {
        let amount = |cents: Cents| match rules.unit {
            Unit::Usd => dollars(cents),
            Unit::Cents => dollars(cents) * 100.0,
        };
        Self {
            credit_limit: amount(account.credit_limit(rules)),
            pending_charges: amount(account.pending),
            posted_charges: amount(account.posted),
            balance_due: amount(account.balance_due(rules)),
            spending_power: amount(account.spending_power(rules)),
        }
    }

    /// The balance behind a card of the caller; all zero before there is an account.
    pub(crate) fn of_card(operation: &Operation, card: CardId) -> Outcome<Self> {
        operation.look(|world, context| {
            let program = &world.issuer.collateral;
            let card = program.own_card(context.principal.caller, card)?;
            let account = program.holder(card).account.as_ref();
            let figures = account.map(|account| Self::of(account, &world.rules.balance));
            Ok(figures.unwrap_or_default())
        })
    }
}

/// Dollars of cents, the nearest double to the two decimals.
#[expect(clippy::cast_precision_loss, reason = "cents of an account fit into 53 bits")]
pub(crate) fn dollars(cents: Cents) -> f64 {
    cents as f64 / 100.0
}
