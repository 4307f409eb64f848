//! Mounts the catalogue as GraphQL fields beside derived types: `#[derive(MergedObject)] struct
//! Query(Tables, …)`.
//!
//! It implements what a derive would, but reads the catalogue, and walks the selection itself: one
//! look at the issuer under its lock, one value out of it, no row types.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{
    Context, ContextSelectionSet, ErrorExtensionValues, ObjectType, OutputType, Positioned,
    SelectionField, ServerError, ServerResult, Value,
    parser::types::Field,
    registry::Registry,
    resolver_utils::{ContainerType, resolve_container},
};
use serde_json::{Map, Value as Json, json};

use super::{
    Source, Table, View, describe,
    select::{Row, select},
    table,
};

/// The root fields of every table.
#[derive(Default)]
pub struct Tables;

impl ObjectType for Tables {}

impl OutputType for Tables {
    fn type_name() -> Cow<'static, str> {
        "Tables".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        describe::describe(registry);
        "Tables!".into()
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl ContainerType for Tables {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let field = ctx.field();
        let Some(table) = table(field.name()) else { return Ok(None) };
        let source = ctx.data_unchecked::<Arc<dyn Source>>();
        let mut rows = Ok(Json::Null);
        source.read(field.name(), &mut |view| rows = list(view, table, &field));
        let rows = rows.map_err(|error| ctx.set_error_path(error))?;
        source.answered(field.name(), field.alias().unwrap_or(field.name()));
        Ok(Some(Value::from_json(rows).expect("rows are plain JSON")))
    }
}

fn list(
    view: &View<'_>,
    table: &'static Table,
    field: &SelectionField<'_>,
) -> Result<Json, ServerError> {
    let rows = (table.rows)(view).into_iter().map(|id| Row { view, table, id }).collect();
    objects(rows, field)
}

fn objects(rows: Vec<Row<'_>>, field: &SelectionField<'_>) -> Result<Json, ServerError> {
    let rows = select(rows, &arguments(field)?).map_err(|error| {
        let mut error = ServerError::new(error.to_string(), None);
        let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
        extensions.set("code", "GRAPHQL_VALIDATION_FAILED");
        error
    })?;
    rows.iter().map(|row| object(row, field)).collect()
}

fn object(row: &Row<'_>, field: &SelectionField<'_>) -> Result<Json, ServerError> {
    let mut members = Map::new();
    for child in field.selection_set() {
        let key = child.alias().unwrap_or(child.name()).to_owned();
        let value = match row.table.relation(child.name()) {
            None if child.name() == "__typename" => json!(row.table.name),
            None => row.cell(child.name()),
            Some(relation) if relation.many => objects(row.related(relation), &child)?,
            Some(relation) => match row.related(relation).first() {
                Some(other) => object(other, &child)?,
                None => Json::Null,
            },
        };
        match members.get_mut(&key) {
            Some(before) => merge(before, value),
            None => {
                members.insert(key, value);
            }
        }
    }
    Ok(Json::Object(members))
}

/// The same key selected twice: merged, as the specification says.
fn merge(before: &mut Json, after: Json) {
    match (before, after) {
        (Json::Object(before), Json::Object(after)) => {
            for (key, value) in after {
                match before.get_mut(&key) {
                    Some(old) => merge(old, value),
                    None => {
                        before.insert(key, value);
                    }
                }
            }
        }
        (Json::Array(before), Json::Array(after)) => {
            before.iter_mut().zip(after).for_each(|(old, new)| merge(old, new));
        }
        (before, after) => *before = after,
    }
}

fn arguments(field: &SelectionField<'_>) -> Result<Map<String, Json>, ServerError> {
    let json = |value: Value| value.into_json().expect("arguments are plain JSON");
    let all = field.arguments()?.into_iter();
    Ok(all.map(|(name, value)| (name.to_string(), json(value))).collect())
}
