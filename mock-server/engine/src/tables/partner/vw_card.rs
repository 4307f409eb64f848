//! `AgioCard_vw_card`: cards as clients list them.

use crate::{
    log::Class::Plain,
    tables::{
        Column,
        column::{
            Reader::{Boolean, Uuid},
            pick,
        },
        columns::{ID, card, card::card as of, column, organization_id},
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
    column("organization_id", Plain, Uuid(|row| organization_id(row, of(row).company))).or_null(),
    pick(card::COLUMNS, "user_id"),
    pick(card::COLUMNS, "created_at"),
    pick(card::COLUMNS, "updated_at"),
    pick(card::COLUMNS, "last_used_at"),
];
