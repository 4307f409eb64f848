//! The columns of each kind of record, one file each: how they are read, and which indexes lead to
//! their values. A catalogue shows all of them or picks some.

mod address;
pub(super) mod card;
pub(super) mod card_application;
pub(super) mod card_balance;
pub(super) mod card_charge;
pub(super) mod card_collateral_deposit;
pub(super) mod card_company;
pub(super) mod card_limit_change;
pub(super) mod card_shipment;
pub(super) mod card_transaction;
pub(super) mod card_user;
pub(super) mod partner_managed_organization;
mod transaction_words;

use super::{
    Cell, Column, IndexRows, View,
    column::Reader::{self, Int},
    row::Row,
};
use crate::{
    log::Class,
    programs::collateral::{CardUser, CompanyId},
};

/// A column without an index.
pub(super) const fn column(name: &'static str, class: Class, reader: Reader) -> Column {
    Column::new(name, class, reader)
}

/// The number of a row, by which it is also found.
pub(super) const ID: Column = column("id", Class::Plain, Int(|row| row.id.into()))
    .indexed(|_, value| Some(IndexRows::one(value.id())));

/// An index that is a list of ids, which ascend: of a row that an id names
/// (`cards[CardId].shipments`), or of the person whom a `card_user_id` names (`person.cards`).
macro_rules! index {
    (person.$ids:ident) => {
        |view, value| {
            Some(match $crate::tables::columns::person(view, value) {
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
pub(super) fn organization_id(row: Row<'_>, company: CompanyId) -> &str {
    let issuer = row.view.issuer;
    &issuer.collateral.organizations[issuer.collateral.companies[company].organization]
        .organization_id
}
