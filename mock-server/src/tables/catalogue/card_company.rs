//! `AgioCard_card_company`.

use serde_json::{Value, json};

use super::{column, many, nullable, number, one, scope};
use crate::{
    people::PostalAddress,
    programs::collateral::{CompanyId, OrganizationId},
    tables::{IndexRows, Kind, Shape, Table, View, cell::instant},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_company",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("organization_id", Kind::Uuid),
        nullable("card_company_external_id", Kind::Text),
        column("name", Kind::Text),
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
        one(
            "managed_organization",
            "AgioCard_partner_managed_organization",
            "organization_id",
            "organization_id",
        ),
        many("card_users", "AgioCard_card_user", "id", "card_company_id"),
        many("cards", "AgioCard_card", "id", "card_company_id"),
        many("card_applications", "AgioCard_card_application", "id", "card_company_id"),
    ],
    scope: scope!(companies, CompanyId),
    find,
    cell,
};

fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "organization_id" => {
            let organizations = super::partner_managed_organization::find(view, column, value)?;
            let company =
                |id| view.issuer.collateral.organizations.get(OrganizationId(id))?.company;
            Some(IndexRows::sorted(organizations.filter_map(company).map(|id| id.0)))
        }
        "id" => Some(IndexRows::one(number(value))),
        _ => None,
    }
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let company = &view.issuer.collateral.companies[CompanyId(id)];
    match column {
        "id" => json!(company.id.0),
        "organization_id" => {
            json!(view.issuer.collateral.organizations[company.organization].organization_id)
        }
        "card_company_external_id" => json!(company.external_id),
        "name" => json!(company.name),
        "created_at" => instant(company.created_at),
        "updated_at" => instant(company.updated_at),
        column => address(company.address.as_ref(), column),
    }
}

/// The address columns, which applications have too.
pub(super) fn address(address: Option<&PostalAddress>, column: &str) -> Value {
    let Some(address) = address else { return Value::Null };
    match column {
        "address_line1" => json!(address.line1),
        "address_line2" => json!(address.line2),
        "address_city" => json!(address.city),
        "address_region" => json!(address.region),
        "address_postal_code" => json!(address.postal_code),
        "address_country_code" => json!(address.country_code.to_uppercase()),
        _ => Value::Null,
    }
}
