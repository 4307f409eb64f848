//! A row that has not been read yet.

use serde_json::Value;

use super::{Column, Relation, Table, View, key::Key};

/// A row of a table, by its id; cells are read when they are asked for.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) table: &'static Table,
    pub(super) id: i32,
}

impl<'a> Row<'a> {
    /// One cell.
    pub(super) fn cell(&self, column: &str) -> Value {
        (self.table.cell)(self.view, self.id, column)
    }

    /// The keys of some cells.
    pub(super) fn keys(&self, columns: &[&Column]) -> Vec<Key> {
        let key = |column: &&Column| Key::of_cell(column.kind, &self.cell(column.name));
        columns.iter().map(key).collect()
    }

    /// The rows that a relation leads to, ascending; never out of the caller's scope.
    pub(super) fn related(&self, relation: &Relation) -> Vec<Self> {
        let local = self.cell(relation.local);
        if local.is_null() {
            return Vec::new();
        }
        with(self.view, relation.target(), relation.remote, &local)
    }
}

/// The rows of a table with this value in a column.
pub(super) fn with<'a>(
    view: &'a View<'a>,
    table: &'static Table,
    column: &str,
    value: &Value,
) -> Vec<Row<'a>> {
    let row = |id| Row { view, table, id };
    match (table.find)(view, column, value) {
        Some(ids) => ids.filter(|id| (table.scope.has)(view, *id)).map(row).collect(),
        None => all(view, table).filter(|row| row.cell(column) == *value).collect(),
    }
}

/// Every row of a table that the caller sees.
pub(super) fn all<'a>(
    view: &'a View<'a>,
    table: &'static Table,
) -> impl Iterator<Item = Row<'a>> + 'a {
    (table.scope.rows)(view).map(move |id| Row { view, table, id })
}

/// The row with this primary key.
pub(super) fn by_key<'a>(view: &'a View<'a>, table: &'static Table, id: i32) -> Option<Row<'a>> {
    (table.scope.has)(view, id).then_some(Row { view, table, id })
}
