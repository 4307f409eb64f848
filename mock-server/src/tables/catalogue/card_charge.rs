//! `AgioCard_card_charge`: fees charged with `chargeCard`.

use super::{ID, column, index, one, scope};
use crate::{
    log::Class::Plain,
    programs::collateral::{Charge, ChargeId},
    tables::{
        Column, Shape, Table,
        column::Reader::{Int, Text, Timestamptz},
        row::Row,
    },
};

pub(super) const COLUMNS: &[Column] = &[
    ID,
    column("charge_external_id", Plain, Text(|row| &charge(row).external_id)),
    column(
        "card_user_id",
        Plain,
        Text(|row| &row.view.issuer.collateral.users[charge(row).user].external_id),
    )
    .indexed(index!(person.charges)),
    column("card_transaction_id", Plain, Int(|row| charge(row).transaction.0.into())),
    column("amount_cents", Plain, Int(|row| charge(row).amount)),
    column("fee_description", Plain, Text(|row| &charge(row).description)),
    column("created_at", Plain, Timestamptz(|row| charge(row).created_at)),
];

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_charge",
    shape: Shape::Table,
    columns: COLUMNS,
    relations: &[
        one!("card_user": "card_user_id" = card_user."card_user_id"),
        one!("card_transaction": "card_transaction_id" = card_transaction."id"),
    ],
    scope: scope!(charges, ChargeId),
};

fn charge(row: Row<'_>) -> &Charge {
    &row.view.issuer.collateral.charges[ChargeId(row.id)]
}
