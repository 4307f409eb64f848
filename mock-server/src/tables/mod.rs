//! The Hasura look-alike: read-only tables over the issuer (PG 11).
//!
//! The catalogue says which tables there are, what their columns are called and how each is read;
//! everything Hasura-shaped (types, filters, ordering, aggregates) follows from it. Columns are
//! read lazily, so a row costs what is asked of it; where an index of the issuer leads to the rows
//! that a filter asks for, only those are looked at. Scope comes before everything: rows of others
//! do not exist. Cells are exact, operands mean what they mean in PostgreSQL (`key`), and each step
//! of a request has a price that is known before it is taken (`budget`).

mod aggregate;
mod budget;
mod catalogue;
mod cell;
mod column;
mod comparison;
mod describe;
mod filter;
mod index_rows;
mod key;
mod kind;
mod like;
mod members;
mod mount;
mod object;
mod order;
mod registry;
mod relation;
mod row;
mod select;
mod view;

pub use budget::Budget;
use cell::Cell;
pub use column::Column;
use index_rows::IndexRows;
pub use kind::Kind;
pub use mount::Tables;
pub use relation::Relation;
pub use view::{Source, View};

/// One table or view: its columns, its relations, and the rows that a caller sees.
pub struct Table {
    /// Name of the object type and of the list field.
    pub name: &'static str,
    /// Which root fields it has.
    pub shape: Shape,
    /// Columns in order.
    pub columns: &'static [Column],
    /// Relations to other tables.
    pub relations: &'static [Relation],
    /// The caller's rows.
    scope: Scope,
}

/// Which root fields a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// List, by primary key, aggregate.
    Table,
    /// List and aggregate.
    View,
    /// None: it is only reached through a relation, and not filtered by.
    Nested,
}

/// The rows that a caller sees.
struct Scope {
    /// Largest number of rows that a caller sees.
    len: fn(&View<'_>) -> usize,
    /// Their ids, ascending.
    rows: for<'v> fn(&'v View<'v>) -> Box<dyn Iterator<Item = i32> + 'v>,
    /// Whether this is one of them.
    has: fn(&View<'_>, i32) -> bool,
}

/// The table with this name.
pub fn table(name: &str) -> Option<&'static Table> {
    catalogue::TABLES.iter().copied().find(|table| table.name == name)
}

impl Table {
    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The relation with this name.
    pub fn relation(&self, name: &str) -> Option<&'static Relation> {
        self.relations.iter().find(|relation| relation.name == name)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Budget, Cell, Shape, View, catalogue::TABLES};
    use crate::{
        issuer::{Caller, Issuer},
        programs::collateral::PartnerId,
        rulebook::Rulebook,
    };

    /// Following a relation never looks through a table, whoever looks.
    #[test]
    fn every_relation_has_an_index() {
        let (issuer, rules, budget) = (Issuer::default(), Rulebook::default(), Budget::default());
        for caller in [Caller::Ops, Caller::Partner(PartnerId(1))] {
            let view = View::new(&issuer, &rules, (caller, Timestamp::UNIX_EPOCH), &budget);
            for relation in TABLES.iter().flat_map(|table| table.relations) {
                let found = relation.remote.find(&view, &Cell::Null);
                assert!(found.is_some(), "{} leads to {}", relation.name, relation.table.name);
            }
        }
    }

    #[test]
    fn the_catalogue_has_36_root_fields() {
        let count = TABLES.iter().map(|table| match table.shape {
            Shape::Table => 3,
            Shape::View => 2,
            Shape::Nested => 0,
        });
        assert_eq!(count.sum::<usize>(), 36);
    }
}
