//! `AgioCard_card_application`.

use serde_json::{Value, json};

use super::{card_company::address, column, ids, many, nullable, number, one, person, scope};
use crate::{
    programs::collateral::{ApplicationId, CompanyId},
    tables::{IndexRows, Kind, Shape, Table, View, cell::instant},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_application",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("card_application_external_id", Kind::Text),
        nullable("card_user_id", Kind::Text),
        column("card_company_id", Kind::Int),
        column("application_status", Kind::Text),
        nullable("application_reason", Kind::Text),
        nullable("application_completion_url", Kind::Text),
        column("wallet_address", Kind::Text),
        column("occupation", Kind::Text),
        column("annual_salary", Kind::Text),
        column("account_purpose", Kind::Text),
        column("expected_monthly_volume", Kind::Text),
        column("is_terms_of_service_accepted", Kind::Boolean),
        column("is_active", Kind::Boolean),
        nullable("address_line1", Kind::Text),
        nullable("address_line2", Kind::Text),
        nullable("address_city", Kind::Text),
        nullable("address_region", Kind::Text),
        nullable("address_postal_code", Kind::Text),
        nullable("address_country_code", Kind::Text),
        column("created_at", Kind::Timestamptz),
        column("updated_at", Kind::Timestamptz),
    ],
    relations: &[
        one("card_user", "AgioCard_card_user", "card_user_id", "card_user_id"),
        one("card_company", "AgioCard_card_company", "card_company_id", "id"),
        many("cards", "AgioCard_card", "id", "card_application_id"),
        many("transactions", "AgioCard_card_transaction", "id", "card_application_id"),
    ],
    scope: scope!(applications, ApplicationId),
    find,
    cell,
};

fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "card_user_id" => match person(view, value) {
            Some(user) => ids!(user.applications),
            None => Some(IndexRows::none()),
        },
        "card_company_id" => match view.issuer.collateral.companies.get(CompanyId(number(value))) {
            Some(company) => ids!(company.applications),
            None => Some(IndexRows::none()),
        },
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let row = &view.issuer.collateral.applications[ApplicationId(id)];
    match column {
        "id" => json!(row.id.0),
        "card_application_external_id" => json!(row.external_id),
        "card_user_id" => json!(view.issuer.collateral.users[row.user].external_id),
        "card_company_id" => json!(row.company.0),
        "application_status" => json!(row.status.name()),
        "application_reason" => json!(row.reason),
        "application_completion_url" => json!(row.completion_url),
        "wallet_address" => json!(row.answers.wallet_address),
        "occupation" => json!(row.answers.occupation),
        "annual_salary" => json!(row.answers.annual_salary),
        "account_purpose" => json!(row.answers.account_purpose),
        "expected_monthly_volume" => json!(row.answers.expected_monthly_volume),
        "is_terms_of_service_accepted" => json!(row.answers.terms_accepted),
        "is_active" => json!(row.status.is_active()),
        "created_at" => instant(row.created_at),
        "updated_at" => instant(row.updated_at),
        column => address(row.address.as_ref(), column),
    }
}
