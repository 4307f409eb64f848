//! `AgioCard_partner_managed_organization`: the customer organizations of a partner.

use std::collections::BTreeMap;

use super::{ID, column};
use crate::{
    log::Class::{Personal, Plain},
    programs::collateral::{Organization, OrganizationId},
    tables::{
        Cell, Column, IndexRows, View,
        column::Reader::{Boolean, Text, Timestamptz, Uuid},
        row::Row,
    },
};

pub(in crate::tables) const COLUMNS: &[Column] = &[
    ID,
    column("organization_id", Plain, Uuid(|row| &organization(row).organization_id))
        .indexed(by_organization),
    column("partner_organization_id", Plain, Uuid(partner_organization_id)),
    column("name", Personal, Text(|row| &organization(row).name)),
    // Nothing ends an organization of the sandbox.
    column("is_active", Plain, Boolean(|_| true)),
    column("created_at", Plain, Timestamptz(|row| organization(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| organization(row).updated_at)),
];

/// The nil UUID for an organization without a partner, which only the back office sees.
fn partner_organization_id(row: Row<'_>) -> &str {
    let partners = &row.view.issuer.collateral.partners;
    organization(row)
        .partner
        .map_or("00000000-0000-0000-0000-000000000000", |id| &partners[id].organization_id)
}

fn organization(row: Row<'_>) -> &Organization {
    &row.view.issuer.collateral.organizations[OrganizationId(row.id)]
}

/// The organization with a UUID.
pub(super) fn by_organization<'v>(view: &'v View<'v>, value: &Cell<'_>) -> Option<IndexRows<'v>> {
    let organization = value.as_str().and_then(|uuid| named(view, uuid));
    Some(organization.map_or_else(IndexRows::none, |id| IndexRows::one(id.0)))
}

struct ByUuid(BTreeMap<String, OrganizationId>);

/// The organization with this UUID, from an index that is made once per look.
fn named(view: &View<'_>, uuid: &str) -> Option<OrganizationId> {
    let all = || {
        let all = &view.issuer.collateral.organizations;
        view.budget.spend(all.len());
        ByUuid(all.iter().map(|row| (row.organization_id.clone(), row.id)).collect())
    };
    view.once(all).0.get(uuid).copied()
}
