//! Answers of the ops about card spending (SB 5.4), on the cards of every surface.

use serde::Serialize;
use utoipa::ToSchema;

use super::Effect;
use crate::{
    clearing::{Authorized, Decline},
    control::{
        Problem,
        amount::{self, Amount},
        entities::{self, AnyTransaction},
    },
    programs::{
        collateral::{CardId, Collateral},
        managed::AuthorizationId,
        prepaid::Prepaid,
    },
    worlds::Handle,
};

/// An attempt to spend. A decline is a result, not an error.
#[derive(Serialize, ToSchema)]
pub(super) struct Attempt {
    transaction: Option<String>,
    /// `authorized` or `declined`.
    status: &'static str,
    decline_reason: Option<Decline>,
    amount: String,
    currency: &'static str,
    /// The hold of the transaction after the op.
    hold: String,
    /// The amount that the card can still spend.
    available_after: String,
}

/// A transaction and where it stands now.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TransactionNow {
    pub(super) transaction: String,
    pub(super) status: &'static str,
}

fn status(declined: Option<Decline>) -> &'static str {
    if declined.is_some() { "declined" } else { "authorized" }
}

/// An attempt on a card against collateral.
pub(super) fn authorized(
    handle: &Handle,
    done: &Authorized<Collateral>,
    cents: i64,
    card: CardId,
) -> Effect<Attempt> {
    let (hold, left) = handle.read(|world| {
        let hold = world
            .issuer
            .collateral
            .transactions
            .get(done.transaction)
            .map_or(0, |row| row.spending.held);
        let card = &world.issuer.collateral.cards[card];
        let account = world.issuer.collateral.holder(card).account.as_ref();
        let left = account.map(|account| account.spending_power(&world.rules.balance));
        (hold, left.unwrap_or(0))
    });
    let transaction = format!("t-{}", done.transaction);
    let changed = vec![format!("transaction:{transaction}"), format!("card:{card}")];
    let result = Attempt {
        transaction: Some(transaction),
        status: status(done.declined),
        decline_reason: done.declined,
        amount: amount::text(cents),
        currency: "USD",
        hold: amount::text(hold),
        available_after: amount::text(left),
    };
    Effect { result, changed }
}

/// An attempt on a prepaid card.
pub(super) fn spent(handle: &Handle, done: &Authorized<Prepaid>, cents: i64) -> Effect<Attempt> {
    handle.read(|world| {
        let prepaid = &world.issuer.prepaid;
        // Under a deviation that loses effects there is no such row.
        let row = prepaid.transactions.get(done.transaction);
        let id = row.map(|row| row.external_id.clone());
        let changed = id.iter().map(|id| format!("transaction:{id}")).collect();
        let result = Attempt {
            transaction: id,
            status: status(done.declined),
            decline_reason: done.declined,
            amount: amount::text(cents),
            currency: "USD",
            hold: amount::text(row.map_or(0, |row| row.spending.held)),
            available_after: amount::text(row.map_or(0, |row| prepaid.balance(row.card))),
        };
        Effect { result, changed }
    })
}

/// An attempt on a managed card: to authorize an amount, or to raise one, declined for a reason.
pub(super) fn managed(
    handle: &Handle,
    id: AuthorizationId,
    amount: i64,
    declined: Option<Decline>,
) -> Effect<Attempt> {
    handle.read(|world| {
        let managed = &world.issuer.managed;
        // Under a deviation that loses effects there is no such row.
        let row = managed.authorizations.get(id);
        let currency = row.map_or("USD", |row| managed.currency_of(row.card).code());
        let left = row.map_or(0, |row| managed.ledger.card(row.card).available);
        let transaction = row.map(|row| row.reference.clone());
        let changed = transaction.iter().map(|id| format!("authorization:{id}")).collect();
        let result = Attempt {
            transaction,
            status: status(declined),
            decline_reason: declined,
            amount: amount::text_in(amount, currency),
            currency,
            hold: amount::text_in(row.map_or(0, |row| row.held()), currency),
            available_after: amount::text_in(left, currency),
        };
        Effect { result, changed }
    })
}

/// The status of a transaction after an op.
pub(super) fn transaction_now(handle: &Handle, id: AnyTransaction) -> Effect<TransactionNow> {
    let (transaction, status) = handle.read(|world| match id {
        AnyTransaction::Collateral(id) => {
            (format!("t-{id}"), world.issuer.collateral.transactions[id].spending.status.name())
        }
        AnyTransaction::Prepaid(id) => {
            let row = &world.issuer.prepaid.transactions[id];
            (row.external_id.clone(), row.spending.status.name())
        }
        AnyTransaction::Managed(id) => {
            let row = &world.issuer.managed.authorizations[id];
            (row.reference.clone(), row.status().word())
        }
    });
    let kind = match id {
        AnyTransaction::Collateral(_) | AnyTransaction::Prepaid(_) => "transaction",
        AnyTransaction::Managed(_) => "authorization",
    };
    let changed = vec![format!("{kind}:{transaction}")];
    Effect { result: TransactionNow { transaction, status }, changed }
}

/// A transaction by its reference, and its currency.
pub(super) fn named(
    handle: &Handle,
    reference: &str,
) -> Result<(AnyTransaction, &'static str), Problem> {
    handle.read(|world| {
        let id = entities::transaction(world, reference)?;
        Ok((id, id.currency(world)))
    })
}

/// The minor units of a member `amount` that may be absent.
pub(super) fn units(amount: Option<&Amount>, currency: &str) -> Result<Option<i64>, Problem> {
    amount.map(|amount| amount.units(currency, "/amount")).transpose()
}
