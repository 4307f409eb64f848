//! The rows that the arguments of a field select (PG 11.3).

use std::{cmp::Ordering, collections::BTreeSet};

use serde_json::{Map, Value};

use super::{
    Budget, Column, IndexRows, Kind, Table, View, column::keys, filter::Filter, key::Key,
    list_items::items, order::By, row::Row, select_error::SelectError,
};

/// `where`, `order_by`, `distinct_on`, `limit` and `offset` of a field.
pub(super) struct Selection {
    table: &'static Table,
    filter: Option<Filter>,
    order: Vec<By>,
    distinct: Vec<&'static Column>,
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
        let arguments = &*view.arguments(table, arguments);
        let filter = arguments.get("where").filter(|value| !value.is_null());
        let order = By::read(table, arguments.get("order_by"));
        let distinct = columns(table, arguments.get("distinct_on"));
        let leftmost = order.iter().take(distinct.len());
        let matches =
            leftmost.clone().all(|by| distinct.iter().any(|column| by.is_own(column.name)));
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
            filter: filter.map(|value| Filter::read(table, value, view)).transpose()?,
            order,
            distinct,
            limit: limit.unwrap_or(usize::MAX),
            offset: offset.unwrap_or(0),
        })
    }

    /// The selected rows of the whole table; how many are looked at, and at what price, is known
    /// before.
    pub(super) fn of_table<'a>(&self, view: &'a View<'a>) -> Result<Vec<Row<'a>>, SelectError> {
        match self.candidates(view) {
            Some(ids) => {
                self.afford(view.budget, ids.len())?;
                self.of(ids.filter_map(|id| Row::by_key(view, self.table, id)), view.budget)
            }
            None => {
                self.afford(view.budget, (self.table.scope.len)(view))?;
                self.of(Row::all(view, self.table), view.budget)
            }
        }
    }

    /// Refuses to look at so many rows when there are not enough steps for it.
    fn afford(&self, budget: &Budget, rows: usize) -> Result<(), SelectError> {
        let rows = match self.filter {
            None if self.keeps_order() => rows.min(self.limit.saturating_add(self.offset)),
            _ => rows,
        };
        let ordering: usize = self.order.iter().map(By::steps).sum();
        let filtering = self.filter.as_ref().map_or(0, Filter::steps);
        let each = filtering.saturating_add(ordering).saturating_add(1);
        if budget.is_below(rows.saturating_mul(each)) { Err(SelectError::TooMuch) } else { Ok(()) }
    }

    fn keeps_order(&self) -> bool {
        self.order.is_empty() && self.distinct.is_empty()
    }

    /// The selected ones of these rows, which come in the table's own order.
    pub(super) fn of<'a>(
        &self,
        rows: impl Iterator<Item = Row<'a>>,
        budget: &Budget,
    ) -> Result<Vec<Row<'a>>, SelectError> {
        let steps = self.filter.as_ref().map_or(1, Filter::steps);
        let holds = |row: &Row<'a>| match &self.filter {
            Some(filter) => filter.holds(*row, steps),
            None => budget.spend(1),
        };
        let rows = rows.take_while(|_| !budget.is_spent()).filter(holds);
        let rows = if self.keeps_order() {
            rows.skip(self.offset).take(self.limit).collect()
        } else {
            self.ordered(rows.collect(), budget)?
        };
        if budget.is_spent() { Err(SelectError::TooMuch) } else { Ok(rows) }
    }

    fn ordered<'a>(
        &self,
        rows: Vec<Row<'a>>,
        budget: &Budget,
    ) -> Result<Vec<Row<'a>>, SelectError> {
        let each: usize = self.order.iter().map(By::steps).sum::<usize>() + self.distinct.len();
        if !budget.spend(rows.len().saturating_mul(each)) {
            return Err(SelectError::TooMuch);
        }
        let mut keyed: Vec<(Vec<Key>, Row<'a>)> =
            rows.into_iter().map(|row| (self.keys(row), row)).collect();
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
            rows.retain(|row| seen.insert(keys(&self.distinct, *row)));
        }
        Ok(rows.into_iter().skip(self.offset).take(self.limit).collect())
    }

    fn keys(&self, row: Row<'_>) -> Vec<Key> {
        self.order.iter().map(|by| by.key(row)).collect()
    }

    /// The ids to which the most selective index leads, when the filter demands values of an
    /// indexed column.
    fn candidates<'v>(&self, view: &'v View<'v>) -> Option<IndexRows<'v>> {
        let demands = self.filter.as_ref()?.demands();
        let found = demands.into_iter().filter_map(|(column, values)| {
            let is_whole = matches!(column.kind(), Kind::Int | Kind::Bigint);
            // What no cell of integers equals is found nowhere.
            let cells = values.iter().map(Key::cell).filter(|cell| cell.is_some() || !is_whole);
            let cells = cells.collect::<Option<Vec<_>>>()?;
            let mut each = cells.iter().map(|cell| column.find(view, cell));
            if let [_] = values {
                return each.next().unwrap_or_else(|| Some(IndexRows::none()));
            }
            Some(IndexRows::sorted(each.collect::<Option<Vec<_>>>()?.into_iter().flatten()))
        });
        found.min_by_key(IndexRows::len)
    }
}

/// The columns that a list of `T_select_column` names.
pub(super) fn columns(table: &'static Table, value: Option<&Value>) -> Vec<&'static Column> {
    let names = value.map(items).unwrap_or_default().iter().filter_map(Value::as_str);
    names.filter_map(|name| table.column(name)).collect()
}
