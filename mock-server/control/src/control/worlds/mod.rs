//! Worlds: listing, showing and deleting them (SB 3).

pub(super) mod answer;
pub(super) mod branch;
pub(super) mod environment;
pub(super) mod fork;
pub(super) mod make;

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Deserializer, de::Error};
use serde_json::json;
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use answer::{DeletedAnswer, WorldDetails, WorldSummary};

use super::{
    Answer, Control, Problem, ProblemCode, Turn,
    deviating::loses,
    extract::InWorld,
    page::{Page, Paging},
    query::Query,
};
use crate::worlds::{DEFAULT, Handle};

/// Filter of worlds.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WorldFilter {
    /// A label that they carry, as `<name>:<value>`.
    #[param(inline, value_type = Option<LabelFilter>)]
    label: Option<LabelFilter>,
}

/// The worlds to delete.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Labelled {
    /// The label of the worlds to delete, as `<name>:<value>`.
    #[param(inline, value_type = LabelFilter)]
    label: LabelFilter,
}

/// A label by name and value, neither of them empty.
struct LabelFilter {
    name: String,
    value: String,
}

impl<'de> Deserialize<'de> for LabelFilter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.split_once(':') {
            Some((name, value)) if !name.is_empty() && !value.is_empty() => {
                Ok(Self { name: name.to_owned(), value: value.to_owned() })
            }
            _ => Err(D::Error::custom("a label is <name>:<value>")),
        }
    }
}

impl PartialSchema for LabelFilter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[^:]+:.+$")).into()
    }
}

impl ToSchema for LabelFilter {}

impl LabelFilter {
    fn fits(&self, handle: &Handle) -> bool {
        handle.read(|world| world.definition.labels.get(&self.name) == Some(&self.value))
    }
}

/// Lists the worlds.
#[utoipa::path(get, path = "/worlds", params(WorldFilter, Paging), responses((status = 200, description = "Worlds.", body = Page)))]
pub(super) async fn list(
    State(control): State<Control>,
    Query(WorldFilter { label }): Query<WorldFilter>,
    Query(paging): Query<Paging>,
) -> Json<Page> {
    let mut all = control.worlds.all();
    all.retain(|handle| label.as_ref().is_none_or(|label| label.fits(handle)));
    let after = paging.after().unwrap_or_default().to_owned();
    let is_behind = |handle: &Handle| handle.id() > after.as_str();
    Json(paging.behind(
        all,
        is_behind,
        |handle| handle.id().to_owned(),
        |handle| json!(WorldSummary::of(handle)),
    ))
}

/// Shows a world.
#[utoipa::path(get, path = "/worlds/{world}", responses((status = 200, description = "A world.", body = WorldDetails)))]
pub(super) async fn show(InWorld(handle): InWorld) -> Json<WorldDetails> {
    Json(WorldDetails::of(&handle))
}

/// Deletes a world.
#[utoipa::path(delete, path = "/worlds/{world}", responses((status = 204, description = "Done.")))]
pub(super) async fn delete(
    State(control): State<Control>,
    InWorld(handle): InWorld,
) -> Result<StatusCode, Problem> {
    if handle.id() == DEFAULT {
        let detail = "the default world stays; reset it instead";
        return Err(Problem::new(ProblemCode::WorldIsDefault, "The default world stays", detail));
    }
    let _turn = Turn::of(&handle).await;
    if !loses(&handle, "world.delete") {
        control.worlds.delete(handle.id()).map_err(Problem::unavailable)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes the worlds that carry a label, but for the default world.
#[utoipa::path(delete, path = "/worlds", params(Labelled), responses((status = 200, description = "The ids of the worlds that were deleted.", body = DeletedAnswer)))]
pub(super) async fn delete_labelled(
    State(control): State<Control>,
    Query(Labelled { label }): Query<Labelled>,
) -> Answer<DeletedAnswer> {
    let all = control.worlds.all();
    let labelled = all.iter().filter(|handle| label.fits(handle));
    let ids = labelled.map(Handle::id).filter(|id| *id != DEFAULT).map(ToOwned::to_owned);
    let deleted: Vec<_> = ids.collect();
    for id in &deleted {
        control.worlds.delete(id).map_err(Problem::unavailable)?;
    }
    Ok(Json(DeletedAnswer { deleted }))
}
