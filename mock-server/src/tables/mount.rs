//! Mounts the catalogue as GraphQL fields beside derived types: `#[derive(MergedObject)] struct
//! Query(Tables, …)`.
//!
//! It implements what a derive would, but reads the catalogue, and walks the selection itself: one
//! look at the issuer under its lock, one answer out of it, no row types.
//!
//! The answer is JSON that is written already. The library's values have a variant for bytes that
//! nothing else uses here: it carries the written JSON to whoever writes the response (see
//! `graphql/data_writer.rs`). Rows that pass through values cost five times as much.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{
    Context, ContextSelectionSet, ErrorExtensionValues, ObjectType, OutputType, Positioned,
    SelectionField, ServerError, ServerResult, Value,
    parser::types::Field,
    registry::Registry,
    resolver_utils::{ContainerType, resolve_container},
};
use serde_json::{Map, Value as Json};

use super::{
    Shape, Source, Table, View,
    aggregate::aggregate,
    describe,
    members::Members,
    row::by_key,
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
        let mut out = Vec::new();
        let mut result = Ok(());
        source.read(field.name(), &mut |view| {
            result = root.answer(view, &field, &mut out);
            if view.budget.is_spent() {
                result = Err(invalid(SelectError::TooMuch));
            }
            view.budget.written(out.len());
        });
        result.map_err(|error| ctx.set_error_path(error))?;
        source.answered(field.name(), field.alias().unwrap_or(field.name()));
        Ok(Some(Value::Binary(out.into())))
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

    fn answer(
        &self,
        view: &View<'_>,
        field: &SelectionField<'_>,
        out: &mut Vec<u8>,
    ) -> ServerResult<()> {
        let arguments = arguments(field)?;
        match self {
            Self::ByKey(table) => {
                let wanted = Members::read(view, table, field)?;
                let id = arguments.get("id").and_then(Json::as_i64);
                match id.and_then(|id| by_key(view, table, i32::try_from(id).ok()?)) {
                    Some(row) => wanted.write(row, out).map_err(invalid),
                    None => {
                        out.extend_from_slice(b"null");
                        Ok(())
                    }
                }
            }
            Self::List(table) => {
                let selection = Selection::read(view, table, &arguments).map_err(invalid)?;
                let wanted = Members::read(view, table, field)?;
                let rows = selection.of_table(view).map_err(invalid)?;
                wanted.write_all(&rows, out).map_err(invalid)
            }
            Self::Aggregate(table) => {
                let selection = Selection::read(view, table, &arguments).map_err(invalid)?;
                let rows = selection.of_table(view).map_err(invalid)?;
                aggregate(view, table, &rows, field, out)
            }
        }
    }
}

/// A selection that cannot be made, as a GraphQL error.
pub(super) fn invalid(error: SelectError) -> ServerError {
    let mut error = ServerError::new(error.to_string(), None);
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    extensions.set("code", "GRAPHQL_VALIDATION_FAILED");
    error
}

/// The arguments of a field as JSON.
pub(super) fn arguments(field: &SelectionField<'_>) -> ServerResult<Map<String, Json>> {
    let json = |value: Value| value.into_json().expect("arguments are plain JSON");
    let all = field.arguments()?.into_iter();
    Ok(all.map(|(name, value)| (name.to_string(), json(value))).collect())
}
