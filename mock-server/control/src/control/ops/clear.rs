//! `clear` (SB 5.4).

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
    programs::{
        collateral::commands::Clear, managed::commands::Settle, prepaid::commands as prepaid,
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ClearTransaction {
    transaction: Reference,
    /// The hold when absent; it may be more than that (a tip, fuel).
    amount: Option<Amount>,
    /// Whether the rest of the hold is released; true when absent.
    #[serde(rename = "final")]
    is_final: Option<bool>,
    /// Whether a transaction that was reversed or has expired is posted all the same.
    #[serde(default)]
    force: bool,
}

impl Op for ClearTransaction {
    const NAME: &'static str = "clear";
    const SUMMARY: &'static str = "Posts an authorized transaction.";
    type Result = TransactionNow;

    fn run(self, handle: &Handle) -> Outcome<TransactionNow> {
        let (id, currency) = spending::named(handle, &self.transaction)?;
        let amount = units(self.amount.as_ref(), currency)?;
        let (last, force) = (self.is_final.unwrap_or(true), self.force);
        match id {
            AnyTransaction::Collateral(transaction) => {
                act(handle, Self::NAME, &Clear { transaction, amount, last, force })?;
            }
            AnyTransaction::Prepaid(transaction) => {
                act(handle, Self::NAME, &prepaid::Clear { transaction, amount, last, force })?;
            }
            AnyTransaction::Managed(authorization) => {
                let (currency, is_final) = (None, last);
                let command = Settle { authorization, amount, currency, is_final, force };
                act(handle, Self::NAME, &command)?;
            }
        }
        Ok(spending::transaction_now(handle, id))
    }
}
