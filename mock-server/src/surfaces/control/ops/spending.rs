//! Spending on prepaid cards (SB 5.4): the ops of `money`, on the cards of projects.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{Outcome, prepaid};
use crate::{
    clearing::{Decline, Merchant, Presented},
    programs::{
        collateral::transaction::TransactionKind,
        prepaid::{
            CardId, TransactionId,
            commands::{
                ClearPrepaid, DeclinePrepaid, RaisePrepaid, RefundPrepaid, ReleasePrepaid,
                SpendPrepaid, Spent,
            },
            transaction::Kind,
        },
    },
    surfaces::control::{Problem, act, input, money, refs},
    world::World,
    worlds::Handle,
};

fn card(world: &World, body: &Value) -> Option<CardId> {
    prepaid::card(world, body["card"].as_str()?).map(|card| card.id)
}

fn transaction(world: &World, body: &Value) -> Option<TransactionId> {
    let reference = refs::bare("transaction", body["transaction"].as_str()?);
    world.issuer.prepaid.transaction(reference).map(|row| row.id)
}

/// Whether an op is about a prepaid card or one of its transactions.
pub(super) fn is_meant(handle: &Handle, body: &Value) -> bool {
    handle.read(|world| card(world, body).is_some() || transaction(world, body).is_some())
}

/// One of the ops, on what is meant.
pub(super) fn run(handle: &Handle, op: &str, body: Value) -> Outcome {
    let on = On {
        handle,
        op,
        card: handle.read(|world| card(world, &body)),
        transaction: handle.read(|world| transaction(world, &body)),
    };
    match op {
        "authorize" => on.authorize(read(body)?),
        "increment" => on.increment(&read(body)?),
        "clear" => on.clear(&read(body)?),
        "reverse" => on.release(&read(body)?, false),
        "expire" => on.release(&read(body)?, true),
        "refund" => on.refund(&read(body)?),
        _ => on.decline(&read(body)?),
    }
}

/// The rest of an input, when the things that it is about are found.
fn read<T: DeserializeOwned>(mut body: Value) -> Result<T, Problem> {
    if let Some(members) = body.as_object_mut() {
        members.retain(|name, _| name != "card" && name != "transaction");
    }
    input::read(body)
}

/// What an op is about.
struct On<'a> {
    handle: &'a Handle,
    op: &'a str,
    card: Option<CardId>,
    transaction: Option<TransactionId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asking {
    amount: Value,
    currency: Option<String>,
    #[serde(default)]
    merchant: Merchant,
    decline_reason: Option<Decline>,
    kind: Option<TransactionKind>,
    pin_ok: Option<bool>,
    cvv_ok: Option<bool>,
    expiry_ok: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raising {
    by: Option<Value>,
    to: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clearing {
    amount: Option<Value>,
    #[serde(rename = "final")]
    last: Option<bool>,
    #[serde(default)]
    force: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    amount: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declining {
    amount: Option<Value>,
    reason: Decline,
}

fn cents(value: Option<&Value>) -> Result<Option<i64>, Problem> {
    value.map(|value| money::units(value, "USD", "/amount")).transpose()
}

impl On<'_> {
    fn the_card(&self) -> Result<CardId, Problem> {
        self.card.ok_or_else(|| Problem::missing("/card", "which card?"))
    }

    fn the_transaction(&self) -> Result<TransactionId, Problem> {
        self.transaction.ok_or_else(|| Problem::missing("/transaction", "which transaction?"))
    }

    fn authorize(&self, wanted: Asking) -> Outcome {
        if let Some(currency) = &wanted.currency {
            money::is_meant(Some(currency), "USD", "/currency")?;
        }
        let kind = match wanted.kind {
            None | Some(TransactionKind::Purchase) => Kind::Purchase,
            Some(TransactionKind::AtmWithdrawal) => Kind::AtmWithdrawal,
            Some(TransactionKind::BalanceInquiry) => Kind::BalanceInquiry,
            Some(TransactionKind::Refund | TransactionKind::Fee) => {
                return Err(Problem::invalid("/kind", "purchase, atm_withdrawal, balance_inquiry"));
            }
        };
        let command = SpendPrepaid {
            card: self.the_card()?,
            amount: money::units(&wanted.amount, "USD", "/amount")?,
            kind,
            merchant: wanted.merchant,
            presented: Presented {
                pin_ok: wanted.pin_ok.unwrap_or(true),
                cvv_ok: wanted.cvv_ok.unwrap_or(true),
                expiry_ok: wanted.expiry_ok.unwrap_or(true),
            },
            forced: wanted.decline_reason,
        };
        let done = act(self.handle, self.op, &command)?;
        Ok(self.spent(done, command.amount))
    }

    fn increment(&self, wanted: &Raising) -> Outcome {
        let id = self.the_transaction()?;
        let held = self.handle.read(|world| world.issuer.prepaid.transactions[id].held);
        let (by, place) = match (&wanted.by, &wanted.to) {
            (Some(by), None) => (money::units(by, "USD", "/by")?, "/by"),
            (None, Some(to)) => (money::above(to, held)?, "/to"),
            _ => return Err(Problem::invalid("", "give exactly one of `by` and `to`")),
        };
        let done = act(self.handle, self.op, &RaisePrepaid { transaction: id, by });
        let done = done.map_err(|problem| problem.instead_of("/amount", place))?;
        let total = self.handle.read(|world| world.issuer.prepaid.transactions[id].held);
        Ok(self.spent(done, total))
    }

    fn spent(&self, done: Spent, amount: i64) -> (Value, Vec<String>) {
        self.handle.read(|world| {
            let prepaid = &world.issuer.prepaid;
            // Under a deviation that loses effects there is no such row.
            let row = prepaid.transactions.get(done.transaction);
            let left = row.map_or(0, |row| prepaid.balance(row.card));
            let id = row.map(|row| row.external_id.clone());
            let status = if done.declined.is_some() { "declined" } else { "authorized" };
            (
                json!({"transaction": id, "status": status, "decline_reason": done.declined,
                       "amount": money::text(amount), "currency": "USD",
                       "hold": money::text(row.map_or(0, |row| row.held)),
                       "available_after": money::text(left)}),
                id.map(|id| format!("transaction:{id}")).into_iter().collect(),
            )
        })
    }

    fn clear(&self, wanted: &Clearing) -> Outcome {
        let transaction = self.the_transaction()?;
        let command = ClearPrepaid {
            transaction,
            amount: cents(wanted.amount.as_ref())?,
            last: wanted.last.unwrap_or(true),
            force: wanted.force,
        };
        act(self.handle, self.op, &command)?;
        Ok(self.state_of(transaction))
    }

    fn release(&self, wanted: &Part, expired: bool) -> Outcome {
        let transaction = self.the_transaction()?;
        let amount = cents(wanted.amount.as_ref())?;
        act(self.handle, self.op, &ReleasePrepaid { transaction, amount, expired })?;
        Ok(self.state_of(transaction))
    }

    fn refund(&self, wanted: &Part) -> Outcome {
        let of = self.transaction;
        let card = match of {
            Some(id) => self.handle.read(|world| world.issuer.prepaid.transactions[id].card),
            None => self.the_card()?,
        };
        let amount = cents(wanted.amount.as_ref())?;
        let refund = act(self.handle, self.op, &RefundPrepaid { card, transaction: of, amount })?;
        let (mut result, mut changed) = match of {
            Some(id) => self.state_of(id),
            None => (json!({}), Vec::new()),
        };
        let row = self.handle.read(|world| world.issuer.prepaid.transactions.get(refund).cloned());
        if let Some(row) = row {
            result["refund"] = json!(row.external_id);
            changed.push(format!("transaction:{}", row.external_id));
        }
        Ok((result, changed))
    }

    fn decline(&self, wanted: &Declining) -> Outcome {
        if let Some(transaction) = self.transaction {
            act(self.handle, self.op, &DeclinePrepaid { transaction, reason: wanted.reason })?;
            return Ok(self.state_of(transaction));
        }
        let amount = cents(wanted.amount.as_ref())?;
        let command = SpendPrepaid {
            card: self.the_card()?,
            amount: amount.ok_or_else(|| Problem::missing("/amount", "how much?"))?,
            kind: Kind::Purchase,
            merchant: Merchant::default(),
            presented: Presented::default(),
            forced: Some(wanted.reason),
        };
        let done = act(self.handle, self.op, &command)?;
        Ok(self.spent(done, command.amount))
    }

    fn state_of(&self, id: TransactionId) -> (Value, Vec<String>) {
        self.handle.read(|world| {
            let row = &world.issuer.prepaid.transactions[id];
            (
                json!({"transaction": row.external_id, "status": row.status.name()}),
                vec![format!("transaction:{}", row.external_id)],
            )
        })
    }
}
