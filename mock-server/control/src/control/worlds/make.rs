//! Making worlds, and resetting them (SB 3.1, 3.2).

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::answer::{NewWorld, created};
use crate::{
    control::{
        Answer, Control, Problem, Turn,
        definition::{self, WorldBody},
        deviating::loses,
        extract::{Body, InWorld},
        input, setup,
    },
    world::Definition,
    worlds::{DEFAULT, Handle, Worlds},
};

/// Makes a world.
#[utoipa::path(post, path = "/worlds", request_body = WorldBody, responses((status = 201, description = "The world with its credentials.", body = NewWorld)))]
pub(in crate::control) async fn make(
    State(control): State<Control>,
    headers: HeaderMap,
    Body(wanted): Body<WorldBody>,
) -> Result<Response, Problem> {
    let (handle, named) = prepared(&control.worlds, wanted.definition(&control.worlds, None)?)?;
    control.worlds.admit(&handle, false)?;
    let world = NewWorld::of(&control, &handle, named, &control.base(&headers));
    Ok(created(StatusCode::CREATED, &handle, world))
}

/// Makes a world from a definition as a body has it; the default world takes the place of the one
/// that there is.
pub(in crate::control) fn declare(worlds: &Worlds, definition: Value) -> Result<(), Problem> {
    let wanted: WorldBody = input::read(definition)?;
    let (handle, _) = prepared(worlds, wanted.definition(worlds, None)?)?;
    worlds.admit(&handle, handle.id() == DEFAULT)?;
    Ok(())
}

/// A world with its setup done, which is not let in yet.
fn prepared(
    worlds: &Worlds,
    definition: Definition,
) -> Result<(Handle, Map<String, Value>), Problem> {
    let mut handle = worlds.create(definition)?;
    if loses(&handle, "world.seed") {
        let seed = definition::seed(None)?;
        handle = worlds.create(Definition { seed, ..handle.definition() })?;
    }
    let named = setup::run(&handle)?;
    Ok((handle, named))
}

/// Makes a world of this id in the place of any other.
#[utoipa::path(put, path = "/worlds/{world}", request_body = WorldBody,
    responses((status = 200, description = "The world, in the place of another one.", body = NewWorld), (status = 201, description = "The world.", body = NewWorld)))]
pub(in crate::control) async fn put(
    State(control): State<Control>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(wanted): Body<WorldBody>,
) -> Result<Response, Problem> {
    let status = match control.worlds.get(&id) {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::CREATED,
    };
    let (handle, named) =
        prepared(&control.worlds, wanted.definition(&control.worlds, Some(&id))?)?;
    control.worlds.admit(&handle, true)?;
    let world = NewWorld::of(&control, &handle, named, &control.base(&headers));
    Ok(created(status, &handle, world))
}

/// Options of a reset.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Reset {
    /// The seed from now on, 1 to 128 characters; as before when absent.
    seed: Option<String>,
}

/// Sets a world back to its beginning.
#[utoipa::path(post, path = "/worlds/{world}/reset", request_body = Reset, responses((status = 200, description = "The world with its credentials.", body = NewWorld)))]
pub(in crate::control) async fn reset(
    State(control): State<Control>,
    InWorld(old): InWorld,
    headers: HeaderMap,
    Body(Reset { seed }): Body<Reset>,
) -> Answer<NewWorld> {
    let seed = seed.map(|seed| definition::seed(Some(seed))).transpose()?;
    let _turn = Turn::of(&old).await;
    let mut definition = old.definition();
    if let Some(seed) = seed {
        definition.seed = seed;
    }
    if loses(&old, "world.reset") {
        return Ok(Json(NewWorld::of(&control, &old, Map::new(), &control.base(&headers))));
    }
    let (handle, named) = prepared(&control.worlds, definition)?;
    handle.set_generation(old.generation() + 1);
    handle.keep_of(&old, |part| loses(&old, part));
    control.worlds.admit(&handle, true)?;
    Ok(Json(NewWorld::of(&control, &handle, named, &control.base(&headers))))
}
