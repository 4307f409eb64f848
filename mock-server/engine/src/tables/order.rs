//! `order_by`, through object relations too (PG 11.3).

use std::cmp::Ordering;

use serde_json::Value;

use super::{Column, Relation, Table, budget::NESTED_ROW, key::Key, list_items::items, row::Row};

/// One column to order by, perhaps of a related row.
pub(super) struct By {
    path: Vec<&'static Relation>,
    column: &'static Column,
    way: Way,
}

struct Way {
    descending: bool,
    nulls_first: bool,
}

impl By {
    /// Reads a list of `T_order_by`, or one; an absent one orders nothing.
    pub(super) fn read(table: &'static Table, value: Option<&Value>) -> Vec<Self> {
        let mut all = Vec::new();
        for entry in value.map(items).unwrap_or_default() {
            collect(table, entry, &[], &mut all);
        }
        all
    }

    /// The steps that finding the key takes for one row.
    pub(super) fn steps(&self) -> usize {
        1 + self.path.len() * NESTED_ROW
    }

    /// Whether this is a column of the table itself.
    pub(super) fn is_own(&self, column: &str) -> bool {
        self.path.is_empty() && self.column.name == column
    }

    /// The key of the column for a row; null where a relation leads to no row.
    pub(super) fn key(&self, row: Row<'_>) -> Key {
        let mut row = row;
        for relation in &self.path {
            match relation.rows(row).first() {
                Some(next) => row = *next,
                None => return Key::Null,
            }
        }
        self.column.key(row)
    }

    /// Which of two keys comes first.
    pub(super) fn compare(&self, left: &Key, right: &Key) -> Ordering {
        let Way { descending, nulls_first } = self.way;
        match (*left == Key::Null, *right == Key::Null) {
            (true, true) => Ordering::Equal,
            (true, false) if nulls_first => Ordering::Less,
            (true, false) => Ordering::Greater,
            (false, true) if nulls_first => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) if descending => right.cmp(left),
            (false, false) => left.cmp(right),
        }
    }
}

fn collect(table: &'static Table, entry: &Value, path: &[&'static Relation], all: &mut Vec<By>) {
    for (name, value) in entry.as_object().into_iter().flatten() {
        if let Some(relation) = table.relation(name) {
            let path: Vec<_> = path.iter().copied().chain([relation]).collect();
            collect(relation.table, value, &path, all);
        } else if let (Some(column), Some(way)) = (table.column(name), value.as_str()) {
            let descending = way.starts_with("desc");
            // PostgreSQL: nulls are largest unless told otherwise.
            let nulls_first =
                way.ends_with("nulls_first") || (descending && !way.ends_with("nulls_last"));
            all.push(By { path: path.to_vec(), column, way: Way { descending, nulls_first } });
        }
    }
}
