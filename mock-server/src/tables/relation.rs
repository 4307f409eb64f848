//! Relations from one table to another.

use super::{Column, Table};

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
}
