//! The rows that the arguments of a field select (PG 11.3).

use std::{cmp::Ordering, collections::BTreeSet};

use serde_json::{Map, Value};

use super::{
    Found, Table, View,
    filter::{Filter, listed},
    key::Key,
    order::By,
    row::{Row, all, by_key},
};

/// Why a selection cannot be made.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub(super) enum SelectError {
    /// `limit` or `offset` below zero.
    #[error("unexpected negative value")]
    Negative,
    /// A null operand, where the rules make that an error.
    #[error("unexpected null value")]
    Null,
    /// An operand that is no value of its type.
    #[error("invalid input syntax for type {0}: {1}")]
    Syntax(&'static str, Value),
    /// Lists nested in lists, or filters through relations, that lead to too many rows.
    #[error("query reads too many rows through relations")]
    TooMuch,
    /// `distinct_on` asks for groups that the order tears apart.
    #[error("\"distinct_on\" columns must match initial \"order_by\" columns")]
    Distinct,
}

/// `where`, `order_by`, `distinct_on`, `limit` and `offset` of a field.
pub(super) struct Selection {
    table: &'static Table,
    filter: Option<Filter>,
    order: Vec<By>,
    distinct: Vec<String>,
    limit: usize,
    offset: usize,
}

impl Selection {
    /// Reads the arguments.
    pub(super) fn read(
        view: &View<'_>,
        table: &'static Table,
        arguments: &Map<String, Value>,
    ) -> Result<Self, SelectError> {
        let rules = &view.rules.hasura;
        let filter = arguments.get("where").filter(|value| !value.is_null());
        let order = By::read(table, arguments.get("order_by"));
        let distinct: Vec<String> = arguments
            .get("distinct_on")
            .map(listed)
            .unwrap_or_default()
            .iter()
            .filter_map(|column| column.as_str().map(str::to_owned))
            .collect();
        let leftmost = order.iter().take(distinct.len());
        let matches = leftmost.clone().all(|by| distinct.iter().any(|column| by.is_own(column)));
        let fits = matches && leftmost.count() == distinct.len();
        if !order.is_empty() && !fits {
            return Err(SelectError::Distinct);
        }
        let number = |name| match arguments.get(name).and_then(Value::as_i64) {
            None => Ok(None),
            Some(n) => usize::try_from(n).map(Some).map_err(|_| SelectError::Negative),
        };
        let (limit, offset) = (number("limit")?, number("offset")?);
        Ok(Self {
            table,
            filter: filter.map(|value| Filter::read(table, value, rules)).transpose()?,
            order,
            distinct,
            limit: limit.unwrap_or(usize::MAX),
            offset: offset.unwrap_or(0),
        })
    }

    /// The selected rows of the whole table.
    pub(super) fn of_table<'a>(&self, view: &'a View<'a>) -> Vec<Row<'a>> {
        match self.candidates(view) {
            Some(ids) => self.of(ids.filter_map(|id| by_key(view, self.table, id))),
            None => self.of(all(view, self.table)),
        }
    }

    /// The selected ones of these rows, which come in the table's own order.
    pub(super) fn of<'a>(&self, rows: impl Iterator<Item = Row<'a>>) -> Vec<Row<'a>> {
        let rows = rows.filter(|row| self.filter.as_ref().is_none_or(|filter| filter.holds(row)));
        if self.order.is_empty() && self.distinct.is_empty() {
            return rows.skip(self.offset).take(self.limit).collect();
        }
        let mut keyed: Vec<(Vec<Key>, Row<'a>)> = rows.map(|row| (self.keys(&row), row)).collect();
        // Stable: rows come in the table's own order, which is the last tie-break.
        keyed.sort_by(|(left, _), (right, _)| {
            let mut pairs = left.iter().zip(right).zip(&self.order);
            pairs
                .find_map(|((left, right), by)| {
                    let ordering = by.compare(left, right);
                    ordering.is_ne().then_some(ordering)
                })
                .unwrap_or(Ordering::Equal)
        });
        let mut rows: Vec<_> = keyed.into_iter().map(|(_, row)| row).collect();
        if !self.distinct.is_empty() {
            let mut seen = BTreeSet::new();
            rows.retain(|row| {
                let group: Vec<_> =
                    self.distinct.iter().map(|column| row.cell(column).to_string()).collect();
                seen.insert(group)
            });
        }
        rows.into_iter().skip(self.offset).take(self.limit).collect()
    }

    fn keys(&self, row: &Row<'_>) -> Vec<Key> {
        self.order.iter().map(|by| by.key(row)).collect()
    }

    /// The ids to which the most selective index leads, when the filter demands values of an indexed
    /// column.
    fn candidates<'v>(&self, view: &'v View<'v>) -> Option<Found<'v>> {
        let demands = self.filter.as_ref()?.demands();
        let found = demands.into_iter().filter_map(|(column, values)| {
            let mut each = values.iter().map(|value| (self.table.find)(view, column.name, value));
            if let [_] = values {
                return each.next()?;
            }
            Some(Found::sorted(each.collect::<Option<Vec<_>>>()?.into_iter().flatten()))
        });
        found.min_by_key(Found::len)
    }
}
