//! `AgioCard_card_company`.

use serde_json::{Value, json};

use super::{column, nullable, rows};
use crate::{
    issuer::{CompanyId, PostalAddress},
    tables::{Kind, Relation, Table, View, cell::instant},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_card_company",
    key: "id",
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
        Relation {
            name: "managed_organization",
            table: "AgioCard_partner_managed_organization",
            local: "organization_id",
            remote: "organization_id",
            many: false,
        },
        Relation {
            name: "card_users",
            table: "AgioCard_card_user",
            local: "id",
            remote: "card_company_id",
            many: true,
        },
        Relation {
            name: "cards",
            table: "AgioCard_card",
            local: "id",
            remote: "card_company_id",
            many: true,
        },
        Relation {
            name: "card_applications",
            table: "AgioCard_card_application",
            local: "id",
            remote: "card_company_id",
            many: true,
        },
    ],
    rows: |view| rows!(view, companies, companies),
    cell,
};

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let company = &view.issuer.companies[CompanyId(id)];
    match column {
        "id" => json!(company.id.0),
        "organization_id" => {
            json!(view.issuer.organizations[company.organization].organization_id)
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
