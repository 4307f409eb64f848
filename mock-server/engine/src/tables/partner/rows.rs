//! The rows that a caller of PG sees: a partner's holdings; everything for the back office.

use crate::{
    issuer::Caller,
    money::DepositStatus,
    programs::collateral::{DepositId, Partner},
    tables::{Scope, View},
};

/// Part of the collateral program that somebody sees.
pub(super) enum Seen<'v> {
    Everything,
    HoldingsOf(&'v Partner),
    Nothing,
}

/// Part that the caller sees.
pub(super) fn seen<'v>(view: &View<'v>) -> Seen<'v> {
    match view.caller {
        Caller::Ops => Seen::Everything,
        Caller::Partner(partner) => {
            let partner = view.issuer.collateral.partners.get(partner);
            partner.map_or(Seen::Nothing, Seen::HoldingsOf)
        }
        Caller::InAppUser(_) | Caller::Project(_) | Caller::User(_) => Seen::Nothing,
    }
}

/// The rows of a table whose records are held by partners: `scope!(cards, CardId)`.
macro_rules! scope {
    ($holding:ident, $id:path) => {
        $crate::tables::Scope {
            len: |view| match $crate::tables::partner::rows::seen(view) {
                Seen::Everything => view.issuer.collateral.$holding.len(),
                Seen::HoldingsOf(partner) => partner.holdings.$holding.len(),
                Seen::Nothing => 0,
            },
            rows: |view| match $crate::tables::partner::rows::seen(view) {
                Seen::Everything => {
                    Box::new(view.issuer.collateral.$holding.iter().map(|row| row.id.0))
                }
                Seen::HoldingsOf(partner) => {
                    Box::new(partner.holdings.$holding.iter().map(|id| id.0))
                }
                Seen::Nothing => Box::new(std::iter::empty()),
            },
            has: |view, id| match $crate::tables::partner::rows::seen(view) {
                Seen::Everything => view.issuer.collateral.$holding.get($id(id)).is_some(),
                Seen::HoldingsOf(partner) => partner.holdings.$holding.contains($id(id)),
                Seen::Nothing => false,
            },
        }
    };
}

pub(super) use scope;

const DEPOSITS: Scope = scope!(deposits, DepositId);

/// Deposits that have arrived. A transfer that has been sent and not yet received has no row.
pub(super) const RECEIVED_DEPOSITS: Scope = Scope {
    len: DEPOSITS.len,
    rows: |view| Box::new((DEPOSITS.rows)(view).filter(|id| is_received(view, *id))),
    has: |view, id| (DEPOSITS.has)(view, id) && is_received(view, id),
};

fn is_received(view: &View<'_>, id: i32) -> bool {
    view.issuer.collateral.deposits[DepositId(id)].status != DepositStatus::Sent
}
