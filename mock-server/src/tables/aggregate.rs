//! Counts, sums, averages and extremes (PG 11.3).

use std::{cmp::Ordering, collections::BTreeSet};

use async_graphql::{SelectionField, ServerResult};
use serde_json::{Map, Value, json};

use super::{
    Column, Kind,
    cell::{cents, number},
    filter::listed,
    key::Key,
    mount::{arguments, insert, key_of, objects},
    row::Row,
};

/// A `T_aggregate` over these rows.
pub(super) fn aggregate(rows: &[Row<'_>], field: &SelectionField<'_>) -> ServerResult<Value> {
    let of = field.name().trim_end_matches("_aggregate");
    let mut members = Map::new();
    for child in field.selection_set() {
        let value = match child.name() {
            "aggregate" => functions(rows, of, &child)?,
            "nodes" => objects(rows, &child)?,
            _ => json!(format!("{of}_aggregate")),
        };
        insert(&mut members, key_of(&child), value);
    }
    Ok(Value::Object(members))
}

fn functions(rows: &[Row<'_>], of: &str, field: &SelectionField<'_>) -> ServerResult<Value> {
    let mut members = Map::new();
    for child in field.selection_set() {
        let value = match child.name() {
            "count" => count(rows, &arguments(&child)?),
            "__typename" => json!(format!("{of}_aggregate_fields")),
            function => columns(rows, of, function, &child),
        };
        insert(&mut members, key_of(&child), value);
    }
    Ok(Value::Object(members))
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
fn columns(rows: &[Row<'_>], of: &str, function: &str, field: &SelectionField<'_>) -> Value {
    let mut members = Map::new();
    for child in field.selection_set() {
        if child.name() == "__typename" {
            let name = json!(format!("{of}_{function}_fields"));
            insert(&mut members, key_of(&child), name);
            continue;
        }
        let column = rows.first().and_then(|row| row.table.column(child.name()));
        let value = column.map_or(Value::Null, |column| of_column(rows, function, column));
        insert(&mut members, key_of(&child), value);
    }
    Value::Object(members)
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
