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
    Shape, Source, Table, View,
    aggregate::aggregate,
    describe,
    row::{Row, by_key},
    select::{SelectError, Selection},
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
        let Some(root) = Root::named(field.name()) else { return Ok(None) };
        let source = ctx.data_unchecked::<Arc<dyn Source>>();
        let mut result = Ok(Json::Null);
        source.read(field.name(), &mut |view| {
            result = root.answer(view, &field);
            if view.budget.is_spent() {
                result = Err(invalid(SelectError::TooMuch));
            }
        });
        let result = result.map_err(|error| ctx.set_error_path(error))?;
        source.answered(field.name(), &key_of(&field));
        Ok(Some(Value::from_json(result).expect("rows are plain JSON")))
    }
}

/// A root field of a table.
enum Root {
    List(&'static Table),
    ByKey(&'static Table),
    Aggregate(&'static Table),
}

impl Root {
    fn named(name: &str) -> Option<Self> {
        let listed = |name| table(name).filter(|table| table.shape != Shape::Nested);
        if let Some(table) = listed(name) {
            return Some(Self::List(table));
        }
        if let Some(table) = name.strip_suffix("_by_pk").and_then(listed) {
            return Some(Self::ByKey(table));
        }
        name.strip_suffix("_aggregate").and_then(listed).map(Self::Aggregate)
    }

    fn answer(&self, view: &View<'_>, field: &SelectionField<'_>) -> ServerResult<Json> {
        let arguments = arguments(field)?;
        match self {
            Self::ByKey(table) => {
                let id = arguments.get("id").and_then(Json::as_i64);
                let row = id.and_then(|id| by_key(view, table, i32::try_from(id).ok()?));
                row.map_or(Ok(Json::Null), |row| object(&row, field))
            }
            Self::List(table) => {
                let selection = Selection::read(view, table, &arguments).map_err(invalid)?;
                objects(&selection.of_table(view), field)
            }
            Self::Aggregate(table) => {
                let selection = Selection::read(view, table, &arguments).map_err(invalid)?;
                aggregate(&selection.of_table(view), field)
            }
        }
    }
}

fn invalid(error: SelectError) -> ServerError {
    let mut error = ServerError::new(error.to_string(), None);
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    extensions.set("code", "GRAPHQL_VALIDATION_FAILED");
    error
}

/// What a row costs that is reached through a relation.
const NESTED_ROW: usize = 10;

/// Rows with what a field selects of each.
pub(super) fn objects(rows: &[Row<'_>], field: &SelectionField<'_>) -> ServerResult<Json> {
    rows.iter().map(|row| object(row, field)).collect()
}

fn object(row: &Row<'_>, field: &SelectionField<'_>) -> ServerResult<Json> {
    let mut members = Map::new();
    for child in field.selection_set() {
        let value = match row.table.relation(child.name()) {
            None if child.name() == "__typename" => json!(row.table.name),
            None => row.cell(child.name()),
            Some(relation) if relation.many => {
                if row.view.budget.is_spent() {
                    return Err(invalid(SelectError::TooMuch));
                }
                let arguments = arguments(&child)?;
                let selection =
                    Selection::read(row.view, relation.target(), &arguments).map_err(invalid)?;
                let rows = selection.of(row.related(relation).into_iter());
                if !row.view.budget.spend(NESTED_ROW * rows.len()) {
                    return Err(invalid(SelectError::TooMuch));
                }
                objects(&rows, &child)?
            }
            Some(relation) => match row.related(relation).first() {
                Some(_) if !row.view.budget.spend(NESTED_ROW) => {
                    return Err(invalid(SelectError::TooMuch));
                }
                Some(other) => object(other, &child)?,
                None => Json::Null,
            },
        };
        insert(&mut members, key_of(&child), value);
    }
    Ok(Json::Object(members))
}

/// The key under which a field is answered.
pub(super) fn key_of(field: &SelectionField<'_>) -> String {
    field.alias().unwrap_or(field.name()).to_owned()
}

/// Adds a member; the same key selected twice is merged, as the specification says.
pub(super) fn insert(members: &mut Map<String, Json>, key: String, value: Json) {
    match members.get_mut(&key) {
        Some(before) => merge(before, value),
        None => {
            members.insert(key, value);
        }
    }
}

fn merge(before: &mut Json, after: Json) {
    match (before, after) {
        (Json::Object(before), Json::Object(after)) => {
            for (key, value) in after {
                insert(before, key, value);
            }
        }
        (Json::Array(before), Json::Array(after)) => {
            before.iter_mut().zip(after).for_each(|(old, new)| merge(old, new));
        }
        (before, after) => *before = after,
    }
}

/// The arguments of a field as JSON.
pub(super) fn arguments(field: &SelectionField<'_>) -> ServerResult<Map<String, Json>> {
    let json = |value: Value| value.into_json().expect("arguments are plain JSON");
    let all = field.arguments()?.into_iter();
    Ok(all.map(|(name, value)| (name.to_string(), json(value))).collect())
}
