//! `AgioCard_card_collateral_deposit`: what was paid to deposit addresses.

use super::{ID, column, index};
use crate::{
    log::Class::Plain,
    programs::collateral::{Deposit, DepositId},
    tables::{
        Column,
        column::Reader::{Bigint, Int, MaybeTimestamptz, Text, Timestamptz},
        row::Row,
    },
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
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

fn deposit(row: Row<'_>) -> &Deposit {
    &row.view.issuer.collateral.deposits[DepositId(row.id)]
}

fn received_at(row: Row<'_>) -> jiff::Timestamp {
    deposit(row).received_at.expect("a deposit that is more than sent was received")
}
