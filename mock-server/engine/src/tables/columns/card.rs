//! `AgioCard_card`: the cards of a partner's customers.

use serde_json::json;

use super::{ID, column, index};
use crate::{
    issuer::Caller,
    log::Class::{Personal, Plain, Within},
    programs::collateral::{ApplicationId, Card, CardId, CardStatus, CompanyId},
    tables::{
        Cell, Column, IndexRows, View,
        column::Reader::{
            Boolean, Int, MaybeInt, MaybeJsonb, MaybeText, MaybeTimestamptz, Text, Timestamptz,
        },
        row::Row,
    },
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
    ID,
    column("card_external_id", Plain, Text(|row| &card(row).external_id)),
    column(
        "user_id",
        Plain,
        MaybeText(|row| row.view.issuer.collateral.holder(card(row)).user_id.as_deref()),
    ),
    column("card_company_id", Plain, Int(|row| card(row).company.0.into()))
        .or_null()
        .indexed(index!(companies[CompanyId].cards)),
    column("card_application_id", Plain, Int(|row| card(row).application.0.into()))
        .indexed(index!(applications[ApplicationId].cards)),
    column(
        "card_user_id",
        Plain,
        Text(|row| &row.view.issuer.collateral.holder(card(row)).external_id),
    )
    .or_null()
    .indexed(index!(person.cards)),
    column("card_type", Plain, Text(|row| card(row).kind.name())),
    column("status", Plain, Text(|row| card(row).status.name())).indexed(by_status),
    column("last4", Plain, Text(|row| &card(row).secrets.last4)),
    column("expiration_month", Plain, Text(|row| &card(row).secrets.expiration_month)),
    column("expiration_year", Plain, Text(|row| &card(row).secrets.expiration_year)),
    column("display_name", Personal, MaybeText(|row| card(row).display_name.as_deref())),
    column("nickname", Personal, MaybeText(|row| card(row).nickname.as_deref())),
    column("is_starred", Plain, Boolean(|row| card(row).is_starred)),
    column("limit_amount", Plain, MaybeInt(|row| Some(card(row).limit?.amount))),
    column("limit_frequency", Plain, MaybeText(|row| Some(card(row).limit?.frequency.name()))),
    column("billing_address", Within, MaybeJsonb(|row| Some(json!(card(row).billing.as_ref()?)))),
    column(
        "deposit_address",
        Plain,
        MaybeText(|row| row.view.issuer.collateral.deposit_address(card(row))),
    ),
    column("is_pin_set", Plain, Boolean(|row| card(row).pin.is_some())),
    column("replaced_by_card_id", Plain, MaybeInt(|row| Some(card(row).replaced_by?.0.into()))),
    column("replacement_reason", Plain, MaybeText(|row| card(row).replacement_reason.as_deref())),
    column("cancel_reason", Plain, MaybeText(|row| card(row).cancel_reason.as_deref())),
    column("activated_at", Plain, MaybeTimestamptz(|row| card(row).activated_at)),
    column("canceled_at", Plain, MaybeTimestamptz(|row| card(row).canceled_at)),
    column("last_used_at", Plain, MaybeTimestamptz(|row| card(row).last_used_at)),
    column("created_at", Plain, Timestamptz(|row| card(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| card(row).updated_at)),
];

/// The card of a row.
pub(in crate::tables) fn card(row: Row<'_>) -> &Card {
    &row.view.issuer.collateral.cards[CardId(row.id)]
}

/// A partner's cards in a status; nobody else's cards are indexed by it.
fn by_status<'v>(view: &'v View<'v>, value: &Cell<'_>) -> Option<IndexRows<'v>> {
    let Caller::Partner(partner) = view.caller else { return None };
    let holdings = &view.issuer.collateral.partners.get(partner)?.holdings;
    let status = CardStatus::named(value.as_str()?);
    Some(match status.and_then(|status| holdings.cards_in.get(&status)) {
        Some(cards) => IndexRows::of(cards.iter().map(|id| id.0)),
        None => IndexRows::none(),
    })
}
