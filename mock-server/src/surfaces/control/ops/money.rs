//! Money (SB 5.3, 5.4).

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, decisions::reference};
use crate::{
    clearing::{Decline, Merchant, Presented},
    money::Confirmation,
    programs::collateral::{
        CardId, DepositId, TransactionId,
        commands::{
            Authorize, Authorized, Clear, ConfirmDeposit, DeclineLater, Increment, MakeDeposit,
            Refund, Release,
        },
        transaction::TransactionKind,
    },
    surfaces::control::{Problem, act, input, money, refs},
    worlds::Handle,
};

pub(super) fn card(handle: &Handle, value: &Value) -> Result<CardId, Problem> {
    let reference = reference(value, "/card")?;
    handle.read(|world| refs::card(world, &reference).map(|card| card.id))
}

fn transaction(handle: &Handle, value: &Value) -> Result<TransactionId, Problem> {
    let reference = reference(value, "/transaction")?;
    handle.read(|world| refs::transaction(world, &reference).map(|row| row.id))
}

pub(super) fn cents(value: Option<&Value>) -> Result<Option<i64>, Problem> {
    value.map(|value| money::units(value, "USD", "/amount")).transpose()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewDeposit {
    address: Option<String>,
    card: Option<Value>,
    #[serde(default = "usdc")]
    asset: String,
    amount: Value,
    chain_id: Option<i32>,
    #[serde(default)]
    confirm: Confirmation,
}

fn usdc() -> String {
    "USDC".to_owned()
}

pub(super) fn deposit(handle: &Handle, body: Value) -> Outcome {
    let wanted: NewDeposit = input::read(body)?;
    let (user, card) = match (&wanted.address, &wanted.card) {
        (None, Some(value)) => {
            let card = card(handle, value)?;
            (handle.read(|world| world.issuer.collateral.cards[card].user), Some(card))
        }
        (Some(address), None) => handle.read(|world| {
            let pays = |account: &crate::programs::collateral::Account| {
                account.deposit_address == *address
            };
            let mut users = world.issuer.collateral.users.iter();
            users
                .find(|user| user.account.as_ref().is_some_and(pays))
                .map(|user| (user.id, user.cards.front().copied()))
                .ok_or_else(|| Problem::entity("deposit address", address))
        })?,
        _ => return Err(Problem::invalid("", "give exactly one of `address` and `card`")),
    };
    let micros = money::micros(&wanted.amount, &wanted.asset, "/amount")?;
    let command = MakeDeposit {
        user,
        amount: micros / 10_000,
        dust_micros: micros % 10_000,
        asset: wanted.asset,
        chain_id: wanted.chain_id.unwrap_or(8453),
        confirm: wanted.confirm,
    };
    let id = act(handle, "deposit", &command)?;
    let row = handle.read(|world| {
        world
            .issuer
            .collateral
            .deposits
            .get(id)
            .map(|row| (row.credited && row.amount > 0, row.status.name()))
    });
    let (credited, status) = row.unzip();
    let mut result = json!({"deposit": id.to_string(), "credited": credited, "status": status});
    let mut changed = vec![format!("deposit:{id}")];
    if let Some(card) = card {
        result["card"] = json!(card.to_string());
        changed.push(format!("card:{card}"));
    }
    changed.push(format!("card_user:{user}"));
    Ok((result, changed))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneDeposit {
    deposit: Value,
}

pub(super) fn confirm_deposit(handle: &Handle, body: Value) -> Outcome {
    let wanted: OneDeposit = input::read(body)?;
    let reference = reference(&wanted.deposit, "/deposit")?;
    let reference = refs::bare("deposit", &reference);
    let deposit = DepositId(reference.parse().unwrap_or(0));
    if handle.read(|world| world.issuer.collateral.deposits.get(deposit).is_none()) {
        let all = handle.read(|world| {
            let waiting = world.issuer.collateral.deposits.iter();
            waiting.map(|deposit| deposit.id.to_string()).collect::<Vec<_>>()
        });
        let near = all.iter().map(String::as_str);
        return Err(Problem::entity("deposit", reference).near(reference, near));
    }
    act(handle, "confirm-deposit", &ConfirmDeposit { deposit })?;
    Ok((json!({"deposit": deposit.to_string()}), vec![format!("deposit:{deposit}")]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asking {
    card: Value,
    amount: Value,
    currency: Option<String>,
    #[serde(default)]
    merchant: Merchant,
    decline_reason: Option<Decline>,
    #[serde(default = "purchase")]
    kind: TransactionKind,
    pin_ok: Option<bool>,
    cvv_ok: Option<bool>,
    expiry_ok: Option<bool>,
}

fn purchase() -> TransactionKind {
    TransactionKind::Purchase
}

/// Refuses what no terminal asks for: refunds and fees have ops and operations of their own.
pub(super) fn plausible(kind: TransactionKind, merchant: &Merchant) -> Result<(), Problem> {
    if matches!(kind, TransactionKind::Refund | TransactionKind::Fee) {
        let detail = "purchase, atm_withdrawal or balance_inquiry";
        return Err(Problem::invalid("/kind", detail));
    }
    let mcc = &merchant.mcc;
    if mcc.len() != 4 || !mcc.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::invalid("/merchant/mcc", "a category code has four digits"));
    }
    Ok(())
}

pub(super) fn authorize(handle: &Handle, body: Value) -> Outcome {
    let wanted: Asking = input::read(body)?;
    if let Some(currency) = &wanted.currency {
        money::is_meant(Some(currency), "USD", "/currency")?;
    }
    let card = card(handle, &wanted.card)?;
    plausible(wanted.kind, &wanted.merchant)?;
    let command = Authorize {
        card,
        amount: money::units(&wanted.amount, "USD", "/amount")?,
        kind: wanted.kind,
        merchant: wanted.merchant,
        presented: Presented {
            pin_ok: wanted.pin_ok.unwrap_or(true),
            cvv_ok: wanted.cvv_ok.unwrap_or(true),
            expiry_ok: wanted.expiry_ok.unwrap_or(true),
        },
        forced: wanted.decline_reason,
    };
    let done = act(handle, "authorize", &command)?;
    Ok(authorized(handle, done, command.amount, card))
}

fn authorized(
    handle: &Handle,
    done: Authorized,
    amount: i64,
    card: CardId,
) -> (Value, Vec<String>) {
    let (hold, left) = handle.read(|world| {
        let hold =
            world.issuer.collateral.transactions.get(done.transaction).map_or(0, |row| row.held);
        let card = &world.issuer.collateral.cards[card];
        let account = world.issuer.collateral.holder(card).account.as_ref();
        let left = account.map(|account| account.spending_power(&world.rules.balance));
        (hold, left.unwrap_or(0))
    });
    let status = if done.declined.is_some() { "declined" } else { "authorized" };
    (
        json!({"transaction": format!("t-{}", done.transaction), "status": status,
               "decline_reason": done.declined, "amount": money::text(amount),
               "currency": "USD", "hold": money::text(hold),
               "available_after": money::text(left)}),
        vec![format!("transaction:t-{}", done.transaction), format!("card:{card}")],
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raising {
    transaction: Value,
    by: Option<Value>,
    to: Option<Value>,
}

pub(super) fn increment(handle: &Handle, body: Value) -> Outcome {
    let wanted: Raising = input::read(body)?;
    let id = transaction(handle, &wanted.transaction)?;
    let held = handle.read(|world| world.issuer.collateral.transactions[id].held);
    let (by, place) = match (&wanted.by, &wanted.to) {
        (Some(by), None) => (money::units(by, "USD", "/by")?, "/by"),
        (None, Some(to)) => (money::above(to, held)?, "/to"),
        _ => return Err(Problem::invalid("", "give exactly one of `by` and `to`")),
    };
    let done = act(handle, "increment", &Increment { transaction: id, by });
    let done = done.map_err(|problem| problem.instead_of("/amount", place))?;
    let card = handle.read(|world| world.issuer.collateral.transactions[id].card);
    let card = card.ok_or_else(|| Problem::entity("card", "of the transaction"))?;
    let total = handle.read(|world| world.issuer.collateral.transactions[id].held);
    Ok(authorized(handle, done, total, card))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clearing {
    transaction: Value,
    amount: Option<Value>,
    #[serde(rename = "final")]
    last: Option<bool>,
    #[serde(default)]
    force: bool,
}

pub(super) fn clear(handle: &Handle, body: Value) -> Outcome {
    let wanted: Clearing = input::read(body)?;
    let id = transaction(handle, &wanted.transaction)?;
    let amount = cents(wanted.amount.as_ref())?;
    let last = wanted.last.unwrap_or(true);
    act(handle, "clear", &Clear { transaction: id, amount, last, force: wanted.force })?;
    Ok(state_of(handle, id))
}

fn state_of(handle: &Handle, id: TransactionId) -> (Value, Vec<String>) {
    let status = handle.read(|world| world.issuer.collateral.transactions[id].status.name());
    (
        json!({"transaction": format!("t-{id}"), "status": status}),
        vec![format!("transaction:t-{id}")],
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    transaction: Value,
    amount: Option<Value>,
}

pub(super) fn release(handle: &Handle, op: &str, body: Value, expired: bool) -> Outcome {
    let wanted: Part = match expired {
        false => input::read(body)?,
        true => {
            let OneTransaction { transaction } = input::read(body)?;
            Part { transaction, amount: None }
        }
    };
    let id = transaction(handle, &wanted.transaction)?;
    let amount = cents(wanted.amount.as_ref())?;
    act(handle, op, &Release { transaction: id, amount, expired })?;
    Ok(state_of(handle, id))
}

/// What expires does so as a whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneTransaction {
    transaction: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refunding {
    transaction: Option<Value>,
    card: Option<Value>,
    amount: Option<Value>,
}

pub(super) fn refund(handle: &Handle, body: Value) -> Outcome {
    let wanted: Refunding = input::read(body)?;
    let (id, card) = match (&wanted.transaction, &wanted.card) {
        (Some(value), None) => {
            let id = transaction(handle, value)?;
            let card = handle.read(|world| world.issuer.collateral.transactions[id].card);
            (Some(id), card.ok_or_else(|| Problem::entity("card", "of the transaction"))?)
        }
        (None, Some(value)) => (None, card(handle, value)?),
        _ => return Err(Problem::invalid("", "give exactly one of `transaction` and `card`")),
    };
    let amount = cents(wanted.amount.as_ref())?;
    let refund = act(handle, "refund", &Refund { card, transaction: id, amount })?;
    let (mut result, mut changed) = match id {
        Some(id) => state_of(handle, id),
        None => (json!({}), Vec::new()),
    };
    result["refund"] = json!(format!("t-{refund}"));
    changed.push(format!("transaction:t-{refund}"));
    Ok((result, changed))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declining {
    card: Option<Value>,
    amount: Option<Value>,
    transaction: Option<Value>,
    reason: Decline,
}

pub(super) fn decline(handle: &Handle, body: Value) -> Outcome {
    let wanted: Declining = input::read(body)?;
    if let Some(value) = &wanted.transaction {
        let id = transaction(handle, value)?;
        act(handle, "decline", &DeclineLater { transaction: id, reason: wanted.reason })?;
        return Ok(state_of(handle, id));
    }
    let (Some(value), Some(amount)) = (&wanted.card, &wanted.amount) else {
        return Err(Problem::invalid("", "give `transaction`, or `card` and `amount`"));
    };
    let card = card(handle, value)?;
    let command = Authorize {
        card,
        amount: money::units(amount, "USD", "/amount")?,
        kind: TransactionKind::Purchase,
        merchant: Merchant::default(),
        presented: Presented::default(),
        forced: Some(wanted.reason),
    };
    let done = act(handle, "decline", &command)?;
    Ok(authorized(handle, done, command.amount, card))
}
