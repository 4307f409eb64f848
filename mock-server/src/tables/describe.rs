//! The Hasura-shaped types that follow from the catalogue (PG 11.2).

use async_graphql::registry::{MetaInputValue, Registry};

use super::{
    Kind, Table, catalogue,
    registry::{argument, enumeration, field, input, insert, object, scalar},
    table,
};

/// Adds every type of the catalogue and the fields of the root.
pub(super) fn describe(registry: &mut Registry) {
    for kind in Kind::ALL {
        if !matches!(kind, Kind::Int | Kind::Text | Kind::Boolean) {
            insert(registry, scalar(kind.graphql()));
        }
        insert(registry, input(&comparison(kind), operators(kind)));
    }
    let ways =
        ["asc", "asc_nulls_first", "asc_nulls_last", "desc", "desc_nulls_first", "desc_nulls_last"];
    insert(registry, enumeration("order_by", ways));
    for table in catalogue::TABLES {
        describe_table(registry, table);
    }
    let root = catalogue::TABLES
        .iter()
        .map(|table| field(table.name, format!("[{}!]!", table.name), list_arguments(table)));
    insert(registry, object("Tables", root));
}

fn describe_table(registry: &mut Registry, table: &'static Table) {
    let name = table.name;
    let columns = table.columns.iter().map(|column| {
        let bang = if column.nullable { "" } else { "!" };
        field(column.name, format!("{}{bang}", column.kind.graphql()), [])
    });
    let relations = table.relations.iter().filter_map(|relation| {
        let target = self::table(relation.table)?;
        Some(if relation.many {
            field(relation.name, format!("[{}!]!", target.name), list_arguments(target))
        } else {
            field(relation.name, target.name, [])
        })
    });
    insert(registry, object(name, columns.chain(relations)));

    let own = format!("{name}_bool_exp");
    let logic = [
        argument("_and", format!("[{own}!]")),
        argument("_or", format!("[{own}!]")),
        argument("_not", own.clone()),
    ];
    let columns = table.columns.iter().map(|column| argument(column.name, comparison(column.kind)));
    let relations = table
        .relations
        .iter()
        .map(|relation| argument(relation.name, format!("{}_bool_exp", relation.table)));
    insert(registry, input(&own, logic.into_iter().chain(columns).chain(relations)));
    let columns = table.columns.iter().map(|column| argument(column.name, "order_by"));
    insert(registry, input(&format!("{name}_order_by"), columns));
}

fn list_arguments(table: &Table) -> [MetaInputValue; 4] {
    [
        argument("where", format!("{}_bool_exp", table.name)),
        argument("order_by", format!("[{}_order_by!]", table.name)),
        argument("limit", "Int"),
        argument("offset", "Int"),
    ]
}

fn comparison(kind: Kind) -> String {
    format!("{}_comparison_exp", kind.graphql())
}

fn operators(kind: Kind) -> Vec<MetaInputValue> {
    let name = kind.graphql();
    let mut all: Vec<_> = ["_eq", "_neq"].map(|op| argument(op, name)).into();
    if kind != Kind::Jsonb {
        all.extend(["_gt", "_gte", "_lt", "_lte"].map(|op| argument(op, name)));
        all.extend(["_in", "_nin"].map(|op| argument(op, format!("[{name}!]"))));
    }
    if kind == Kind::Text {
        all.extend(["_like", "_nlike", "_ilike", "_nilike"].map(|op| argument(op, name)));
    }
    all.push(argument("_is_null", "Boolean"));
    all
}
