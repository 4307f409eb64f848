//! The Hasura look-alike: read-only tables over the issuer (PG 11).
//!
//! A [`Catalogue`] says which tables a surface has: their root fields, columns, relations, and the
//! rows that a caller sees. Everything Hasura-shaped (types, filters, ordering, aggregates) follows
//! from it. `columns` says how the columns of each kind of record are read; the surfaces share them.
//! Columns are read lazily, so a row costs what is asked of it; where an index of the issuer leads
//! to the rows that a filter asks for, only those are looked at. Scope comes before everything: rows
//! of others do not exist. Cells are exact, operands mean what they mean in PostgreSQL (`key`), and
//! each step of a request has a price that is known before it is taken (`budget`).
//!
//! # The tables of another surface
//!
//! They are a folder beside `partner`, with its [`Catalogue`] and its own scopes; it picks the
//! columns that it shows (`pick(card::COLUMNS, "status")`), and adds files to `columns` for records
//! that no surface has shown yet. The surface mounts `Tables<ItsCatalogue>`.

mod aggregate;
mod budget;
mod catalogue;
mod cell;
mod column;
mod columns;
mod comparison;
mod describe;
mod field_arguments;
mod filter;
mod in_app;
mod index_rows;
mod key;
mod kind;
mod like;
mod list_items;
mod live;
mod members;
mod memo;
mod mount;
mod object;
mod order;
mod partner;
mod registry;
mod relation;
mod row;
mod select;
mod select_error;
mod view;

pub use budget::Budget;
pub use catalogue::Catalogue;
use cell::Cell;
pub use column::Column;
pub use in_app::{InAppTables, in_app_status};
use index_rows::IndexRows;
pub use kind::Kind;
pub use live::LiveTables;
pub use mount::Tables;
pub use partner::PartnerTables;
pub use relation::Relation;
pub use view::{Source, View};

/// One table or view: its columns, its relations, and the rows that a caller sees.
pub struct Table {
    /// Name of the object type and of the list field.
    pub name: &'static str,
    /// Root fields that lead to it. A table without any is only reached through a relation, and is
    /// neither filtered by nor ordered by.
    pub roots: &'static [RootField],
    /// Columns in order.
    pub columns: &'static [Column],
    /// Relations to other tables.
    pub relations: &'static [Relation],
    /// The caller's rows.
    scope: Scope,
}

/// A root field of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootField {
    /// Rows: `T`.
    List,
    /// The row with a primary key: `T_by_pk`.
    ByKey,
    /// Counts, sums and extremes of rows: `T_aggregate`.
    Aggregate,
}

impl RootField {
    /// Every kind of root field.
    const ALL: [Self; 3] = [Self::List, Self::ByKey, Self::Aggregate];

    /// End of the name of the field, behind the name of the table.
    fn suffix(self) -> &'static str {
        match self {
            Self::List => "",
            Self::ByKey => "_by_pk",
            Self::Aggregate => "_aggregate",
        }
    }
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

impl Table {
    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The relation with this name.
    pub fn relation(&self, name: &str) -> Option<&'static Relation> {
        self.relations.iter().find(|relation| relation.name == name)
    }

    /// Whether conditions and orders of other tables may speak of its columns.
    fn is_filterable(&self) -> bool {
        !self.roots.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        issuer::{Caller, Issuer},
        programs::collateral::{CardUserId, PartnerId},
        rulebook::Rulebook,
    };

    /// Following a relation never looks through a table, whoever looks.
    #[test]
    fn every_relation_has_an_index() {
        let (issuer, rules, budget) = (Issuer::default(), Rulebook::default(), Budget::default());
        for (tables, caller) in [
            (PartnerTables::TABLES, Caller::Ops),
            (PartnerTables::TABLES, Caller::Partner(PartnerId(1))),
            (InAppTables::TABLES, Caller::Ops),
            (InAppTables::TABLES, Caller::InAppUser(CardUserId(1))),
        ] {
            let view = View::new(&issuer, &rules, (caller, Timestamp::UNIX_EPOCH), &budget);
            for relation in tables.iter().flat_map(|table| table.relations) {
                let found = relation.remote.find(&view, &Cell::Null);
                assert!(found.is_some(), "{} leads to {}", relation.name, relation.table.name);
            }
        }
    }
}
