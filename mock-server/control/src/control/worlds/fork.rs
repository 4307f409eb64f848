//! Forks: a world of its own with the state of another one (SB 14).

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;
use serde_json::Map;
use utoipa::ToSchema;

use super::{
    answer::{NewWorld, created},
    branch::forked,
};
use crate::{
    control::{
        Control, Problem, ProblemCode,
        definition::{check_id, new_id},
        deviating::loses,
        extract::{Body, InWorld},
    },
    world::{
        World,
        clock::real_now,
        fork::{Fork, ForkError},
    },
    worlds::DEFAULT,
};

/// A fork that is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct NewFork {
    /// The id; a generated one when absent.
    id: Option<String>,
    /// The number of the journal record up to which the fork is like its origin; the last one when
    /// absent.
    at: Option<u64>,
}

/// Makes a world with the state of another one.
///
/// Seed, entities and their ids are those of the origin, as they are now or as they were at a record
/// of its journal. Credentials are its own. From then on neither sees changes of the other.
#[utoipa::path(post, path = "/worlds/{world}/fork", request_body = NewFork, responses((status = 201, description = "The fork with its credentials.", body = NewWorld)))]
pub(in crate::control) async fn fork(
    State(control): State<Control>,
    InWorld(origin): InWorld,
    headers: HeaderMap,
    Body(NewFork { id, at }): Body<NewFork>,
) -> Result<Response, Problem> {
    let id = id.unwrap_or_else(new_id);
    check_id(&id, "/id")?;
    origin.settle();
    let mut records = origin.journal();
    let now = at.is_none().then(|| origin.now());
    if let Some(at) = at {
        let last = records.len().saturating_sub(1) as u64;
        if at > last {
            let detail = format!("the last record of the journal has number {last}");
            return Err(Problem::invalid("/at", detail));
        }
        records.retain(|record| record.n <= at);
    }
    if loses(&origin, "world.fork") {
        records.truncate(1);
    }
    let idle = match origin.id() {
        DEFAULT => control.worlds.usual_idle(),
        _ => origin.definition().idle,
    };
    let fork = Fork { id: &id, idle, now, real: real_now() };
    let theirs = origin.read(World::clone);
    let (world, records) = forked(&fork, (&theirs, &records), control.apis).await?;
    let handle = control.worlds.resume(world, &records)?;
    control.worlds.admit(&handle, false)?;
    let world = NewWorld::of(&control, &handle, Map::new(), &control.base(&headers));
    Ok(created(StatusCode::CREATED, &handle, world))
}

impl From<ForkError> for Problem {
    fn from(error: ForkError) -> Self {
        match error {
            ForkError::Unavailable(why) => Self::unavailable(why),
            ForkError::Replay(why) => {
                let detail = format!("the journal of the origin does not lead to it: {why}");
                Self::new(ProblemCode::JournalInvalid, "No fork", detail)
            }
        }
    }
}
