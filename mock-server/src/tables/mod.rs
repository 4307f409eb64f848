//! The Hasura look-alike: read-only tables over the issuer (PG 11).
//!
//! The catalogue says which tables there are, what their columns are called and how each is read;
//! everything Hasura-shaped (types, filters, ordering) follows from it. Columns are read lazily, so
//! a row costs what is asked of it. Scope comes before everything: rows of others do not exist.

mod catalogue;
mod cell;
mod describe;
mod mount;
mod registry;
mod select;

use serde_json::Value;

use crate::{
    issuer::{Caller, Issuer},
    rulebook::Rulebook,
};

pub use mount::Tables;

/// What a table reads.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The issuer.
    pub issuer: &'a Issuer,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// Whose rows are visible.
    pub caller: Caller,
}

/// Where tables get the issuer from.
pub trait Source: Send + Sync {
    /// Looks at the issuer as the root field's principal.
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>));

    /// Hears that the root field was answered, under which key.
    fn answered(&self, field: &str, key: &str);
}

/// One table or view: its columns, its relations, and the rows that a caller sees.
pub struct Table {
    /// Name of the object type and of the list field.
    pub name: &'static str,
    /// Column by which rows are ordered when nothing else is said.
    pub key: &'static str,
    /// Columns in order.
    pub columns: &'static [Column],
    /// Relations to other tables.
    pub relations: &'static [Relation],
    /// Ids of the caller's rows, ascending.
    rows: fn(&View<'_>) -> Vec<i32>,
    /// A cell of the row with this id.
    cell: fn(&View<'_>, i32, &str) -> Value,
}

/// A column.
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
    /// Text.
    Text,
    /// Yes or no.
    Boolean,
    /// UUID text.
    Uuid,
    /// Instant in UTC.
    Timestamptz,
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

impl Kind {
    /// All types.
    pub const ALL: [Self; 6] =
        [Self::Int, Self::Text, Self::Boolean, Self::Uuid, Self::Timestamptz, Self::Jsonb];

    /// The GraphQL name of it.
    pub fn graphql(self) -> &'static str {
        match self {
            Self::Int => "Int",
            Self::Text => "String",
            Self::Boolean => "Boolean",
            Self::Uuid => "uuid",
            Self::Timestamptz => "timestamptz",
            Self::Jsonb => "jsonb",
        }
    }
}
