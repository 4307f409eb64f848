//! `AgioCard_partner_managed_organization`: the customer organizations of a partner.

use serde_json::{Value, json};

use super::{column, rows};
use crate::{
    issuer::OrganizationId,
    tables::{Kind, Relation, Table, View, cell::instant},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_partner_managed_organization",
    key: "id",
    columns: &[
        column("id", Kind::Int),
        column("organization_id", Kind::Uuid),
        column("partner_organization_id", Kind::Uuid),
        column("name", Kind::Text),
        column("is_active", Kind::Boolean),
        column("created_at", Kind::Timestamptz),
        column("updated_at", Kind::Timestamptz),
    ],
    relations: &[Relation {
        name: "card_companies",
        table: "AgioCard_card_company",
        local: "organization_id",
        remote: "organization_id",
        many: true,
    }],
    rows: |view| rows!(view, organizations, organizations),
    cell,
};

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let organization = &view.issuer.organizations[OrganizationId(id)];
    match column {
        "id" => json!(organization.id.0),
        "organization_id" => json!(organization.organization_id),
        "partner_organization_id" => {
            json!(view.issuer.partners[organization.partner].organization_id)
        }
        "name" => json!(organization.name),
        "is_active" => json!(true),
        "created_at" => instant(organization.created_at),
        "updated_at" => instant(organization.updated_at),
        _ => Value::Null,
    }
}
