//! `AgioCard_card_transaction`: authorizations and what became of them, refunds, fees.

use super::{ID, column, index, transaction_words as words};
use crate::{
    clearing::Merchant,
    log::Class::Plain,
    programs::collateral::{ApplicationId, CardId, Transaction, TransactionId},
    tables::{
        Column,
        cell::money,
        column::Reader::{
            Int, MaybeInt, MaybeNumeric, MaybeText, MaybeTimestamptz, Numeric, Text, Timestamptz,
        },
        row::Row,
    },
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
    ID,
    column("card_application_id", Plain, Int(|row| transaction(row).application.0.into()))
        .indexed(index!(applications[ApplicationId].transactions)),
    column("card_transaction_external_id", Plain, Text(|row| &transaction(row).external_id)),
    column("card_id", Plain, MaybeInt(|row| Some(transaction(row).card?.0.into())))
        .indexed(index!(cards[CardId].transactions)),
    column(
        "card_user_id",
        Plain,
        Text(|row| &row.view.issuer.collateral.users[transaction(row).user].external_id),
    )
    .or_null()
    .indexed(index!(person.transactions)),
    column("event_type", Plain, Text(|row| words::event(transaction(row)))),
    column("transaction_type", Plain, Text(|row| words::kind(transaction(row).kind))),
    column("status", Plain, Text(|row| words::status(transaction(row).spending.status))),
    column("amount", Plain, Numeric(amount)),
    column("currency", Plain, Text(|_| CURRENCY)),
    column("merchant_name", Plain, MaybeText(|row| Some(&*merchant(row)?.name))),
    column("merchant_category", Plain, MaybeText(category)),
    column("merchant_category_code", Plain, MaybeText(|row| Some(&*merchant(row)?.mcc))),
    column("merchant_city", Plain, MaybeText(|row| merchant(row)?.city.as_deref())),
    column("merchant_country", Plain, MaybeText(|row| Some(&*merchant(row)?.country))),
    column("local_amount", Plain, MaybeNumeric(|row| merchant(row).map(|_| amount(row)))),
    column("local_currency", Plain, MaybeText(|row| merchant(row).map(|_| CURRENCY))),
    column("authorized_amount", Plain, MaybeNumeric(authorized_amount)),
    column(
        "authorization_method",
        Plain,
        MaybeText(|row| transaction(row).method.map(words::method)),
    ),
    column("card_type", Plain, MaybeText(|row| Some(transaction(row).card_type?.name()))),
    // No merchant of the sandbox has a picture.
    column("enriched_merchant_icon", Plain, MaybeText(|_| None)),
    column("enriched_merchant_name", Plain, MaybeText(|row| Some(merchant(row)?.name.trim()))),
    column("enriched_merchant_category", Plain, MaybeText(category)),
    column(
        "declined_reason",
        Plain,
        MaybeText(|row| transaction(row).spending.declined.map(words::declined)),
    ),
    column("fee_description", Plain, MaybeText(|row| transaction(row).fee_description.as_deref())),
    column("authorized_at", Plain, MaybeTimestamptz(|row| transaction(row).authorized_at)),
    column("posted_at", Plain, MaybeTimestamptz(|row| transaction(row).posted_at)),
    column("created_at", Plain, Timestamptz(|row| transaction(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| transaction(row).updated_at)),
];

/// The currency of every amount, local ones too.
const CURRENCY: &str = "USD";

/// The transaction of a row.
pub(in crate::tables) fn transaction(row: Row<'_>) -> &Transaction {
    &row.view.issuer.collateral.transactions[TransactionId(row.id)]
}

/// The merchant of a row; fees have none.
fn merchant(row: Row<'_>) -> Option<&Merchant> {
    transaction(row).merchant.as_ref()
}

fn amount(row: Row<'_>) -> i128 {
    money(transaction(row).amount(), row.view.rules.hasura.tx_amount_unit)
}

fn authorized_amount(row: Row<'_>) -> Option<i128> {
    Some(money(transaction(row).authorized?, row.view.rules.hasura.tx_amount_unit))
}

fn category(row: Row<'_>) -> Option<&str> {
    Some(words::category(&merchant(row)?.mcc))
}
