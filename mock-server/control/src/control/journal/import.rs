//! Making a world of its journal (SB 13.2).
//!
//! Under another id the records keep their requests, and every answer that follows from the id is
//! given anew ([`crate::world::fork`]): the journal of the new world verifies like that of the
//! original.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, json};
use utoipa::IntoParams;

use super::{
    reading::read_journal,
    refusal::{ImportError, invalid},
    verification::{Verification, verified},
};
use crate::{
    control::{
        Control, Problem, create_world, definition,
        deviating::loses,
        query::{Flag, Query},
        worlds::{
            answer::{NewWorld, created},
            branch::renamed,
        },
    },
    mocked_api::MockedApi,
    world::{ENGINE, Record, World, journal::Kind, replay::definition as defined},
};

/// The way in which a journal is imported.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::control) struct Import {
    /// The id of the world; that of the original when absent.
    #[param(inline, value_type = Option<String>)]
    id: Option<String>,
    /// Answers every recorded request again and compares the answers.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    verify: Flag,
    /// Imports the journal of another engine if its verification finds no difference.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    force: Flag,
}

/// A journal that was imported.
struct Imported {
    /// The world that its records lead to.
    world: World,
    /// The records, under the id of the world.
    records: Vec<Record>,
    /// The verification, if one was asked for.
    verification: Option<Verification>,
}

/// Replays a journal, under another id where one is given.
async fn imported(
    records: Vec<Record>,
    Import { id, verify, force }: &Import,
    apis: &'static [&'static dyn MockedApi],
) -> Result<Imported, ImportError> {
    let (definition, _) = defined(&records[0])?;
    let theirs = &records[0].input["engine"];
    let is_ours = *theirs == json!(ENGINE);
    if !is_ours && !force.0 {
        return Err(ImportError::Engine { theirs: theirs.clone(), verification: None });
    }
    let mut replayed = None;
    let mut verification = None;
    if verify.0 || !is_ours {
        let (found, replay) = verified(&records, None, apis).await?;
        if !is_ours && !found.equal {
            let theirs = theirs.clone();
            return Err(ImportError::Engine { theirs, verification: Some(Box::new(found)) });
        }
        verification = Some(found);
        replayed = Some(replay.world);
    }
    let world = match replayed {
        Some(world) => world,
        None => World::replay(&records, create_world)?,
    };
    let (world, records) = match id {
        Some(id) if *id != definition.id => renamed(id, (&world, &records), apis).await?,
        Some(_) | None => (world, records),
    };
    Ok(Imported { world, records, verification })
}

/// Makes a world of its journal.
///
/// State, ids and later answers are those of the original. Under another id the world has
/// credentials of its own, since these follow from id and seed; its journal tells of the requests of
/// the original, with the answers that they get there.
#[utoipa::path(post, path = "/import", params(Import),
    request_body(content = String, description = "The journal of one world, a record a line.", content_type = "application/x-ndjson"),
    responses((status = 201, description = "The world with its credentials, and `verify` if it was asked for.", body = Value)))]
pub(in crate::control) async fn import(
    State(control): State<Control>,
    headers: HeaderMap,
    Query(import): Query<Import>,
    body: Bytes,
) -> Result<Response, Problem> {
    if let Some(id) = &import.id {
        definition::check_id(id, "?id")?;
    }
    let mut records = read_journal(&body).map_err(invalid)?;
    // A world that was deleted lives again.
    records.pop_if(|last| last.kind == Kind::Gone);
    let imported = imported(records, &import, control.apis).await.map_err(invalid)?;
    let mut handle = control.worlds.resume(imported.world, &imported.records)?;
    if loses(&handle, "world.import") {
        let birth = &imported.records[..1];
        let born = World::replay(birth, create_world)
            .map_err(|error| invalid(ImportError::from(error)))?;
        handle = control.worlds.resume(born, birth)?;
    }
    control.worlds.admit(&handle, false)?;
    let world = NewWorld::of(&control, &handle, Map::new(), &control.base(&headers));
    let mut world = json!(world);
    if let Some(verification) = imported.verification {
        world["verify"] = json!(verification);
    }
    Ok(created(StatusCode::CREATED, &handle, world))
}
