//! `AgioCard_card_collateral_deposit`: what was paid to deposit addresses. A transfer that has been
//! sent and not yet received has no row.

use super::{ID, column, index, one, scope};
use crate::{
    log::Class::Plain,
    money::DepositStatus,
    programs::collateral::{Deposit, DepositId},
    tables::{
        Column, Scope, Shape, Table, View,
        column::Reader::{Bigint, Int, MaybeTimestamptz, Text, Timestamptz},
        row::Row,
    },
};

const ALL: Scope = scope!(deposits, DepositId);

pub(super) const COLUMNS: &[Column] = &[
    ID,
    column(
        "card_user_id",
        Plain,
        Text(|row| &row.view.issuer.collateral.users[deposit(row).user].external_id),
    )
    .indexed(index!(person.deposits)),
    column("deposit_address", Plain, Text(|row| &deposit(row).address)),
    column("chain_id", Plain, Int(|row| deposit(row).chain_id.into())),
    column("token_symbol", Plain, Text(|row| &deposit(row).token_symbol)),
    column("token_address", Plain, Text(|row| &deposit(row).token_address)),
    column("amount_cents", Plain, Bigint(|row| deposit(row).amount)),
    column("transaction_hash", Plain, Text(|row| &deposit(row).transaction_hash)),
    column("status", Plain, Text(|row| deposit(row).status.name())),
    column("received_at", Plain, Timestamptz(received_at)),
    column("confirmed_at", Plain, MaybeTimestamptz(|row| deposit(row).confirmed_at)),
    column("created_at", Plain, Timestamptz(|row| deposit(row).created_at)),
];

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_collateral_deposit",
    shape: Shape::Table,
    columns: COLUMNS,
    relations: &[one!("card_user": "card_user_id" = card_user."card_user_id")],
    scope: Scope {
        len: ALL.len,
        rows: |view| Box::new((ALL.rows)(view).filter(|id| is_received(view, *id))),
        has: |view, id| (ALL.has)(view, id) && is_received(view, id),
    },
};

fn deposit(row: Row<'_>) -> &Deposit {
    &row.view.issuer.collateral.deposits[DepositId(row.id)]
}

fn is_received(view: &View<'_>, id: i32) -> bool {
    view.issuer.collateral.deposits[DepositId(id)].status != DepositStatus::Sent
}

fn received_at(row: Row<'_>) -> jiff::Timestamp {
    deposit(row).received_at.expect("a deposit that is more than sent was received")
}
