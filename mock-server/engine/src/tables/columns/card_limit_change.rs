//! `AgioCard_card_limit_change`: one row whenever a limit is set.

use super::{ID, column, index};
use crate::{
    log::Class::Plain,
    programs::collateral::{CardId, LimitChange, LimitChangeId},
    tables::{
        Column,
        column::Reader::{Int, MaybeInt, MaybeText, Text, Timestamptz},
        row::Row,
    },
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
    ID,
    column("card_id", Plain, Int(|row| change(row).card.0.into()))
        .indexed(index!(cards[CardId].limit_changes)),
    column("previous_amount", Plain, MaybeInt(|row| Some(change(row).previous?.amount))),
    column(
        "previous_frequency",
        Plain,
        MaybeText(|row| Some(change(row).previous?.frequency.name())),
    ),
    column("limit_amount", Plain, Int(|row| change(row).limit.amount)),
    column("limit_frequency", Plain, Text(|row| change(row).limit.frequency.name())),
    column("created_at", Plain, Timestamptz(|row| change(row).created_at)),
];

fn change(row: Row<'_>) -> &LimitChange {
    &row.view.issuer.collateral.limit_changes[LimitChangeId(row.id)]
}
