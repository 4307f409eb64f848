//! `increment` (SB 5.4).

use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Op, Outcome, act,
    spending::{self, Attempt},
};
use crate::{
    control::{
        Problem,
        amount::{self, Amount},
        entities::{AnyTransaction, Reference},
    },
    programs::{
        collateral::commands::Increment, managed::commands as managed, prepaid::commands as prepaid,
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IncrementHold {
    transaction: Reference,
    /// The amount by which the hold rises; give exactly one of `by` and `to`.
    by: Option<Amount>,
    /// The whole hold from now on.
    to: Option<Amount>,
}

impl Op for IncrementHold {
    const NAME: &'static str = "increment";
    const SUMMARY: &'static str = "Raises the hold of an authorized transaction.";
    type Result = Attempt;

    fn run(self, handle: &Handle) -> Outcome<Attempt> {
        let (transaction, currency) = spending::named(handle, &self.transaction)?;
        let held = handle.read(|world| match transaction {
            AnyTransaction::Collateral(id) => {
                world.issuer.collateral.transactions[id].spending.held
            }
            AnyTransaction::Prepaid(id) => world.issuer.prepaid.transactions[id].spending.held,
            AnyTransaction::Managed(id) => world.issuer.managed.authorizations[id].held(),
        });
        let (by, place) = match (&self.by, &self.to) {
            (Some(by), None) => (by.units(currency, "/by")?, "/by"),
            (None, Some(to)) => (amount::above(to, held, currency)?, "/to"),
            _ => return Err(Problem::invalid("", "give exactly one of `by` and `to`")),
        };
        let at = |problem: Problem| problem.instead_of("/amount", place);
        match transaction {
            AnyTransaction::Collateral(transaction) => {
                let card =
                    handle.read(|world| world.issuer.collateral.transactions[transaction].card);
                let card = card.ok_or_else(|| Problem::entity("card", "of the transaction"))?;
                let done = act(handle, Self::NAME, &Increment { transaction, by }).map_err(at)?;
                let total = handle
                    .read(|world| world.issuer.collateral.transactions[transaction].spending.held);
                Ok(spending::authorized(handle, &done, total, card))
            }
            AnyTransaction::Prepaid(transaction) => {
                let command = prepaid::Increment { transaction, by };
                let done = act(handle, Self::NAME, &command).map_err(at)?;
                let total = handle
                    .read(|world| world.issuer.prepaid.transactions[transaction].spending.held);
                Ok(spending::spent(handle, &done, total))
            }
            AnyTransaction::Managed(authorization) => {
                let command = managed::Increment { authorization, by };
                let declined = act(handle, Self::NAME, &command).map_err(at)?;
                let total =
                    handle.read(|world| world.issuer.managed.authorizations[authorization].held());
                Ok(spending::managed(handle, authorization, total, declined.map(Into::into)))
            }
        }
    }
}
