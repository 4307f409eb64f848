//! `refund` (SB 5.4).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Effect, Op, Outcome, act,
    spending::{self, units},
};
use crate::{
    control::{
        Problem,
        amount::Amount,
        entities::{self, AnyCard, AnyTransaction, Reference},
    },
    programs::{
        collateral::commands::Refund, managed::commands::RefundCard, prepaid::commands as prepaid,
    },
    world::World,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RefundTransaction {
    /// The transaction that is refunded; give exactly one of `transaction` and `card`.
    transaction: Option<Reference>,
    /// The card that gets a refund which belongs to no transaction.
    card: Option<Reference>,
    /// All that was posted when absent.
    amount: Option<Amount>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct Refunded {
    /// The transaction that was refunded.
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction: Option<String>,
    /// The status of that transaction after the op.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    /// The refund, which is a transaction of its own; on a managed card it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    refund: Option<String>,
}

impl Op for RefundTransaction {
    const NAME: &'static str = "refund";
    const SUMMARY: &'static str = "Credits a card, for one of its transactions or for none.";
    type Result = Refunded;

    fn run(self, handle: &Handle) -> Outcome<Refunded> {
        let (of, card) = handle.read(|world| self.about(world))?;
        let currency = handle.read(|world| card.currency(world));
        let amount = units(self.amount.as_ref(), currency)?;
        let refund = match card {
            AnyCard::Collateral(card) => {
                let transaction = match of {
                    Some(AnyTransaction::Collateral(id)) => Some(id),
                    Some(AnyTransaction::Prepaid(_) | AnyTransaction::Managed(_)) | None => None,
                };
                let refund = act(handle, Self::NAME, &Refund { card, transaction, amount })?;
                Some(format!("t-{refund}"))
            }
            AnyCard::Prepaid(card) => {
                let transaction = match of {
                    Some(AnyTransaction::Prepaid(id)) => Some(id),
                    Some(AnyTransaction::Collateral(_) | AnyTransaction::Managed(_)) | None => None,
                };
                let refund =
                    act(handle, Self::NAME, &prepaid::Refund { card, transaction, amount })?;
                handle.read(|world| {
                    let row = world.issuer.prepaid.transactions.get(refund);
                    row.map(|row| row.external_id.clone())
                })
            }
            AnyCard::Managed(card) => {
                let authorization = match of {
                    Some(AnyTransaction::Managed(id)) => Some(id),
                    Some(AnyTransaction::Collateral(_) | AnyTransaction::Prepaid(_)) | None => None,
                };
                act(handle, Self::NAME, &RefundCard { card, authorization, amount })?;
                None
            }
        };
        let of = of.map(|of| spending::transaction_now(handle, of));
        let mut changed = of.as_ref().map_or_else(Vec::new, |of| of.changed.clone());
        let (transaction, status) = of.map(|of| (of.result.transaction, of.result.status)).unzip();
        changed.extend(refund.iter().map(|refund| format!("transaction:{refund}")));
        Ok(Effect { result: Refunded { transaction, status, refund }, changed })
    }
}

impl RefundTransaction {
    /// The transaction that is refunded, if there is one, and the card that is credited.
    fn about(&self, world: &World) -> Result<(Option<AnyTransaction>, AnyCard), Problem> {
        match (&self.transaction, &self.card) {
            (Some(transaction), None) => {
                let id = entities::transaction(world, transaction)?;
                let card = match id {
                    AnyTransaction::Collateral(id) => {
                        world.issuer.collateral.transactions[id].card.map(AnyCard::Collateral)
                    }
                    AnyTransaction::Prepaid(id) => {
                        Some(AnyCard::Prepaid(world.issuer.prepaid.transactions[id].card))
                    }
                    AnyTransaction::Managed(id) => {
                        Some(AnyCard::Managed(world.issuer.managed.authorizations[id].card))
                    }
                };
                let card = card.ok_or_else(|| Problem::entity("card", "of the transaction"))?;
                Ok((Some(id), card))
            }
            (None, Some(card)) => Ok((None, entities::card(world, card)?)),
            _ => Err(Problem::invalid("", "give exactly one of `transaction` and `card`")),
        }
    }
}
