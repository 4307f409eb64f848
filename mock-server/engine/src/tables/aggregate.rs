//! Counts, sums, averages and extremes (PG 11.3), as PostgreSQL works them out: sums are exact, and
//! an average is the nearest double to the exact quotient.

use std::collections::BTreeSet;

use async_graphql::{SelectionField, ServerResult};
use serde_json::{Map, Value};

use super::{
    Cell, Column, Kind, Table, View, cell,
    column::keys,
    field_arguments::arguments,
    key::Key,
    members::Members,
    object::{Object, value},
    row::Row,
    select::columns,
    select_error::SelectError,
};

/// Writes a `T_aggregate` over these rows.
pub(super) fn aggregate(
    view: &View<'_>,
    table: &'static Table,
    rows: &[Row<'_>],
    field: &SelectionField<'_>,
    out: &mut Vec<u8>,
) -> ServerResult<()> {
    let whole = Aggregate { view, table, rows };
    let mut object = Object::begin(out);
    for child in field.selection_set() {
        let out = object.member(child.alias().unwrap_or(child.name()));
        match child.name() {
            "aggregate" => whole.functions(&child, out)?,
            "nodes" => {
                Members::read(view, table, &child)?.write_all(rows, out)?;
            }
            _ => value(&format!("{}_aggregate", table.name), out),
        }
    }
    object.end();
    Ok(())
}

/// The rows over which functions run.
struct Aggregate<'r, 'v> {
    view: &'r View<'r>,
    table: &'static Table,
    rows: &'r [Row<'v>],
}

impl Aggregate<'_, '_> {
    fn functions(&self, field: &SelectionField<'_>, out: &mut Vec<u8>) -> ServerResult<()> {
        let mut object = Object::begin(out);
        for child in field.selection_set() {
            let out = object.member(child.alias().unwrap_or(child.name()));
            match child.name() {
                "count" => value(&self.count(&arguments(&child)?)?, out),
                "__typename" => value(&format!("{}_aggregate_fields", self.table.name), out),
                function => self.columns(function, &child, out)?,
            }
        }
        object.end();
        Ok(())
    }

    /// Pays for looking at so many cells of each row.
    fn pay(&self, cells: usize) -> Result<(), SelectError> {
        let steps = self.rows.len().saturating_mul(cells);
        if self.view.budget.spend(steps) { Ok(()) } else { Err(SelectError::TooMuch) }
    }

    /// Without columns, rows; with one, rows where it is not null; with several, rows again,
    /// because a tuple of nulls is not null (`COUNT((a, b))`).
    fn count(&self, arguments: &Map<String, Value>) -> Result<usize, SelectError> {
        let columns = columns(self.table, arguments.get("columns"));
        let distinct = arguments.get("distinct") == Some(&Value::Bool(true));
        let rows = self.rows.iter();
        match (&columns[..], distinct) {
            ([], _) | ([_, _, ..], false) => Ok(rows.len()),
            ([column], false) => {
                self.pay(1)?;
                Ok(rows.filter(|row| !column.cell(**row).is_null()).count())
            }
            (_, true) => {
                self.pay(columns.len() * 2)?;
                let is_counted = |keys: &Vec<Key>| columns.len() > 1 || keys[0] != Key::Null;
                let different: BTreeSet<_> =
                    rows.map(|row| keys(&columns, *row)).filter(is_counted).collect();
                Ok(different.len())
            }
        }
    }

    /// `sum`, `avg`, `min` or `max` of the selected columns.
    fn columns(
        &self,
        function: &str,
        field: &SelectionField<'_>,
        out: &mut Vec<u8>,
    ) -> ServerResult<()> {
        let mut object = Object::begin(out);
        for child in field.selection_set() {
            let out = object.member(child.alias().unwrap_or(child.name()));
            match self.table.column(child.name()) {
                None => value(&format!("{}_{function}_fields", self.table.name), out),
                Some(column) => {
                    self.pay(1)?;
                    self.of_column(function, column, out);
                }
            }
        }
        object.end();
        Ok(())
    }

    fn of_column(&self, function: &str, column: &Column, out: &mut Vec<u8>) {
        let cells = self.rows.iter().map(|row| column.cell(*row)).filter(|cell| !cell.is_null());
        if matches!(function, "min" | "max") {
            // The first of equal ones.
            let keyed = cells.map(|cell| (Key::of_cell(&cell), cell));
            let extreme = keyed.reduce(|best, next| match function {
                "min" if next.0 < best.0 => next,
                "max" if next.0 > best.0 => next,
                _ => best,
            });
            let cell = extreme.map_or(Cell::Null, |(_, cell)| cell);
            return cell::write(self.view, &cell, out);
        }
        let (mut total, mut count) = (0_i128, 0_i128);
        for cell in cells {
            if let Some(hundredths) = cell.hundredths() {
                total += hundredths;
                count += 1;
            }
        }
        match (count, function, column.kind()) {
            (0, _, _) => cell::write(self.view, &Cell::Null, out),
            (_, "avg", _) => value(&quotient(total, count * 100), out),
            (_, _, Kind::Numeric) => cell::numeric(self.view, total, out),
            (_, _, Kind::Bigint) => cell::bigint(self.view, total / 100, out),
            _ => value(&(total / 100), out),
        }
    }
}

/// The nearest double to a quotient. Its first 50 decimals, and one that tells of a rest, decide
/// which one that is: no quotient of these sizes is nearer to the middle of two doubles.
fn quotient(dividend: i128, divisor: i128) -> f64 {
    let (whole, mut rest) = (dividend.abs() / divisor, dividend.abs() % divisor);
    let mut text = format!("{}{whole}.", if dividend < 0 { "-" } else { "" });
    for _ in 0..50 {
        rest *= 10;
        text.push(char::from(b'0' + u8::try_from(rest / divisor).unwrap_or(0)));
        rest %= divisor;
    }
    text.push(if rest == 0 { '0' } else { '1' });
    text.parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::quotient;

    #[test]
    fn quotients_are_the_nearest_doubles() {
        for (dividend, divisor, wanted) in [
            (6_247, 500, 12.494),
            (1, 300, 1.0 / 300.0),
            (-1, 3, -1.0 / 3.0),
            (0, 700, 0.0),
            (9_007_199_254_740_993, 1, 9_007_199_254_740_992.0),
            (18_014_398_509_481_987, 2, 9_007_199_254_740_994.0),
            (2_000, 100, 20.0),
        ] {
            assert_eq!(quotient(dividend, divisor).to_bits(), f64::to_bits(wanted), "{dividend}");
        }
    }
}
