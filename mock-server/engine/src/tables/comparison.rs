//! A comparison of one cell: an operator and its operand.

use std::cmp::Ordering;

use serde_json::Value;

use super::{
    Cell, Column, View,
    key::{Key, Misfit},
    like::Pattern,
    list_items::items,
    select_error::SelectError,
};
use crate::rulebook::NullOperand;

/// A comparison of one cell.
pub(super) enum Comparison {
    /// Null, or not null.
    IsNull(bool),
    /// Equal to one of these, which ascend.
    In(Vec<Key>),
    /// Equal to none of these, which ascend.
    NotIn(Vec<Key>),
    /// Beyond a bound.
    Order(fn(Ordering) -> bool, Key),
    /// Text that fits a pattern, or does not.
    Like {
        /// The pattern.
        pattern: Pattern,
        /// Whether it is to fit.
        fits: bool,
    },
    /// A comparison that no cell fulfils.
    Never,
}

impl Comparison {
    /// Reads an operator and its operand; nothing when the rules leave a null operand out.
    pub(super) fn read(
        column: &Column,
        operator: &str,
        operand: &Value,
        view: &View<'_>,
    ) -> Result<Option<Self>, SelectError> {
        if operand.is_null() {
            return match view.rules.hasura.null_operand {
                NullOperand::NoMatch => Ok(Some(Self::Never)),
                NullOperand::LeftOut => Ok(None),
                NullOperand::Error => Err(SelectError::Null),
            };
        }
        let kind = column.kind();
        let key = |value: &Value| {
            Key::of_operand(kind, value, view.now).map_err(|misfit| match misfit {
                Misfit::Syntax => SelectError::Syntax(kind.graphql(), value.clone()),
                Misfit::Range => SelectError::Range(kind.graphql(), value.clone()),
            })
        };
        let keys = || {
            let mut keys = items(operand).iter().map(key).collect::<Result<Vec<_>, _>>()?;
            keys.sort();
            keys.dedup();
            Ok::<_, SelectError>(keys)
        };
        let like = |any_case, fits| {
            key(operand)?;
            let text = operand.as_str().unwrap_or_default();
            let pattern = Pattern::read(text, any_case).ok_or(SelectError::LoneEscape)?;
            Ok::<_, SelectError>(Self::Like { pattern, fits })
        };
        Ok(Some(match operator {
            "_is_null" => Self::IsNull(operand.as_bool().unwrap_or(true)),
            "_eq" => Self::In(vec![key(operand)?]),
            "_in" => Self::In(keys()?),
            "_neq" => Self::NotIn(vec![key(operand)?]),
            "_nin" => Self::NotIn(keys()?),
            "_gt" => Self::Order(Ordering::is_gt, key(operand)?),
            "_gte" => Self::Order(Ordering::is_ge, key(operand)?),
            "_lt" => Self::Order(Ordering::is_lt, key(operand)?),
            "_lte" => Self::Order(Ordering::is_le, key(operand)?),
            "_like" => like(false, true)?,
            "_nlike" => like(false, false)?,
            "_ilike" => like(true, true)?,
            "_nilike" => like(true, false)?,
            _ => Self::Never,
        }))
    }

    /// The steps for one cell; those of a pattern depend on the cell.
    pub(super) fn steps(&self) -> usize {
        match self {
            Self::In(keys) | Self::NotIn(keys) => {
                1 + usize::try_from(keys.len().checked_ilog2().unwrap_or(0)).unwrap_or(0)
            }
            Self::IsNull(_) | Self::Order(..) | Self::Like { .. } | Self::Never => 1,
        }
    }

    /// Nothing is said of a null cell, but whether it is null, and that it is not in an empty list.
    pub(super) fn truth(&self, cell: &Cell<'_>, view: &View<'_>) -> Option<bool> {
        match self {
            Self::IsNull(wanted) => return Some(cell.is_null() == *wanted),
            Self::In(keys) if keys.is_empty() => return Some(false),
            Self::NotIn(keys) if keys.is_empty() => return Some(true),
            Self::Never => return None,
            _ if cell.is_null() => return None,
            Self::Like { pattern, fits } => {
                let text = cell.as_str().unwrap_or_default();
                view.budget.spend(pattern.cost(text.len()));
                return Some(pattern.fits(text) == *fits);
            }
            Self::In(_) | Self::NotIn(_) | Self::Order(..) => {}
        }
        let key = Key::of_cell(cell);
        Some(match self {
            Self::In(keys) => keys.binary_search(&key).is_ok(),
            Self::NotIn(keys) => keys.binary_search(&key).is_err(),
            Self::Order(wanted, bound) => wanted(key.cmp(bound)),
            Self::IsNull(_) | Self::Like { .. } | Self::Never => return None,
        })
    }
}
