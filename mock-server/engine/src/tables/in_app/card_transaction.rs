//! `AgioCard_card_transaction`: purchases, refunds and fees of a person's cards (AG 5.10).

use crate::{
    log::Class::Plain,
    tables::{
        Column,
        column::{Reader::MaybeMadeText, pick},
        columns::{
            ID,
            card_transaction::{self, transaction},
            column,
        },
        row::Row,
    },
};

pub(super) const COLUMNS: &[Column] = &[
    ID,
    pick(card_transaction::COLUMNS, "card_application_id"),
    pick(card_transaction::COLUMNS, "card_transaction_external_id")
        .named("rain_transaction_id")
        .or_null(),
    pick(card_transaction::COLUMNS, "event_type"),
    pick(card_transaction::COLUMNS, "transaction_type"),
    pick(card_transaction::COLUMNS, "status"),
    pick(card_transaction::COLUMNS, "amount"),
    pick(card_transaction::COLUMNS, "currency"),
    pick(card_transaction::COLUMNS, "merchant_name"),
    pick(card_transaction::COLUMNS, "merchant_category"),
    pick(card_transaction::COLUMNS, "merchant_category_code"),
    pick(card_transaction::COLUMNS, "merchant_city"),
    pick(card_transaction::COLUMNS, "merchant_country"),
    pick(card_transaction::COLUMNS, "local_amount"),
    pick(card_transaction::COLUMNS, "local_currency"),
    pick(card_transaction::COLUMNS, "authorized_amount"),
    pick(card_transaction::COLUMNS, "authorization_method"),
    pick(card_transaction::COLUMNS, "card_type"),
    pick(card_transaction::COLUMNS, "enriched_merchant_icon"),
    column("enriched_merchant_name", Plain, MaybeMadeText(enriched_name)),
    pick(card_transaction::COLUMNS, "enriched_merchant_category"),
    pick(card_transaction::COLUMNS, "declined_reason"),
    pick(card_transaction::COLUMNS, "fee_description"),
    pick(card_transaction::COLUMNS, "authorized_at"),
    pick(card_transaction::COLUMNS, "posted_at"),
    pick(card_transaction::COLUMNS, "created_at"),
];

/// The name of the merchant in title case.
fn enriched_name(row: Row<'_>) -> Option<String> {
    let name = &transaction(row).merchant.as_ref()?.name;
    let titled = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters.flat_map(char::to_lowercase)).collect::<String>()
    };
    Some(name.split_whitespace().map(titled).collect::<Vec<_>>().join(" "))
}
