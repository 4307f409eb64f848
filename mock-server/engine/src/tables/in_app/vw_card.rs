//! `AgioCard_vw_card`: the cards of a person, each joined with its account.

use crate::tables::{
    Column,
    column::pick,
    columns::{ID, card},
};

pub(super) const COLUMNS: &[Column] = &[
    ID,
    pick(card::COLUMNS, "card_external_id"),
    pick(card::COLUMNS, "card_application_id").or_null(),
    pick(card::COLUMNS, "user_id"),
    pick(card::COLUMNS, "card_type"),
    pick(card::COLUMNS, "status"),
    pick(card::COLUMNS, "last4"),
    pick(card::COLUMNS, "expiration_month"),
    pick(card::COLUMNS, "expiration_year"),
    pick(card::COLUMNS, "display_name"),
    pick(card::COLUMNS, "nickname"),
    pick(card::COLUMNS, "is_starred"),
    pick(card::COLUMNS, "limit_amount"),
    pick(card::COLUMNS, "limit_frequency"),
    pick(card::COLUMNS, "deposit_address"),
    pick(card::COLUMNS, "created_at"),
    pick(card::COLUMNS, "updated_at"),
    pick(card::COLUMNS, "last_used_at"),
];
