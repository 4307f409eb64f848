//! The tables, one file each: its columns, its relations, and the rows that a caller sees.

mod address;
mod card;
mod card_application;
mod card_balance;
mod card_charge;
mod card_collateral_deposit;
mod card_company;
mod card_limit_change;
mod card_shipment;
mod card_transaction;
mod card_user;
pub(super) mod monthly_spend;
mod partner_managed_organization;
mod transaction_words;
mod vw_card;
mod vw_card_transaction;

use super::{
    Cell, Column, IndexRows, Table, View,
    column::Reader::{self, Int},
    row::Row,
};
use crate::{
    log::Class,
    programs::collateral::{CardUser, CompanyId},
};

/// Every table, in the order of the contract (PG 11.1).
pub(super) static TABLES: [&Table; 14] = [
    &card::TABLE,
    &card_user::TABLE,
    &card_company::TABLE,
    &card_application::TABLE,
    &card_transaction::TABLE,
    &card_charge::TABLE,
    &card_collateral_deposit::TABLE,
    &card_shipment::TABLE,
    &card_limit_change::TABLE,
    &partner_managed_organization::TABLE,
    &vw_card::TABLE,
    &vw_card_transaction::TABLE,
    &monthly_spend::TABLE,
    &card_balance::TABLE,
];

const fn column(name: &'static str, class: Class, reader: Reader) -> Column {
    Column::new(name, class, reader)
}

/// The number of a row, by which it is also found.
const ID: Column = column("id", Class::Plain, Int(|row| row.id.into()))
    .indexed(|_, value| Some(IndexRows::one(value.id())));

/// A relation to at most one row: `one!("name": "own column" = table."its column")`.
macro_rules! one {
    ($name:literal: $local:literal = $table:ident.$remote:literal) => {
        $crate::tables::Relation::one(
            $name,
            $crate::tables::column::pick(COLUMNS, $local),
            &$crate::tables::catalogue::$table::TABLE,
            $crate::tables::column::pick($crate::tables::catalogue::$table::COLUMNS, $remote),
        )
    };
}

use one;

/// A relation to any number of rows: `many!("name": "own column" = table."its column")`.
macro_rules! many {
    ($name:literal: $local:literal = $table:ident.$remote:literal) => {
        $crate::tables::Relation::many(
            $name,
            $crate::tables::column::pick(COLUMNS, $local),
            &$crate::tables::catalogue::$table::TABLE,
            $crate::tables::column::pick($crate::tables::catalogue::$table::COLUMNS, $remote),
        )
    };
}

use many;

/// The rows that a caller sees: a partner's holdings, or everything.
macro_rules! scope {
    ($holding:ident, $id:ident) => {
        $crate::tables::Scope {
            len: |view| match view.caller {
                $crate::issuer::Caller::Ops => view.issuer.collateral.$holding.len(),
                $crate::issuer::Caller::Partner(partner) => {
                    let partner = view.issuer.collateral.partners.get(partner);
                    partner.map_or(0, |partner| partner.holdings.$holding.len())
                }
                $crate::issuer::Caller::Project(_) => 0,
            },
            rows: |view| match view.caller {
                $crate::issuer::Caller::Ops => {
                    Box::new(view.issuer.collateral.$holding.iter().map(|row| row.id.0))
                }
                $crate::issuer::Caller::Partner(partner) => {
                    match view.issuer.collateral.partners.get(partner) {
                        Some(partner) => Box::new(partner.holdings.$holding.iter().map(|id| id.0)),
                        None => Box::new(std::iter::empty()),
                    }
                }
                $crate::issuer::Caller::Project(_) => Box::new(std::iter::empty()),
            },
            has: |view, id| match view.caller {
                $crate::issuer::Caller::Ops => {
                    view.issuer.collateral.$holding.get($id(id)).is_some()
                }
                $crate::issuer::Caller::Partner(partner) => {
                    let partner = view.issuer.collateral.partners.get(partner);
                    partner.is_some_and(|partner| {
                        partner.holdings.$holding.binary_search(&$id(id)).is_ok()
                    })
                }
                $crate::issuer::Caller::Project(_) => false,
            },
        }
    };
}

use scope;

/// An index that is a list of ids, which ascend: of a row that an id names
/// (`cards[CardId].shipments`), or of the person whom a `card_user_id` names (`person.cards`).
macro_rules! index {
    (person.$ids:ident) => {
        |view, value| {
            Some(match $crate::tables::catalogue::person(view, value) {
                Some(person) => $crate::tables::IndexRows::of(person.$ids.iter().map(|id| id.0)),
                None => $crate::tables::IndexRows::none(),
            })
        }
    };
    ($rows:ident[$id:ident].$ids:ident) => {
        |view, value| {
            Some(match view.issuer.collateral.$rows.get($id(value.id())) {
                Some(row) => $crate::tables::IndexRows::of(row.$ids.iter().map(|id| id.0)),
                None => $crate::tables::IndexRows::none(),
            })
        }
    };
}

use index;

/// The person whom a `card_user_id` names.
fn person<'a>(view: &View<'a>, value: &Cell<'_>) -> Option<&'a CardUser> {
    view.issuer.collateral.user_named(value.as_str()?)
}

/// The UUID of the organization that a company belongs to.
fn organization_id(row: Row<'_>, company: CompanyId) -> &str {
    let issuer = row.view.issuer;
    &issuer.collateral.organizations[issuer.collateral.companies[company].organization]
        .organization_id
}
