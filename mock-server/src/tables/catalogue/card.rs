//! `AgioCard_card`.

use serde_json::{Value, json};

use super::{column, ids, many, nullable, number, one, person, scope};
use crate::{
    issuer::Caller,
    programs::collateral::{ApplicationId, CardId, CardStatus, CompanyId},
    tables::{
        IndexRows, Kind, Shape, Table, View,
        cell::{instant, maybe_instant},
    },
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("card_external_id", Kind::Text),
        nullable("user_id", Kind::Text),
        nullable("card_company_id", Kind::Int),
        column("card_application_id", Kind::Int),
        nullable("card_user_id", Kind::Text),
        column("card_type", Kind::Text),
        column("status", Kind::Text),
        column("last4", Kind::Text),
        column("expiration_month", Kind::Text),
        column("expiration_year", Kind::Text),
        nullable("display_name", Kind::Text),
        nullable("nickname", Kind::Text),
        column("is_starred", Kind::Boolean),
        nullable("limit_amount", Kind::Int),
        nullable("limit_frequency", Kind::Text),
        nullable("billing_address", Kind::Jsonb),
        nullable("deposit_address", Kind::Text),
        column("is_pin_set", Kind::Boolean),
        nullable("replaced_by_card_id", Kind::Int),
        nullable("replacement_reason", Kind::Text),
        nullable("cancel_reason", Kind::Text),
        nullable("activated_at", Kind::Timestamptz),
        nullable("canceled_at", Kind::Timestamptz),
        nullable("last_used_at", Kind::Timestamptz),
        column("created_at", Kind::Timestamptz),
        column("updated_at", Kind::Timestamptz),
    ],
    relations: &[
        one("card_company", "AgioCard_card_company", "card_company_id", "id"),
        one("card_application", "AgioCard_card_application", "card_application_id", "id"),
        one("card_user", "AgioCard_card_user", "card_user_id", "card_user_id"),
        one("replaced_by_card", "AgioCard_card", "replaced_by_card_id", "id"),
        many("transactions", "AgioCard_card_transaction", "id", "card_id"),
        many("shipments", "AgioCard_card_shipment", "id", "card_id"),
        many("limit_changes", "AgioCard_card_limit_change", "id", "card_id"),
    ],
    scope: scope!(cards, CardId),
    find,
    cell,
};

pub(super) fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "card_company_id" => match view.issuer.collateral.companies.get(CompanyId(number(value))) {
            Some(company) => ids!(company.cards),
            None => Some(IndexRows::none()),
        },
        "card_application_id" => {
            match view.issuer.collateral.applications.get(ApplicationId(number(value))) {
                Some(application) => ids!(application.cards),
                None => Some(IndexRows::none()),
            }
        }
        "card_user_id" => match person(view, value) {
            Some(user) => ids!(user.cards),
            None => Some(IndexRows::none()),
        },
        "status" => {
            let Caller::Partner(partner) = view.caller else { return None };
            let holdings = &view.issuer.collateral.partners.get(partner)?.holdings;
            let status = CardStatus::named(value.as_str()?);
            match status.and_then(|status| holdings.cards_in.get(&status)) {
                Some(cards) => ids!(cards),
                None => Some(IndexRows::none()),
            }
        }
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

pub(super) fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let issuer = view.issuer;
    let card = &issuer.collateral.cards[CardId(id)];
    match column {
        "id" => json!(card.id.0),
        "card_external_id" => json!(card.external_id),
        "user_id" => json!(issuer.collateral.holder(card).user_id),
        "card_company_id" => json!(card.company.0),
        "card_application_id" => json!(card.application.0),
        "card_user_id" => json!(issuer.collateral.holder(card).external_id),
        "card_type" | "type" => json!(card.kind.name()),
        "status" => json!(card.status.name()),
        "last4" => json!(card.secrets.last4),
        "expiration_month" => json!(card.secrets.expiration_month),
        "expiration_year" => json!(card.secrets.expiration_year),
        "display_name" => json!(card.display_name),
        "nickname" => json!(card.nickname),
        "is_starred" => json!(card.is_starred),
        "limit_amount" => json!(card.limit.map(|limit| limit.amount)),
        "limit_frequency" => json!(card.limit.map(|limit| limit.frequency.name())),
        "billing_address" => json!(card.billing),
        "deposit_address" => json!(issuer.collateral.deposit_address(card)),
        "is_pin_set" => json!(card.pin.is_some()),
        "replaced_by_card_id" => json!(card.replaced_by),
        "replacement_reason" => json!(card.replacement_reason),
        "cancel_reason" => json!(card.cancel_reason),
        "activated_at" => maybe_instant(card.activated_at),
        "canceled_at" => maybe_instant(card.canceled_at),
        "last_used_at" => maybe_instant(card.last_used_at),
        "created_at" => instant(card.created_at),
        "updated_at" => instant(card.updated_at),
        _ => Value::Null,
    }
}
