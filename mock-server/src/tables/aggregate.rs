//! Counts, sums, averages and extremes (PG 11.3).

use std::{cmp::Ordering, collections::BTreeSet};

use async_graphql::{SelectionField, ServerResult};
use serde_json::{Map, Value, json};

use super::{
    Column, Kind, Table, View,
    cell::{cents, number},
    filter::listed,
    key::Key,
    mount::{arguments, invalid},
    object::{Object, value},
    row::Row,
    wanted::Wanted,
};

/// Writes a `T_aggregate` over these rows.
pub(super) fn aggregate(
    view: &View<'_>,
    table: &'static Table,
    rows: &[Row<'_>],
    field: &SelectionField<'_>,
    out: &mut Vec<u8>,
) -> ServerResult<()> {
    let mut object = Object::begin(out);
    for child in field.selection_set() {
        let out = object.member(child.alias().unwrap_or(child.name()));
        match child.name() {
            "aggregate" => functions(rows, table, &child, out)?,
            "nodes" => {
                Wanted::read(view, table, &child)?.write_all(rows, out).map_err(invalid)?;
            }
            _ => value(&format!("{}_aggregate", table.name), out),
        }
    }
    object.end();
    Ok(())
}

fn functions(
    rows: &[Row<'_>],
    table: &'static Table,
    field: &SelectionField<'_>,
    out: &mut Vec<u8>,
) -> ServerResult<()> {
    let mut object = Object::begin(out);
    for child in field.selection_set() {
        let out = object.member(child.alias().unwrap_or(child.name()));
        match child.name() {
            "count" => value(&count(rows, &arguments(&child)?), out),
            "__typename" => value(&format!("{}_aggregate_fields", table.name), out),
            function => columns(rows, table, function, &child, out),
        }
    }
    object.end();
    Ok(())
}

fn count(rows: &[Row<'_>], arguments: &Map<String, Value>) -> Value {
    let columns = arguments.get("columns").map(listed).unwrap_or_default();
    let distinct = arguments.get("distinct") == Some(&Value::Bool(true));
    if columns.is_empty() {
        return json!(rows.len());
    }
    let mut seen = BTreeSet::new();
    let counted = rows.iter().filter(|row| {
        let mut cells = columns.iter().filter_map(Value::as_str).map(|column| row.cell(column));
        if !distinct {
            return cells.all(|cell| !cell.is_null());
        }
        let cells: Vec<_> = cells.collect();
        let whole = cells.iter().all(|cell| !cell.is_null());
        whole && seen.insert(cells.iter().map(Value::to_string).collect::<Vec<_>>())
    });
    json!(counted.count())
}

/// `sum`, `avg`, `min` or `max` of the selected columns.
fn columns(
    rows: &[Row<'_>],
    table: &'static Table,
    function: &str,
    field: &SelectionField<'_>,
    out: &mut Vec<u8>,
) {
    let mut object = Object::begin(out);
    for child in field.selection_set() {
        let out = object.member(child.alias().unwrap_or(child.name()));
        if child.name() == "__typename" {
            value(&format!("{}_{function}_fields", table.name), out);
            continue;
        }
        let column = table.column(child.name());
        value(&column.map_or(Value::Null, |column| of_column(rows, function, column)), out);
    }
    object.end();
}

fn of_column(rows: &[Row<'_>], function: &str, column: &Column) -> Value {
    let cells: Vec<_> =
        rows.iter().map(|row| row.cell(column.name)).filter(|cell| !cell.is_null()).collect();
    let (Some(first), Some(view)) = (cells.first(), rows.first().map(|row| row.view)) else {
        return Value::Null;
    };
    let key = |cell: &Value| Key::of(column.kind, cell).unwrap_or(Key::Null);
    let extreme = |wanted: Ordering| {
        let mut best = first;
        for cell in &cells {
            if key(cell).order(&key(best)) == wanted {
                best = cell;
            }
        }
        best.clone()
    };
    let total: f64 = cells
        .iter()
        .map(|cell| match key(cell) {
            Key::Number(number) => number,
            _ => 0.0,
        })
        .sum();
    match function {
        "min" => extreme(Ordering::Less),
        "max" => extreme(Ordering::Greater),
        "avg" => json!(total / cells.len() as f64),
        _ if column.kind == Kind::Numeric => cents(view, (total * 100.0).round() as i64),
        _ if column.kind == Kind::Bigint => number(view, total as i64),
        _ => json!(total as i64),
    }
}
