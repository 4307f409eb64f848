//! `AgioCard_partner_managed_organization`: the customer organizations of a partner.

use super::{ID, column, many, scope};
use crate::{
    log::Class::{Personal, Plain},
    programs::collateral::{Organization, OrganizationId},
    tables::{
        Cell, Column, IndexRows, Shape, Table, View,
        column::Reader::{Boolean, Text, Timestamptz, Uuid},
        row::Row,
    },
};

pub(super) const COLUMNS: &[Column] = &[
    ID,
    column("organization_id", Plain, Uuid(|row| &organization(row).organization_id))
        .indexed(by_organization),
    column(
        "partner_organization_id",
        Plain,
        Uuid(|row| &row.view.issuer.collateral.partners[organization(row).partner].organization_id),
    ),
    column("name", Personal, Text(|row| &organization(row).name)),
    // Nothing ends an organization of the sandbox.
    column("is_active", Plain, Boolean(|_| true)),
    column("created_at", Plain, Timestamptz(|row| organization(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| organization(row).updated_at)),
];

pub(super) static TABLE: Table = Table {
    name: "AgioCard_partner_managed_organization",
    shape: Shape::Table,
    columns: COLUMNS,
    relations: &[many!("card_companies": "organization_id" = card_company."organization_id")],
    scope: scope!(organizations, OrganizationId),
};

fn organization(row: Row<'_>) -> &Organization {
    &row.view.issuer.collateral.organizations[OrganizationId(row.id)]
}

/// The organization with a UUID.
pub(super) fn by_organization<'v>(view: &'v View<'v>, value: &Cell<'_>) -> Option<IndexRows<'v>> {
    let organization = value.as_str().and_then(|uuid| view.organization(uuid));
    Some(organization.map_or_else(IndexRows::none, |id| IndexRows::one(id.0)))
}
