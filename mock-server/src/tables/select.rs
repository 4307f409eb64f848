//! `where`, `order_by`, `limit` and `offset` over rows that are read lazily (PG 11.3).

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::{Table, View};
use crate::rulebook::NullOperand;

/// Why a selection cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum SelectError {
    /// `limit` or `offset` below zero.
    #[error("unexpected negative value")]
    Negative,
    /// A null operand, where the rules make that an error.
    #[error("unexpected null value")]
    Null,
}

/// A row that has not been read yet.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) table: &'static Table,
    pub(super) id: i32,
}

impl Row<'_> {
    /// One cell.
    pub(super) fn cell(&self, column: &str) -> Value {
        (self.table.cell)(self.view, self.id, column)
    }
}

/// The rows that arguments select, in order.
pub(super) fn select<'a>(
    mut rows: Vec<Row<'a>>,
    arguments: &Map<String, Value>,
) -> Result<Vec<Row<'a>>, SelectError> {
    let Some(first) = rows.first() else { return cut(rows, arguments, true) };
    let rules = &first.view.rules.hasura;
    let filter = arguments.get("where").filter(|value| !value.is_null());
    if let Some(filter) = filter.filter(|_| rules.apply_where) {
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            if holds(filter, &row)? {
                kept.push(row);
            }
        }
        rows = kept;
    }
    let order: Vec<(String, String)> = list(arguments.get("order_by"))
        .iter()
        .filter_map(Value::as_object)
        .flatten()
        .map(|(column, way)| (column.clone(), text(way)))
        .collect();
    if rules.apply_order && !order.is_empty() {
        let mut keyed: Vec<_> = rows
            .into_iter()
            .map(|row| (order.iter().map(|(column, _)| row.cell(column)).collect::<Vec<_>>(), row))
            .collect();
        // Stable, and rows come in order of their key: that is the last tie-break.
        keyed.sort_by(|(left, _), (right, _)| {
            let pairs = left.iter().zip(right).zip(&order);
            let mut decided = pairs.map(|((left, right), (_, way))| compare(left, right, way));
            decided.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
        });
        rows = keyed.into_iter().map(|(_, row)| row).collect();
    }
    cut(rows, arguments, rules.apply_paging)
}

fn cut<'a>(
    rows: Vec<Row<'a>>,
    arguments: &Map<String, Value>,
    applies: bool,
) -> Result<Vec<Row<'a>>, SelectError> {
    let number = |name| match arguments.get(name).and_then(Value::as_i64) {
        None => Ok(None),
        Some(n) => usize::try_from(n).map(Some).map_err(|_| SelectError::Negative),
    };
    let (limit, offset) = (number("limit")?, number("offset")?);
    if !applies {
        return Ok(rows);
    }
    let rest = rows.into_iter().skip(offset.unwrap_or(0));
    Ok(rest.take(limit.unwrap_or(usize::MAX)).collect())
}

fn holds(filter: &Value, row: &Row<'_>) -> Result<bool, SelectError> {
    let rules = &row.view.rules.hasura;
    for (key, value) in filter.as_object().into_iter().flatten() {
        let held = match key.as_str() {
            "_and" => all(value, row)?,
            "_or" if rules.or_means_and => all(value, row)?,
            "_or" => any(value, row)?,
            "_not" => value.is_null() || !holds(value, row)?,
            column => match row.table.relation(column) {
                Some(relation) => related(row, relation, value)?,
                None => compares(&row.cell(column), value, rules.null_operand)?,
            },
        };
        if !held {
            return Ok(false);
        }
    }
    Ok(true)
}

fn all(filters: &Value, row: &Row<'_>) -> Result<bool, SelectError> {
    for filter in list(Some(filters)) {
        if !holds(&filter, row)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn any(filters: &Value, row: &Row<'_>) -> Result<bool, SelectError> {
    if filters.is_null() {
        return Ok(true);
    }
    for filter in list(Some(filters)) {
        if holds(&filter, row)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn related(row: &Row<'_>, relation: &super::Relation, filter: &Value) -> Result<bool, SelectError> {
    for other in row.related(relation) {
        if holds(filter, &other)? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl<'a> Row<'a> {
    /// The rows that a relation leads to; never out of the caller's scope.
    pub(super) fn related(&self, relation: &super::Relation) -> Vec<Self> {
        let Some(table) = super::table(relation.table) else { return Vec::new() };
        let local = self.cell(relation.local);
        let view = self.view;
        let rows = (table.rows)(view).into_iter().map(|id| Row { view, table, id });
        rows.filter(|other| !local.is_null() && other.cell(relation.remote) == local).collect()
    }
}

fn compares(cell: &Value, comparison: &Value, null: NullOperand) -> Result<bool, SelectError> {
    for (operator, operand) in comparison.as_object().into_iter().flatten() {
        let held = if operand.is_null() {
            match null {
                NullOperand::NoMatch => false,
                NullOperand::LeftOut => true,
                NullOperand::Error => return Err(SelectError::Null),
            }
        } else if operator == "_is_null" {
            cell.is_null() == operand.as_bool().unwrap_or(true)
        } else {
            // SQL: a comparison with null is never true.
            !cell.is_null() && matches(operator, cell, operand)
        };
        if !held {
            return Ok(false);
        }
    }
    Ok(true)
}

fn matches(operator: &str, cell: &Value, operand: &Value) -> bool {
    match operator {
        "_eq" => order(cell, operand).is_eq(),
        "_neq" => order(cell, operand).is_ne(),
        "_gt" => order(cell, operand).is_gt(),
        "_gte" => order(cell, operand).is_ge(),
        "_lt" => order(cell, operand).is_lt(),
        "_lte" => order(cell, operand).is_le(),
        "_in" => list(Some(operand)).iter().any(|one| order(cell, one).is_eq()),
        "_nin" => !list(Some(operand)).iter().any(|one| order(cell, one).is_eq()),
        "_like" => like(&text(cell), &text(operand)),
        "_nlike" => !like(&text(cell), &text(operand)),
        "_ilike" => like(&text(cell).to_lowercase(), &text(operand).to_lowercase()),
        "_nilike" => !like(&text(cell).to_lowercase(), &text(operand).to_lowercase()),
        _ => false,
    }
}

/// `%` is any text, `_` one character. Linear in practice: only the last `%` is backed up to.
fn like(subject: &str, pattern: &str) -> bool {
    let (subject, pattern): (Vec<char>, Vec<char>) =
        (subject.chars().collect(), pattern.chars().collect());
    let (mut at, mut p, mut star, mut mark) = (0, 0, None, 0);
    while at < subject.len() {
        match pattern.get(p) {
            Some('%') => {
                star = Some(p);
                mark = at;
                p += 1;
            }
            Some(&c) if c == '_' || c == subject[at] => {
                at += 1;
                p += 1;
            }
            _ => match star {
                Some(star) => {
                    p = star + 1;
                    mark += 1;
                    at = mark;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '%')
}

fn compare(left: &Value, right: &Value, way: &str) -> Ordering {
    let descending = way.starts_with("desc");
    // PostgreSQL: nulls are largest unless told otherwise.
    let nulls_first = way.ends_with("nulls_first") || (descending && !way.ends_with("nulls_last"));
    match (left.is_null(), right.is_null()) {
        (true, true) => Ordering::Equal,
        (true, false) if nulls_first => Ordering::Less,
        (true, false) => Ordering::Greater,
        (false, true) if nulls_first => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) if descending => order(right, left),
        (false, false) => order(left, right),
    }
}

fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(l), Value::Number(r)) => {
            l.as_f64().unwrap_or(f64::NAN).total_cmp(&r.as_f64().unwrap_or(f64::NAN))
        }
        (Value::Bool(l), Value::Bool(r)) => l.cmp(r),
        _ => text(left).cmp(&text(right)),
    }
}

/// GraphQL coerces a single value to a list of one.
fn list(value: Option<&Value>) -> Vec<Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items.clone(),
        Some(one) => vec![one.clone()],
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_is_sql_like() {
        for (subject, pattern, wanted) in [
            ("active", "act%", true),
            ("active", "%iv_", true),
            ("active", "a%e", true),
            ("active", "a_e", false),
            ("", "%", true),
            ("aab", "%ab", true),
            ("x", "", false),
        ] {
            assert_eq!(like(subject, pattern), wanted, "{subject} {pattern}");
        }
    }
}
