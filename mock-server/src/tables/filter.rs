//! `where` (PG 11.3): read once, with its operands checked, then asked of each row.

use serde_json::Value;

use super::{Column, Kind, Relation, Table, key::Key, row::Row, select::SelectError};
use crate::rulebook::{Hasura, NullOperand};

/// A condition on rows.
pub(super) enum Filter {
    /// All of these hold.
    All(Vec<Filter>),
    /// One of these holds.
    Any(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
    /// A cell compares so.
    Cell(&'static Column, Test),
    /// A related row for which this holds exists.
    Related(&'static Relation, Box<Filter>),
}

/// A comparison of one cell.
pub(super) enum Test {
    /// It is null, or is not.
    IsNull(bool),
    /// Equal to one of these.
    In(Vec<Value>, Vec<Key>),
    /// Equal to none of these; null is not.
    NotIn(Vec<Key>),
    /// Beyond a bound.
    Order(fn(std::cmp::Ordering) -> bool, Key),
    /// Text that fits a pattern, or does not.
    Like { pattern: String, any_case: bool, fits: bool },
    /// Nothing is.
    Never,
}

impl Filter {
    /// Reads a `T_bool_exp`.
    pub(super) fn read(
        table: &'static Table,
        value: &Value,
        rules: &Hasura,
    ) -> Result<Self, SelectError> {
        let mut all = Vec::new();
        for (name, value) in value.as_object().into_iter().flatten() {
            let each = |value: &Value| -> Result<Vec<Self>, SelectError> {
                listed(value).iter().map(|one| Self::read(table, one, rules)).collect()
            };
            match name.as_str() {
                "_and" => all.push(Self::All(each(value)?)),
                "_or" | "_not" if value.is_null() => {}
                "_or" => all.push(Self::Any(each(value)?)),
                "_not" => all.push(Self::Not(Box::new(Self::read(table, value, rules)?))),
                name => match (table.relation(name), table.column(name)) {
                    (Some(relation), _) => {
                        let inner = Self::read(relation.target(), value, rules)?;
                        all.push(Self::Related(relation, Box::new(inner)));
                    }
                    (None, Some(column)) => {
                        for (operator, operand) in value.as_object().into_iter().flatten() {
                            if let Some(test) = Test::read(column, operator, operand, rules)? {
                                all.push(Self::Cell(column, test));
                            }
                        }
                    }
                    (None, None) => {}
                },
            }
        }
        Ok(Self::All(all))
    }

    /// Whether it holds for a row.
    pub(super) fn holds(&self, row: &Row<'_>) -> bool {
        self.truth(row) == Some(true)
    }

    /// What SQL says of a row: a comparison with a null cell is neither true nor false.
    fn truth(&self, row: &Row<'_>) -> Option<bool> {
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
            Self::Cell(column, test) => test.truth(column.kind, &row.cell(column.name)),
            Self::Related(relation, inner) => {
                if row.view.budget.is_spent() {
                    return None;
                }
                let related = row.related(relation);
                let looked_at = |other: &Row<'_>| other.view.budget.spend(1) && inner.holds(other);
                Some(related.iter().any(looked_at))
            }
        }
    }

    /// Columns that must equal one of some values for anything to hold.
    pub(super) fn demands(&self) -> Vec<(&'static Column, &[Value])> {
        match self {
            Self::All(all) => all.iter().flat_map(Self::demands).collect(),
            Self::Cell(column, Test::In(values, _)) => vec![(column, values)],
            _ => Vec::new(),
        }
    }
}

impl Test {
    fn read(
        column: &Column,
        operator: &str,
        operand: &Value,
        rules: &Hasura,
    ) -> Result<Option<Self>, SelectError> {
        if operand.is_null() {
            return match rules.null_operand {
                NullOperand::NoMatch => Ok(Some(Self::Never)),
                NullOperand::LeftOut => Ok(None),
                NullOperand::Error => Err(SelectError::Null),
            };
        }
        let key = |value: &Value| {
            Key::of(column.kind, value)
                .ok_or_else(|| SelectError::Syntax(column.kind.graphql(), value.clone()))
        };
        let keys = || listed(operand).iter().map(key).collect::<Result<Vec<_>, _>>();
        let like = |any_case, fits| {
            let pattern = operand.as_str().unwrap_or_default();
            let pattern = if any_case { pattern.to_lowercase() } else { pattern.to_owned() };
            Self::Like { pattern, any_case, fits }
        };
        Ok(Some(match operator {
            "_is_null" => Self::IsNull(operand.as_bool().unwrap_or(true)),
            "_eq" => Self::In(vec![operand.clone()], vec![key(operand)?]),
            "_in" => Self::In(listed(operand).to_vec(), keys()?),
            "_neq" => Self::NotIn(vec![key(operand)?]),
            "_nin" => Self::NotIn(keys()?),
            "_gt" => Self::Order(std::cmp::Ordering::is_gt, key(operand)?),
            "_gte" => Self::Order(std::cmp::Ordering::is_ge, key(operand)?),
            "_lt" => Self::Order(std::cmp::Ordering::is_lt, key(operand)?),
            "_lte" => Self::Order(std::cmp::Ordering::is_le, key(operand)?),
            "_like" => like(false, true),
            "_nlike" => like(false, false),
            "_ilike" => like(true, true),
            "_nilike" => like(true, false),
            _ => Self::Never,
        }))
    }

    /// Nothing is said of a null cell, but whether it is null, and that it is not in an empty list.
    fn truth(&self, kind: Kind, cell: &Value) -> Option<bool> {
        match self {
            Self::IsNull(wanted) => return Some(cell.is_null() == *wanted),
            Self::NotIn(keys) if keys.is_empty() => return Some(true),
            _ => {}
        }
        let key = Key::of(kind, cell).filter(|key| *key != Key::Null)?;
        Some(match self {
            Self::IsNull(_) | Self::Never => return None,
            Self::In(_, keys) => keys.iter().any(|one| key.order(one).is_eq()),
            Self::NotIn(keys) => !keys.iter().any(|one| key.order(one).is_eq()),
            Self::Order(wanted, bound) => wanted(key.order(bound)),
            Self::Like { pattern, any_case, fits } => {
                let text = cell.as_str().unwrap_or_default();
                let found = if *any_case {
                    like(&text.to_lowercase(), pattern)
                } else {
                    like(text, pattern)
                };
                found == *fits
            }
        })
    }
}

/// GraphQL takes a single value for a list of one.
pub(super) fn listed(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
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

#[cfg(test)]
mod tests {
    use super::like;

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
