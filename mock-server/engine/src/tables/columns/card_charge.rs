//! `AgioCard_card_charge`: fees charged with `chargeCard`.

use super::{ID, column, index};
use crate::{
    log::Class::Plain,
    programs::collateral::{Charge, ChargeId},
    tables::{
        Column,
        column::Reader::{Int, Text, Timestamptz},
        row::Row,
    },
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
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

fn charge(row: Row<'_>) -> &Charge {
    &row.view.issuer.collateral.charges[ChargeId(row.id)]
}
