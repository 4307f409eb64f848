//! The tables, one file each.

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
mod vw_card;
mod vw_card_transaction;

use serde_json::Value;

use super::{Column, Kind, Relation, Table, View};
use crate::programs::collateral::CardUser;

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

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, nullable: false }
}

const fn nullable(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, nullable: true }
}

/// A relation to at most one row of `table`.
const fn one(
    name: &'static str,
    table: &'static str,
    local: &'static str,
    remote: &'static str,
) -> Relation {
    Relation { name, table, local, remote, many: false }
}

/// A relation to any number of rows of `table`.
const fn many(
    name: &'static str,
    table: &'static str,
    local: &'static str,
    remote: &'static str,
) -> Relation {
    Relation { name, table, local, remote, many: true }
}

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

/// The ids of a list of rows, which ascend.
macro_rules! ids {
    ($rows:expr) => {
        Some($crate::tables::IndexRows::of($rows.iter().map(|id| id.0)))
    };
}

use ids;

/// The id that a value of an `Int` column names.
fn number(value: &Value) -> i32 {
    value.as_i64().and_then(|id| i32::try_from(id).ok()).unwrap_or(0)
}

/// The person whom a `card_user_id` names.
fn person<'a>(view: &View<'a>, value: &Value) -> Option<&'a CardUser> {
    view.issuer.collateral.user_named(value.as_str()?)
}
