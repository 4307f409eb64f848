//! The tables, one file each.

mod card;
mod card_application;
mod card_company;
mod card_user;
mod partner_managed_organization;
mod vw_card;

use super::{Column, Kind, Table};

/// Every table, in the order of the contract (PG 11.1).
pub(super) static TABLES: [&Table; 6] = [
    &card::TABLE,
    &card_user::TABLE,
    &card_company::TABLE,
    &card_application::TABLE,
    &partner_managed_organization::TABLE,
    &vw_card::TABLE,
];

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, nullable: false }
}

const fn nullable(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, nullable: true }
}

/// The ids that a caller sees: a partner's holdings, or everything.
macro_rules! rows {
    ($view:expr, $holding:ident, $table:ident) => {
        match $view.caller {
            $crate::issuer::Caller::Ops => $view.issuer.$table.iter().map(|row| row.id.0).collect(),
            $crate::issuer::Caller::Partner(partner) => {
                let partner = $view.issuer.partners.get(partner);
                partner.map_or(Vec::new(), |partner| {
                    partner.holdings.$holding.iter().map(|id| id.0).collect()
                })
            }
        }
    };
}

use rows;
