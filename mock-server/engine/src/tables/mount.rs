//! Mounts a catalogue as GraphQL fields beside derived types: `#[derive(MergedObject)] struct
//! Query(Tables<PartnerTables>, …)`.
//!
//! The mount implements what a derive would, but reads the catalogue, and walks the selection
//! itself: one look at the issuer under its lock, one answer out of it, no row types.
//!
//! The answer is JSON that is written already. The library's values have a variant for bytes that
//! nothing else uses here: it carries the written JSON to whoever writes the response (see
//! `graphql/data_writer.rs`). Rows that pass through values cost five times as much.

use std::{borrow::Cow, marker::PhantomData, sync::Arc};

use async_graphql::{
    Context, ContextSelectionSet, ObjectType, OutputType, Positioned, SelectionField, ServerResult,
    Value,
    parser::types::Field,
    registry::Registry,
    resolver_utils::{ContainerType, resolve_container},
};
use serde_json::Value as Json;

use super::{
    Catalogue, RootField, Source, Table, View, aggregate::aggregate, describe::describe,
    field_arguments::arguments, members::Members, row::Row, select::Selection,
    select_error::SelectError,
};

/// The root fields of every table of a catalogue.
pub struct Tables<C>(PhantomData<C>);

impl<C> Default for Tables<C> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<C: Catalogue> ObjectType for Tables<C> {}

impl<C: Catalogue> OutputType for Tables<C> {
    fn type_name() -> Cow<'static, str> {
        "Tables".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        describe::<C>(registry);
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

impl<C: Catalogue> ContainerType for Tables<C> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        let field = ctx.field();
        let Some(root) = Root::named::<C>(field.name()) else { return Ok(None) };
        let source = ctx.data_unchecked::<Arc<dyn Source>>();
        let mut out = Vec::new();
        let mut result = Ok(());
        source.read(field.name(), &mut |view| {
            result = root.answer(view, &field, &mut out);
            if view.budget.is_spent() {
                result = Err(SelectError::TooMuch.into());
            }
            view.budget.written(out.len());
        });
        result.map_err(|error| ctx.set_error_path(error))?;
        source.answered(field.name(), field.alias().unwrap_or(field.name()));
        Ok(Some(Value::Binary(out.into())))
    }
}

/// A root field of a table.
struct Root {
    table: &'static Table,
    field: RootField,
}

impl Root {
    fn named<C: Catalogue>(name: &str) -> Option<Self> {
        RootField::ALL.into_iter().find_map(|field| {
            let table = name.strip_suffix(field.suffix())?;
            let table = C::TABLES.iter().find(|one| one.name == table)?;
            table.roots.contains(&field).then_some(Self { table, field })
        })
    }

    fn answer(
        &self,
        view: &View<'_>,
        field: &SelectionField<'_>,
        out: &mut Vec<u8>,
    ) -> ServerResult<()> {
        let (table, arguments) = (self.table, arguments(field)?);
        match self.field {
            RootField::ByKey => {
                let wanted = Members::read(view, table, field)?;
                let id = arguments.get("id").and_then(Json::as_i64);
                match id.and_then(|id| Row::by_key(view, table, i32::try_from(id).ok()?)) {
                    Some(row) => Ok(wanted.write(row, out)?),
                    None => {
                        out.extend_from_slice(b"null");
                        Ok(())
                    }
                }
            }
            RootField::List => {
                let selection = Selection::read(view, table, &arguments)?;
                let wanted = Members::read(view, table, field)?;
                let rows = selection.of_table(view)?;
                Ok(wanted.write_all(&rows, out)?)
            }
            RootField::Aggregate => {
                let selection = Selection::read(view, table, &arguments)?;
                let rows = selection.of_table(view)?;
                aggregate(view, table, &rows, field, out)
            }
        }
    }
}
