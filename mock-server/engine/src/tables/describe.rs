//! The Hasura-shaped types that follow from a catalogue (PG 11.2).

use async_graphql::registry::{MetaField, MetaInputValue, Registry};

use super::{
    Catalogue, Column, Kind, Relation, RootField, Table,
    registry::{
        argument, classified_argument, classified_field, enumeration, field, input, insert, object,
        scalar,
    },
};
use crate::log::Class;

/// Adds every type of a catalogue and the fields of the root.
pub(super) fn describe<C: Catalogue>(registry: &mut Registry) {
    for kind in Kind::ALL {
        if !matches!(kind, Kind::Int | Kind::Text | Kind::Boolean) {
            insert(registry, scalar(kind.graphql()));
        }
        insert(registry, input(&comparison(kind), operators(kind)));
    }
    let ways =
        ["asc", "asc_nulls_first", "asc_nulls_last", "desc", "desc_nulls_first", "desc_nulls_last"];
    insert(registry, enumeration("order_by", ways));
    let mut root = Vec::new();
    for table in C::TABLES {
        describe_object(registry, table);
        if table.is_filterable() {
            describe_inputs(registry, table);
        }
        if table.roots.contains(&RootField::Aggregate) {
            describe_aggregate::<C>(registry, table);
        }
        root.extend(table.roots.iter().map(|root| root_field(table, *root)));
    }
    insert(registry, object("Tables", root));
}

pub(super) fn root_field(table: &Table, root: RootField) -> MetaField {
    let (of, name) = (table.name, format!("{}{}", table.name, root.suffix()));
    match root {
        RootField::List => field(&name, format!("[{of}!]!"), list_arguments(table)),
        RootField::ByKey => field(&name, of, [argument("id", "Int!")]),
        RootField::Aggregate => field(&name, format!("{name}!"), list_arguments(table)),
    }
}

fn describe_object(registry: &mut Registry, table: &Table) {
    let columns = table.columns.iter().map(|column| {
        let bang = if column.nullable { "" } else { "!" };
        let of = format!("{}{bang}", column.kind().graphql());
        classified_field(column.name, of, column.class)
    });
    let relations = table.relations.iter().map(|relation| {
        let target = relation.table;
        if relation.many {
            field(relation.name, format!("[{}!]!", target.name), list_arguments(target))
        } else {
            field(relation.name, target.name, [])
        }
    });
    insert(registry, object(table.name, columns.chain(relations)));
}

fn describe_inputs(registry: &mut Registry, table: &Table) {
    let name = table.name;
    let own = format!("{name}_bool_exp");
    let logic = [
        argument("_and", format!("[{own}!]")),
        argument("_or", format!("[{own}!]")),
        argument("_not", own.clone()),
    ];
    let columns = table
        .columns
        .iter()
        .map(|column| classified_argument(column.name, comparison(column.kind()), column.class));
    let related = filterable(table)
        .map(|relation| argument(relation.name, format!("{}_bool_exp", relation.table.name)));
    insert(registry, input(&own, logic.into_iter().chain(columns).chain(related)));

    let columns = table
        .columns
        .iter()
        .map(|column| classified_argument(column.name, "order_by", column.class));
    let related = filterable(table)
        .filter(|relation| !relation.many)
        .map(|relation| argument(relation.name, format!("{}_order_by", relation.table.name)));
    insert(registry, input(&format!("{name}_order_by"), columns.chain(related)));

    let columns = table.columns.iter().map(|column| column.name);
    insert(registry, enumeration(&format!("{name}_select_column"), columns));
}

fn filterable(table: &Table) -> impl Iterator<Item = &'static Relation> + use<> {
    table.relations.iter().filter(|relation| relation.table.is_filterable())
}

fn describe_aggregate<C: Catalogue>(registry: &mut Registry, table: &Table) {
    let name = table.name;
    let functions = format!("{name}_aggregate_fields");
    let whole =
        [field("aggregate", functions.clone(), []), field("nodes", format!("[{name}!]!"), [])];
    insert(registry, object(&format!("{name}_aggregate"), whole));

    let columns = argument("columns", format!("[{name}_select_column!]"));
    let mut fields = vec![field("count", "Int!", [columns, argument("distinct", "Boolean")])];
    let adding: fn(&&Column) -> bool =
        |column| column.kind().adds_up() && C::aggregates(column.kind());
    let comparing: fn(&&Column) -> bool =
        |column| column.kind().has_extremes() && C::aggregates(column.kind());
    for (function, takes) in
        [("sum", adding), ("avg", adding), ("min", comparing), ("max", comparing)]
    {
        let of = format!("{name}_{function}_fields");
        let columns: Vec<_> = table
            .columns
            .iter()
            .filter(takes)
            .map(|column| {
                let kind = if function == "avg" { "Float" } else { column.kind().graphql() };
                classified_field(column.name, kind, column.class)
            })
            .collect();
        if !columns.is_empty() {
            insert(registry, object(&of, columns));
            fields.push(field(function, of, []));
        }
    }
    insert(registry, object(&functions, fields));
}

fn list_arguments(table: &Table) -> [MetaInputValue; 5] {
    let name = table.name;
    [
        argument("where", format!("{name}_bool_exp")),
        // Columns and directions stand behind it, and nothing that anybody could hide.
        classified_argument("order_by", format!("[{name}_order_by!]"), Class::Plain),
        argument("limit", "Int"),
        argument("offset", "Int"),
        argument("distinct_on", format!("[{name}_select_column!]")),
    ]
}

fn comparison(kind: Kind) -> String {
    format!("{}_comparison_exp", kind.graphql())
}

fn operators(kind: Kind) -> Vec<MetaInputValue> {
    let name = kind.graphql();
    // Operands have the class of the column that they are compared with.
    let operand = |op: &str| classified_argument(op, name, Class::Within);
    let operands = |op: &str| classified_argument(op, format!("[{name}!]"), Class::Within);
    let mut all: Vec<_> = ["_eq", "_neq"].map(operand).into();
    if kind != Kind::Jsonb {
        all.extend(["_gt", "_gte", "_lt", "_lte"].map(operand));
        all.extend(["_in", "_nin"].map(operands));
    }
    if kind == Kind::Text {
        all.extend(["_like", "_nlike", "_ilike", "_nilike"].map(operand));
    }
    all.push(argument("_is_null", "Boolean"));
    all
}
