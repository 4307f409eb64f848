//! A row that has not been read yet.

use super::{Table, View};

/// A row of a table, by its id; cells are read when they are asked for.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) table: &'static Table,
    pub(super) id: i32,
}

impl<'a> Row<'a> {
    /// Every row of a table that the caller sees.
    pub(super) fn all(
        view: &'a View<'a>,
        table: &'static Table,
    ) -> impl Iterator<Item = Self> + 'a {
        (table.scope.rows)(view).map(move |id| Self { view, table, id })
    }

    /// The row with this primary key, if the caller sees it.
    pub(super) fn by_key(view: &'a View<'a>, table: &'static Table, id: i32) -> Option<Self> {
        (table.scope.has)(view, id).then_some(Self { view, table, id })
    }
}
