//! `reverse` and `expire`: the release of a hold (SB 5.4).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Op, Outcome, act,
    spending::{self, TransactionNow, units},
};
use crate::{
    control::{
        amount::Amount,
        entities::{AnyTransaction, Reference},
    },
    money::Cents,
    programs::{
        collateral::{TransactionId, commands::Release},
        managed::commands::{self as managed, ExpireAuthorization},
        prepaid::commands as prepaid,
    },
    register::ArgumentReading,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reverse {
    transaction: Reference,
    /// All of the hold when absent.
    amount: Option<Amount>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Expire {
    transaction: Reference,
}

impl Op for Reverse {
    const NAME: &'static str = "reverse";
    const SUMMARY: &'static str = "Releases the hold of a transaction, or a part of it.";
    type Result = TransactionNow;

    fn run(self, handle: &Handle) -> Outcome<TransactionNow> {
        release(handle, Self::NAME, &self.transaction, self.amount.as_ref(), false)
    }
}

impl Op for Expire {
    const NAME: &'static str = "expire";
    const SUMMARY: &'static str =
        "Releases the whole hold of a transaction, as the network does after days.";
    type Result = TransactionNow;

    fn run(self, handle: &Handle) -> Outcome<TransactionNow> {
        release(handle, Self::NAME, &self.transaction, None, true)
    }
}

fn release(
    handle: &Handle,
    op: &str,
    reference: &str,
    amount: Option<&Amount>,
    expired: bool,
) -> Outcome<TransactionNow> {
    let (id, currency) = spending::named(handle, reference)?;
    let amount = units(amount, currency)?;
    match id {
        AnyTransaction::Collateral(transaction) => {
            let amount = amount.or_else(|| rest(handle, op, transaction));
            act(handle, op, &Release { transaction, amount, expired })?;
        }
        AnyTransaction::Prepaid(transaction) => {
            act(handle, op, &prepaid::Release { transaction, amount, expired })?;
        }
        AnyTransaction::Managed(authorization) if expired => {
            act(handle, op, &ExpireAuthorization { authorization })?;
        }
        AnyTransaction::Managed(authorization) => {
            act(handle, op, &managed::Reverse { authorization, amount, currency: None })?;
        }
    }
    Ok(spending::transaction_now(handle, id))
}

/// The part of a hold, in cents, that a deviation takes for the whole of it; none without one.
fn rest(handle: &Handle, op: &str, transaction: TransactionId) -> Option<Cents> {
    handle.read(|world| match world.deviations.reading(op, "rest")? {
        ArgumentReading::Plus(more) => {
            let transaction = world.issuer.collateral.transactions.get(transaction)?;
            Some(transaction.spending.held + more)
        }
        ArgumentReading::Ignored => Some(0),
    })
}
