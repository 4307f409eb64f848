//! `AgioCard_vw_card`: cards as clients list them.

use super::{ID, card, card::card as of, card_balance, column, one, scope};
use crate::{
    log::Class::Plain,
    programs::collateral::CardId,
    tables::{
        Column, Relation, Shape, Table,
        column::{
            Reader::{Boolean, Uuid},
            pick,
        },
    },
};

pub(super) const COLUMNS: &[Column] = &[
    ID,
    pick(card::COLUMNS, "card_external_id"),
    pick(card::COLUMNS, "card_type").named("type"),
    pick(card::COLUMNS, "card_type"),
    pick(card::COLUMNS, "status"),
    pick(card::COLUMNS, "last4"),
    pick(card::COLUMNS, "expiration_month"),
    pick(card::COLUMNS, "expiration_year"),
    pick(card::COLUMNS, "limit_amount"),
    pick(card::COLUMNS, "limit_frequency"),
    pick(card::COLUMNS, "display_name"),
    pick(card::COLUMNS, "nickname"),
    pick(card::COLUMNS, "is_starred"),
    column("is_current", Plain, Boolean(|row| of(row).replaced_by.is_none())),
    pick(card::COLUMNS, "deposit_address"),
    pick(card::COLUMNS, "card_application_id").or_null(),
    pick(card::COLUMNS, "card_company_id"),
    pick(card::COLUMNS, "card_user_id"),
    column("organization_id", Plain, Uuid(|row| super::organization_id(row, of(row).company)))
        .or_null(),
    pick(card::COLUMNS, "user_id"),
    pick(card::COLUMNS, "created_at"),
    pick(card::COLUMNS, "updated_at"),
    pick(card::COLUMNS, "last_used_at"),
];

pub(super) static TABLE: Table = Table {
    name: "AgioCard_vw_card",
    shape: Shape::View,
    columns: COLUMNS,
    relations: &[
        // The rows of balances are numbered like the cards, and show no number.
        Relation::one("balance", ID, &card_balance::TABLE, ID),
        one!("card": "id" = card."id"),
        one!("card_user": "card_user_id" = card_user."card_user_id"),
    ],
    scope: scope!(cards, CardId),
};
