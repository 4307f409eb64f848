//! `decline` (SB 5.4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Effect, Op, Outcome, act,
    spending::{self, Attempt, TransactionNow},
};
use crate::{
    clearing::{Decline, Merchant, Presented},
    control::{
        Problem,
        amount::Amount,
        entities::{self, AnyCard, AnyTransaction, Reference},
    },
    programs::{
        collateral::{
            commands::{Authorize, DeclineAuthorized},
            transaction::TransactionKind,
        },
        managed::{
            self,
            adapter::AdapterChoice,
            authorization::{Channel, MerchantInput},
        },
        prepaid::{commands as prepaid, transaction::Kind},
    },
    world::World,
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclineSpending {
    /// A card on which a declined transaction is made; give `amount` too.
    card: Option<Reference>,
    amount: Option<Amount>,
    /// A transaction that is authorized, in the place of `card` and `amount`.
    transaction: Option<Reference>,
    reason: Decline,
}

/// An attempt that was declined, or a transaction that is so from now on.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Declined {
    Attempt(Attempt),
    Transaction(TransactionNow),
}

impl Op for DeclineSpending {
    const NAME: &'static str = "decline";
    const SUMMARY: &'static str =
        "Makes a declined transaction, or declines one that is only authorized.";
    type Result = Declined;

    fn run(self, handle: &Handle) -> Outcome<Declined> {
        let effect = match (&self.transaction, &self.card, &self.amount) {
            (Some(transaction), ..) => self.decline_transaction(handle, transaction)?,
            (None, Some(card), Some(amount)) => self.decline_attempt(handle, card, amount)?,
            _ => {
                let detail = "give `transaction`, or `card` and `amount`";
                return Err(Problem::invalid("", detail));
            }
        };
        Ok(effect)
    }
}

impl DeclineSpending {
    fn decline_transaction(&self, handle: &Handle, transaction: &str) -> Outcome<Declined> {
        let id = handle.read(|world| entities::transaction(world, transaction))?;
        let reason = self.reason;
        match id {
            AnyTransaction::Collateral(transaction) => {
                act(handle, Self::NAME, &DeclineAuthorized { transaction, reason })?;
            }
            AnyTransaction::Prepaid(transaction) => {
                act(handle, Self::NAME, &prepaid::DeclineAuthorized { transaction, reason })?;
            }
            AnyTransaction::Managed(id) => {
                // A managed card declines when it is asked, and never later (MC 10.4).
                let row = |world: &World| world.issuer.managed.authorizations[id].status().word();
                return Err(Problem::state(handle.read(row), Vec::new()));
            }
        }
        let Effect { result, changed } = spending::transaction_now(handle, id);
        Ok(Effect { result: Declined::Transaction(result), changed })
    }

    fn decline_attempt(&self, handle: &Handle, card: &str, amount: &Amount) -> Outcome<Declined> {
        let (card, currency) = handle.read(|world| {
            let card = entities::card(world, card)?;
            Ok::<_, Problem>((card, card.currency(world)))
        })?;
        let amount = amount.units(currency, "/amount")?;
        let (merchant, presented) = (Merchant::default(), Presented::default());
        let forced = Some(self.reason);
        let Effect { result, changed } = match card {
            AnyCard::Collateral(card) => {
                let kind = TransactionKind::Purchase;
                let command = Authorize { card, amount, kind, merchant, presented, forced };
                let done = act(handle, Self::NAME, &command)?;
                spending::authorized(handle, &done, amount, card)
            }
            AnyCard::Prepaid(card) => {
                let kind = Kind::Purchase;
                let command =
                    prepaid::Authorize { card, amount, kind, merchant, presented, forced };
                let done = act(handle, Self::NAME, &command)?;
                spending::spent(handle, &done, amount)
            }
            AnyCard::Managed(card) => {
                let command = managed::commands::Authorize {
                    card,
                    amount,
                    currency: None,
                    merchant: MerchantInput::default(),
                    channel: Channel::default(),
                    metadata: BTreeMap::new(),
                    simulated: None,
                    forced: forced.map(Into::into),
                    adapter: AdapterChoice::default(),
                };
                let id = act(handle, Self::NAME, &command)?;
                spending::managed(handle, id, amount, forced)
            }
        };
        Ok(Effect { result: Declined::Attempt(result), changed })
    }
}
