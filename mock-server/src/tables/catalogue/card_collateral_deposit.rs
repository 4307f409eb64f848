//! `AgioCard_card_collateral_deposit`: what was paid to deposit addresses. A transfer that has been
//! sent and not yet received has no row.

use serde_json::{Value, json};

use super::{column, ids, nullable, number, one, person, scope};
use crate::{
    money::DepositStatus,
    programs::collateral::DepositId,
    tables::{
        IndexRows, Kind, Scope, Shape, Table, View,
        cell::{instant, maybe_instant},
    },
};

const ALL: Scope = scope!(deposits, DepositId);

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_collateral_deposit",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("card_user_id", Kind::Text),
        column("deposit_address", Kind::Text),
        column("chain_id", Kind::Int),
        column("token_symbol", Kind::Text),
        column("token_address", Kind::Text),
        column("amount_cents", Kind::Bigint),
        column("transaction_hash", Kind::Text),
        column("status", Kind::Text),
        column("received_at", Kind::Timestamptz),
        nullable("confirmed_at", Kind::Timestamptz),
        column("created_at", Kind::Timestamptz),
    ],
    relations: &[one("card_user", "AgioCard_card_user", "card_user_id", "card_user_id")],
    scope: Scope {
        len: ALL.len,
        rows: |view| Box::new((ALL.rows)(view).filter(|id| is_received(view, *id))),
        has: |view, id| (ALL.has)(view, id) && is_received(view, id),
    },
    find,
    cell,
};

fn is_received(view: &View<'_>, id: i32) -> bool {
    view.issuer.collateral.deposits[DepositId(id)].status != DepositStatus::Sent
}

fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "card_user_id" => match person(view, value) {
            Some(user) => ids!(user.deposits),
            None => Some(IndexRows::none()),
        },
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let deposit = &view.issuer.collateral.deposits[DepositId(id)];
    match column {
        "id" => json!(deposit.id.0),
        "card_user_id" => json!(view.issuer.collateral.users[deposit.user].external_id),
        "deposit_address" => json!(deposit.address),
        "chain_id" => json!(deposit.chain_id),
        "token_symbol" => json!(deposit.token_symbol),
        "token_address" => json!(deposit.token_address),
        "amount_cents" => json!(deposit.amount),
        "transaction_hash" => json!(deposit.transaction_hash),
        "status" => json!(deposit.status.name()),
        "received_at" => maybe_instant(deposit.received_at),
        "confirmed_at" => maybe_instant(deposit.confirmed_at),
        "created_at" => instant(deposit.created_at),
        _ => Value::Null,
    }
}
