//! Making a world of its journal (SB 13.2).

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
    surfaces::{
        MockedApi,
        control::{
            Control, Problem, create_world, definition,
            deviating::loses,
            query::{Flag, Query},
            worlds::answer::{NewWorld, created},
        },
    },
    world::{
        Definition, ENGINE, Record, World,
        journal::Kind,
        replay::{ReplayError, definition as defined},
        strip::renamed,
    },
};

/// The way in which a journal is imported.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in crate::surfaces::control) struct Import {
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
    let (records, world) = match id {
        Some(id) if *id != definition.id => {
            (renamed(&records, id, &users_under(&definition, id)?), None)
        }
        Some(_) | None => (records, replayed),
    };
    let world = match world {
        Some(world) => world,
        None => World::replay(&records, create_world)?,
    };
    Ok(Imported { world, records, verification })
}

/// User ids of the people of a fixture, each with the one that it is under another id of the world.
fn users_under(definition: &Definition, id: &str) -> Result<Vec<(String, String)>, ImportError> {
    let users = |definition: Definition| {
        let world = create_world(definition).map_err(ReplayError::from)?;
        let ids = world.issuer.collateral.users.iter().map(|user| user.user_id.clone());
        Ok::<_, ImportError>(ids.collect::<Vec<_>>())
    };
    let ours = users(definition.clone())?;
    let theirs = users(Definition { id: id.to_owned(), ..definition.clone() })?;
    Ok(ours.into_iter().zip(theirs).filter_map(|(old, new)| old.zip(new)).collect())
}

/// Makes a world of its journal.
///
/// State, ids and later answers are those of the original. Under another id the world has
/// credentials of its own, since these follow from id and seed.
#[utoipa::path(post, path = "/import", params(Import),
    request_body(content = String, description = "The journal of one world, a record a line.", content_type = "application/x-ndjson"),
    responses((status = 201, description = "The world with its credentials, and `verify` if it was asked for.", body = Value)))]
pub(in crate::surfaces::control) async fn import(
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
