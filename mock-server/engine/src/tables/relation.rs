//! Relations from one table to another.

use super::{Cell, Column, IndexRows, Table, row::Row};

/// A nested object, or an array of them: the rows of another table that have the same value.
pub struct Relation {
    /// Field name in the schema.
    pub name: &'static str,
    /// The table that the relation leads to.
    pub table: &'static Table,
    /// Column of the table that has the relation.
    pub(super) local: Column,
    /// Column of the other table that equals it; an index leads to its values.
    pub(super) remote: Column,
    /// Whether there may be several rows.
    pub many: bool,
}

impl Relation {
    /// A relation to at most one row.
    pub(super) const fn one(
        name: &'static str,
        local: Column,
        table: &'static Table,
        remote: Column,
    ) -> Self {
        assert!(remote.has_index(), "following a relation never looks through a table");
        Self { name, table, local, remote, many: false }
    }

    /// A relation to any number of rows.
    pub(super) const fn many(
        name: &'static str,
        local: Column,
        table: &'static Table,
        remote: Column,
    ) -> Self {
        Self { many: true, ..Self::one(name, local, table, remote) }
    }

    /// The rows that the relation leads to from a row, ascending; never out of the caller's scope.
    pub(super) fn rows<'v>(&self, from: Row<'v>) -> Vec<Row<'v>> {
        let ids = match self.local.cell(from) {
            Cell::Null => IndexRows::none(),
            local => self.remote.find(from.view, &local).unwrap_or_else(IndexRows::none),
        };
        ids.filter_map(|id| Row::by_key(from.view, self.table, id)).collect()
    }
}

/// A relation to `one` row or to `many`, from a column to an indexed column of another table:
/// `relation!(one "card_user": card.card_user_id = CARD_USER(card_user.card_user_id))`. A column
/// that there is not does not compile.
macro_rules! relation {
    ($count:ident $name:literal: $own:ident.$local:ident = $table:ident($other:ident.$remote:ident)) => {
        $crate::tables::Relation::$count(
            $name,
            $crate::tables::column::pick($own::COLUMNS, stringify!($local)),
            &$table,
            $crate::tables::column::pick($other::COLUMNS, stringify!($remote)),
        )
    };
}

pub(super) use relation;
