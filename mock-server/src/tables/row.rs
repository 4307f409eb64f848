//! A row that has not been read yet.

use super::{Cell, Column, IndexRows, Relation, Table, View, key::Key};

/// A row of a table, by its id; cells are read when they are asked for.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) table: &'static Table,
    pub(super) id: i32,
}

impl<'a> Row<'a> {
    /// The keys of some cells.
    pub(super) fn keys(self, columns: &[&Column]) -> Vec<Key> {
        columns.iter().map(|column| column.key(self)).collect()
    }

    /// The rows that a relation leads to, ascending; never out of the caller's scope.
    pub(super) fn related(self, relation: &Relation) -> Vec<Self> {
        let ids = match relation.local.cell(self) {
            Cell::Null => IndexRows::none(),
            local => relation.remote.find(self.view, &local).unwrap_or_else(IndexRows::none),
        };
        ids.filter_map(|id| by_key(self.view, relation.table, id)).collect()
    }
}

/// Every row of a table that the caller sees.
pub(super) fn all<'a>(
    view: &'a View<'a>,
    table: &'static Table,
) -> impl Iterator<Item = Row<'a>> + 'a {
    (table.scope.rows)(view).map(move |id| Row { view, table, id })
}

/// The row with this primary key, if the caller sees it.
pub(super) fn by_key<'a>(view: &'a View<'a>, table: &'static Table, id: i32) -> Option<Row<'a>> {
    (table.scope.has)(view, id).then_some(Row { view, table, id })
}
