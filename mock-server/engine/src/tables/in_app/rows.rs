//! The rows that a caller of AG sees: what the person holds; everything for the back office.

use crate::{issuer::Caller, programs::collateral::CardUser, tables::View};

/// Part of the collateral program that somebody sees.
pub(super) enum Seen<'v> {
    Everything,
    HoldingsOf(&'v CardUser),
    Nothing,
}

/// Part that the caller sees.
pub(super) fn seen<'v>(view: &View<'v>) -> Seen<'v> {
    match view.caller {
        Caller::Ops => Seen::Everything,
        Caller::InAppUser(user) => {
            view.issuer.collateral.users.get(user).map_or(Seen::Nothing, Seen::HoldingsOf)
        }
        Caller::Partner(_) | Caller::Project(_) | Caller::User(_) => Seen::Nothing,
    }
}

/// The rows of a table whose records are held by people: `scope!(cards, CardId)`.
macro_rules! scope {
    ($holding:ident, $id:path) => {
        $crate::tables::Scope {
            len: |view| match $crate::tables::in_app::rows::seen(view) {
                $crate::tables::in_app::rows::Seen::Everything => {
                    view.issuer.collateral.$holding.len()
                }
                $crate::tables::in_app::rows::Seen::HoldingsOf(user) => user.$holding.len(),
                $crate::tables::in_app::rows::Seen::Nothing => 0,
            },
            rows: |view| match $crate::tables::in_app::rows::seen(view) {
                $crate::tables::in_app::rows::Seen::Everything => {
                    Box::new(view.issuer.collateral.$holding.iter().map(|row| row.id.0))
                }
                $crate::tables::in_app::rows::Seen::HoldingsOf(user) => {
                    Box::new(user.$holding.iter().map(|id| id.0))
                }
                $crate::tables::in_app::rows::Seen::Nothing => Box::new(std::iter::empty()),
            },
            has: |view, id| match $crate::tables::in_app::rows::seen(view) {
                $crate::tables::in_app::rows::Seen::Everything => {
                    view.issuer.collateral.$holding.get($id(id)).is_some()
                }
                $crate::tables::in_app::rows::Seen::HoldingsOf(user) => {
                    user.$holding.contains($id(id))
                }
                $crate::tables::in_app::rows::Seen::Nothing => false,
            },
        }
    };
}

pub(super) use scope;
