//! `AgioCard_card_company`: the companies of customer organizations.

use super::{ID, address, column, partner_managed_organization};
use crate::{
    log::Class::{Personal, Plain},
    people::PostalAddress,
    programs::collateral::{Company, CompanyId, OrganizationId},
    tables::{
        Cell, Column, IndexRows, View,
        column::Reader::{Text, Timestamptz, Uuid},
        row::Row,
    },
};

const ADDRESS: [Column; 6] = address::columns::<Own>();

pub(in crate::tables) const COLUMNS: &[Column] = &[
    ID,
    column("organization_id", Plain, Uuid(|row| super::organization_id(row, company(row).id)))
        .indexed(by_organization),
    column("card_company_external_id", Plain, Text(|row| &company(row).external_id)).or_null(),
    // The name of an organization: of a company, and of a person who is one.
    column("name", Personal, Text(|row| &company(row).name)),
    ADDRESS[0],
    ADDRESS[1],
    ADDRESS[2],
    ADDRESS[3],
    ADDRESS[4],
    ADDRESS[5],
    column("created_at", Plain, Timestamptz(|row| company(row).created_at)),
    column("updated_at", Plain, Timestamptz(|row| company(row).updated_at)),
];

struct Own;

impl address::Addressed for Own {
    fn address(row: Row<'_>) -> Option<&PostalAddress> {
        company(row).address.as_ref()
    }
}

fn company(row: Row<'_>) -> &Company {
    &row.view.issuer.collateral.companies[CompanyId(row.id)]
}

fn by_organization<'v>(view: &'v View<'v>, value: &Cell<'_>) -> Option<IndexRows<'v>> {
    let organizations = partner_managed_organization::by_organization(view, value)?;
    let company = |id| view.issuer.collateral.organizations.get(OrganizationId(id))?.company;
    Some(IndexRows::sorted(organizations.filter_map(company).map(|id| id.0)))
}
