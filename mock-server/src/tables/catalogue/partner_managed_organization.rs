//! `AgioCard_partner_managed_organization`: the customer organizations of a partner.

use serde_json::{Value, json};

use super::{column, many, scope};
use crate::{
    programs::collateral::OrganizationId,
    tables::{IndexRows, Kind, Shape, Table, View, cell::instant},
};

pub(super) static TABLE: Table = Table {
    name: "AgioCard_partner_managed_organization",
    shape: Shape::Table,
    order: &["id"],
    columns: &[
        column("id", Kind::Int),
        column("organization_id", Kind::Uuid),
        column("partner_organization_id", Kind::Uuid),
        column("name", Kind::Text),
        column("is_active", Kind::Boolean),
        column("created_at", Kind::Timestamptz),
        column("updated_at", Kind::Timestamptz),
    ],
    relations: &[many(
        "card_companies",
        "AgioCard_card_company",
        "organization_id",
        "organization_id",
    )],
    scope: scope!(organizations, OrganizationId),
    find,
    cell,
};

pub(super) fn find<'v>(view: &'v View<'v>, column: &str, value: &Value) -> Option<IndexRows<'v>> {
    match column {
        "organization_id" => {
            let organization = value.as_str().and_then(|uuid| view.organization(uuid));
            Some(organization.map_or_else(IndexRows::none, |id| IndexRows::one(id.0)))
        }
        "id" => Some(IndexRows::one(super::number(value))),
        _ => None,
    }
}

fn cell(view: &View<'_>, id: i32, column: &str) -> Value {
    let organization = &view.issuer.collateral.organizations[OrganizationId(id)];
    match column {
        "id" => json!(organization.id.0),
        "organization_id" => json!(organization.organization_id),
        "partner_organization_id" => {
            json!(view.issuer.collateral.partners[organization.partner].organization_id)
        }
        "name" => json!(organization.name),
        "is_active" => json!(true),
        "created_at" => instant(organization.created_at),
        "updated_at" => instant(organization.updated_at),
        _ => Value::Null,
    }
}
