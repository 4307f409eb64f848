//! `where` (PG 11.3): read once, with its operands checked, then asked of each row.

use serde_json::Value;

use super::{
    Column, Relation, Table, View, budget::RELATED_ROW, comparison::Comparison, key::Key,
    list_items::items, row::Row, select_error::SelectError,
};

/// A condition on rows.
pub(super) enum Filter {
    /// All of these hold.
    All(Vec<Filter>),
    /// One of these holds.
    Any(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
    /// A cell compares so.
    Cell(&'static Column, Comparison),
    /// A related row for which this holds exists.
    Related(&'static Relation, Box<Filter>),
}

/// Largest depth of nested conditions.
const MOST_DEPTH: usize = 100;

impl Filter {
    /// Reads a `T_bool_exp`.
    pub(super) fn read(
        table: &'static Table,
        value: &Value,
        view: &View<'_>,
    ) -> Result<Self, SelectError> {
        Self::below(table, value, view, 0)
    }

    fn below(
        table: &'static Table,
        value: &Value,
        view: &View<'_>,
        depth: usize,
    ) -> Result<Self, SelectError> {
        if depth > MOST_DEPTH {
            return Err(SelectError::TooDeep(MOST_DEPTH));
        }
        let read = |table, value: &Value| Self::below(table, value, view, depth + 1);
        let mut all = Vec::new();
        for (name, value) in value.as_object().into_iter().flatten() {
            let each = |value: &Value| -> Result<Vec<Self>, SelectError> {
                items(value).iter().map(|one| read(table, one)).collect()
            };
            match name.as_str() {
                "_and" => all.push(Self::All(each(value)?)),
                "_or" | "_not" if value.is_null() => {}
                "_or" => all.push(Self::Any(each(value)?)),
                "_not" => all.push(Self::Not(Box::new(read(table, value)?))),
                name => match (table.relation(name), table.column(name)) {
                    (Some(_), _) if value.is_null() => {}
                    (Some(relation), _) => {
                        let inner = read(relation.table, value)?;
                        all.push(Self::Related(relation, Box::new(inner)));
                    }
                    (None, Some(column)) => {
                        for (operator, operand) in value.as_object().into_iter().flatten() {
                            // Operands are read once, and that has a price too.
                            if !view.budget.spend(items(operand).len() + 1) {
                                return Err(SelectError::TooMuch);
                            }
                            let read = Comparison::read(column, operator, operand, view)?;
                            all.extend(read.map(|comparison| Self::Cell(column, comparison)));
                        }
                    }
                    (None, None) => {}
                },
            }
        }
        Ok(Self::All(all))
    }

    /// The steps for one row at most, besides those of related rows and patterns.
    pub(super) fn steps(&self) -> usize {
        match self {
            Self::All(all) | Self::Any(all) => {
                all.iter().map(Self::steps).fold(1, usize::saturating_add)
            }
            Self::Not(inner) => inner.steps().saturating_add(1),
            Self::Cell(_, comparison) => comparison.steps(),
            Self::Related(..) => 1,
        }
    }

    /// Whether the condition holds for a row. Its steps, which are known, are spent before; where
    /// there are not enough, nothing holds.
    pub(super) fn holds(&self, row: Row<'_>, steps: usize) -> bool {
        row.view.budget.spend(steps) && self.truth(row) == Some(true)
    }

    /// The truth of the condition in SQL: a comparison with a null cell is neither true nor false.
    fn truth(&self, row: Row<'_>) -> Option<bool> {
        match self {
            Self::All(all) => {
                let mut whole = Some(true);
                for one in all {
                    match one.truth(row) {
                        Some(false) => return Some(false),
                        None => whole = None,
                        Some(true) => {}
                    }
                }
                whole
            }
            Self::Any(any) => {
                let mut whole = Some(false);
                for one in any {
                    match one.truth(row) {
                        Some(true) => return Some(true),
                        None => whole = None,
                        Some(false) => {}
                    }
                }
                whole
            }
            Self::Not(inner) => inner.truth(row).map(|held| !held),
            Self::Cell(column, comparison) => comparison.truth(&column.cell(row), row.view),
            Self::Related(relation, inner) => {
                if row.view.budget.is_spent() {
                    return None;
                }
                let related = relation.rows(row);
                let steps = inner.steps().saturating_add(RELATED_ROW);
                Some(related.into_iter().any(|other| inner.holds(other, steps)))
            }
        }
    }

    /// Columns that must equal one of some values for anything to hold.
    pub(super) fn demands(&self) -> Vec<(&'static Column, &[Key])> {
        match self {
            Self::All(all) => all.iter().flat_map(Self::demands).collect(),
            Self::Cell(column, Comparison::In(keys)) => vec![(column, keys)],
            _ => Vec::new(),
        }
    }
}
