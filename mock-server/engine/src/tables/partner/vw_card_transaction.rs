//! `AgioCard_vw_card_transaction`: transactions with what clients show beside them.

use crate::{
    log::Class::Plain,
    tables::{
        Column,
        column::Reader::{Bigint, MaybeText, Uuid},
        columns::{self, card_transaction, card_transaction::transaction, column},
        row::Row,
    },
};

const OF_TABLE: usize = card_transaction::COLUMNS.len();

/// The columns that only the view has.
const MORE: [Column; 3] = [
    column("amount_cents", Plain, Bigint(|row| transaction(row).amount())).or_null(),
    column("last4", Plain, MaybeText(last4)),
    column("organization_id", Plain, Uuid(organization_id)).or_null(),
];

/// The columns of the table, each nullable, and three more.
const ALL: [Column; OF_TABLE + MORE.len()] = {
    let mut columns = [MORE[0]; OF_TABLE + MORE.len()];
    let mut at = 0;
    while at < OF_TABLE {
        columns[at] = card_transaction::COLUMNS[at].or_null();
        at += 1;
    }
    while at < columns.len() {
        columns[at] = MORE[at - OF_TABLE];
        at += 1;
    }
    columns
};

pub(super) const COLUMNS: &[Column] = &ALL;

fn last4(row: Row<'_>) -> Option<&str> {
    Some(&row.view.issuer.collateral.cards[transaction(row).card?].secrets.last4)
}

fn organization_id(row: Row<'_>) -> &str {
    columns::organization_id(row, row.view.issuer.collateral.users[transaction(row).user].company)
}
