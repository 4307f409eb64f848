//! `AgioCard_card_user`.

use serde_json::{Value, json};

use super::{column, ids, many, nullable, number, one, person, scope};
use crate::{
    programs::collateral::{CardUserId, CompanyId},
    tables::{IndexRows, Kind, Shape, Table, View, cell::instant},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_user",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("card_user_id", Kind::Text),
        nullable("application_status", Kind::Text),
        nullable("application_reason", Kind::Text),
        column("is_active", Kind::Boolean),
        column("is_terms_of_service_accepted", Kind::Boolean),
        nullable("wallet_address", Kind::Text),
        column("card_company_id", Kind::Int),
        nullable("user_id", Kind::Text),
        nullable("first_name", Kind::Text),
        nullable("last_name", Kind::Text),
        nullable("email", Kind::Text),
        column("created_at", Kind::Timestamptz),
        column("updated_at", Kind::Timestamptz),
    ],
    relations: &[
        one("card_company", "AgioCard_card_company", "card_company_id", "id"),
        many("card_applications", "AgioCard_card_application", "card_user_id", "card_user_id"),
        many("cards", "AgioCard_card", "card_user_id", "card_user_id"),
        many("transactions", "AgioCard_card_transaction", "card_user_id", "card_user_id"),
        many("charges", "AgioCard_card_charge", "card_user_id", "card_user_id"),
        many(
            "collateral_deposits",
            "AgioCard_card_collateral_deposit",
            "card_user_id",
            "card_user_id",
        ),
    ],
    scope: scope!(users, CardUserId),
    find,
    cell,
};

fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "card_user_id" => {
            Some(person(view, value).map_or_else(IndexRows::none, |user| IndexRows::one(user.id.0)))
        }
        "card_company_id" => match view.issuer.collateral.companies.get(CompanyId(number(value))) {
            Some(company) => ids!(company.users),
            None => Some(IndexRows::none()),
        },
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let user = &view.issuer.collateral.users[CardUserId(id)];
    let application = user.latest_application().map(|id| &view.issuer.collateral.applications[id]);
    match column {
        "id" => json!(user.id.0),
        "card_user_id" => json!(user.external_id),
        "application_status" => json!(application.map(|row| row.status.name())),
        "application_reason" => json!(application.and_then(|row| row.reason.as_ref())),
        "is_active" => json!(application.is_some_and(|row| row.status.is_active())),
        "is_terms_of_service_accepted" => {
            json!(application.is_some_and(|row| row.answers.terms_accepted))
        }
        "wallet_address" => json!(application.map(|row| &row.answers.wallet_address)),
        "card_company_id" => json!(user.company.0),
        "user_id" => json!(user.user_id),
        "first_name" => json!(user.first_name),
        "last_name" => json!(user.last_name),
        "email" => json!(user.email),
        "created_at" => instant(user.created_at),
        "updated_at" => instant(user.updated_at),
        _ => Value::Null,
    }
}
