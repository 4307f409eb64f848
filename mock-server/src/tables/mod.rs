//! The Hasura look-alike: read-only tables over the issuer (PG 11).
//!
//! The catalogue says which tables there are, what their columns are called and how each is read;
//! everything Hasura-shaped (types, filters, ordering, aggregates) follows from it. Columns are read
//! lazily, so a row costs what is asked of it; where an index of the issuer leads to the rows that a
//! filter asks for, only those are looked at. Scope comes before everything: rows of others do not
//! exist. Cells are exact, operands mean what they mean in PostgreSQL (`key`), and each step of a
//! request has a price that is known before it is taken (`budget`).

mod aggregate;
mod budget;
mod catalogue;
mod cell;
mod comparison;
mod describe;
mod filter;
mod index_rows;
mod key;
mod like;
mod members;
mod mount;
mod object;
mod order;
mod registry;
mod row;
mod select;
mod view;

use serde_json::Value;

pub use budget::Budget;
use index_rows::IndexRows;
pub use mount::Tables;
pub use view::{Source, View};

/// One table or view: its columns, its relations, and the rows that a caller sees.
pub struct Table {
    /// Name of the object type and of the list field.
    pub name: &'static str,
    /// Which root fields it has.
    pub shape: Shape,
    /// Columns by which rows are ordered when nothing else is said; ids ascend in this order.
    pub order: &'static [&'static str],
    /// Columns in order.
    pub columns: &'static [Column],
    /// Relations to other tables.
    pub relations: &'static [Relation],
    /// The caller's rows.
    scope: Scope,
    /// The rows with a value in a column, where an index tells; `None` where none does.
    find: for<'v> fn(&'v View<'v>, &str, &Value) -> Option<IndexRows<'v>>,
    /// A cell of the row with this id.
    cell: fn(&View<'_>, i32, &str) -> Value,
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
    /// How many they are at most.
    len: fn(&View<'_>) -> usize,
    /// Their ids, ascending.
    rows: for<'v> fn(&'v View<'v>) -> Box<dyn Iterator<Item = i32> + 'v>,
    /// Whether this is one of them.
    has: fn(&View<'_>, i32) -> bool,
}

/// A column.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether it may be null.
    pub nullable: bool,
}

/// Types of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 32-bit integer.
    Int,
    /// 64-bit integer.
    Bigint,
    /// Number with at most two decimals.
    Numeric,
    /// Text.
    Text,
    /// Yes or no.
    Boolean,
    /// UUID text.
    Uuid,
    /// Instant in UTC.
    Timestamptz,
    /// Day.
    Date,
    /// JSON.
    Jsonb,
}

/// A nested object, or an array of them when `many`.
pub struct Relation {
    /// Field name.
    pub name: &'static str,
    /// The other table.
    pub table: &'static str,
    /// Column of this table.
    pub local: &'static str,
    /// Column of the other table that equals it.
    pub remote: &'static str,
    /// Whether there may be several.
    pub many: bool,
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

impl Relation {
    /// The table that it leads to.
    pub fn target(&self) -> &'static Table {
        table(self.table).expect("relations lead to tables of the catalogue")
    }
}

impl Kind {
    /// All types.
    pub const ALL: [Self; 9] = [
        Self::Int,
        Self::Bigint,
        Self::Numeric,
        Self::Text,
        Self::Boolean,
        Self::Uuid,
        Self::Timestamptz,
        Self::Date,
        Self::Jsonb,
    ];

    /// The GraphQL name of it.
    pub fn graphql(self) -> &'static str {
        match self {
            Self::Int => "Int",
            Self::Bigint => "bigint",
            Self::Numeric => "numeric",
            Self::Text => "String",
            Self::Boolean => "Boolean",
            Self::Uuid => "uuid",
            Self::Timestamptz => "timestamptz",
            Self::Date => "date",
            Self::Jsonb => "jsonb",
        }
    }

    /// Whether sums and averages make sense.
    pub fn adds_up(self) -> bool {
        matches!(self, Self::Int | Self::Bigint | Self::Numeric)
    }

    /// Whether there is a smallest and a largest.
    pub fn has_extremes(self) -> bool {
        !matches!(self, Self::Boolean | Self::Jsonb)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::json;

    use super::{Budget, Shape, View, catalogue::TABLES};
    use crate::{
        issuer::{Caller, Issuer},
        rulebook::Rulebook,
    };

    #[test]
    fn every_relation_leads_to_a_column() {
        for table in TABLES {
            for relation in table.relations {
                let place = format!("{}.{}", table.name, relation.name);
                assert!(table.column(relation.local).is_some(), "{place}");
                let target = relation.target();
                let named = target.column(relation.remote).is_some();
                assert!(named || target.shape == Shape::Nested, "{place}");
            }
        }
    }

    /// Following a relation never looks through a table.
    #[test]
    fn every_relation_has_an_index() {
        let (issuer, rules, budget) = (Issuer::default(), Rulebook::default(), Budget::default());
        let view = View::new(&issuer, &rules, (Caller::Ops, Timestamp::UNIX_EPOCH), &budget);
        for relation in TABLES.iter().flat_map(|table| table.relations) {
            let found = (relation.target().find)(&view, relation.remote, &json!("1"));
            assert!(found.is_some(), "{} by {}", relation.table, relation.remote);
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
