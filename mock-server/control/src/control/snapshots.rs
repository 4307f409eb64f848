//! Snapshots of a world (SB 14): taking, listing, restoring, forgetting.

use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    Answer, Problem, act,
    clock::ClockAnswer,
    denied,
    extract::{Body, InWorld},
    label::Label,
    page::{Listed, Page, Paging},
    query::Query,
    turn::Turn,
};
use crate::{
    world::{
        clock::written,
        commands::{DropSnapshot, TakeSnapshot},
        snapshots::Snapshot,
    },
    worlds::RestoreError,
};

/// A snapshot that is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSnapshot {
    /// The name, by which it is restored.
    name: Label,
}

/// A snapshot as it shows.
#[derive(Serialize, ToSchema)]
pub(super) struct SnapshotAnswer {
    /// The name.
    name: String,
    /// World time at which it was taken.
    at: String,
}

impl SnapshotAnswer {
    fn of(snapshot: &Snapshot) -> Self {
        Self { name: snapshot.name.clone(), at: written(snapshot.at) }
    }
}

/// Remembers the present state of a world under a name.
#[utoipa::path(post, path = "/worlds/{world}/snapshots", request_body = NewSnapshot, responses((status = 201, description = "The snapshot.", body = SnapshotAnswer)))]
pub(super) async fn take(
    InWorld(handle): InWorld,
    Body(NewSnapshot { name: Label(name) }): Body<NewSnapshot>,
) -> Result<Response, Problem> {
    let _turn = Turn::of(&handle).await;
    act(&handle, "snapshot.take", &TakeSnapshot { name: name.clone() })?;
    let taken = handle.read(|world| world.snapshots.named(&name).map(SnapshotAnswer::of));
    let answer = taken.map_or(Value::Null, |taken| serde_json::json!(taken));
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// Lists the snapshots of a world, oldest first.
#[utoipa::path(get, path = "/worlds/{world}/snapshots", params(Paging), responses((status = 200, description = "Snapshots.", body = Page<SnapshotAnswer>)))]
pub(super) async fn list(
    InWorld(handle): InWorld,
    Query(paging): Query<Paging>,
) -> Listed<SnapshotAnswer> {
    let snapshots = super::look(&handle, |world| world.snapshots.clone());
    paging.of(snapshots.iter(), SnapshotAnswer::of)
}

/// Goes back to a snapshot.
///
/// Entities, balances, nonces, sessions, timers, clock, rules, readings, deviations and faults are
/// as they were. Credentials, receivers, the request log, events and deliveries stay; a delivery that
/// waits for its receiver and whose event was taken back is canceled.
#[utoipa::path(post, path = "/worlds/{world}/snapshots/{name}/restore", responses((status = 200, description = "The clock as it is now.", body = ClockAnswer)))]
pub(super) async fn restore(
    InWorld(handle): InWorld,
    Path((_, name)): Path<(String, String)>,
) -> Answer<ClockAnswer> {
    let _turn = Turn::of(&handle).await;
    handle.restore(&name).map_err(|error| match error {
        RestoreError::Moving => Problem::state("moving", vec!["standing".to_owned()]),
        RestoreError::Denied(why) => denied(why),
    })?;
    Ok(Json(ClockAnswer::of(&handle)))
}

/// Forgets a snapshot.
#[utoipa::path(delete, path = "/worlds/{world}/snapshots/{name}", responses((status = 204, description = "Done.")))]
pub(super) async fn forget(
    InWorld(handle): InWorld,
    Path((_, name)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let _turn = Turn::of(&handle).await;
    act(&handle, "snapshot.drop", &DropSnapshot { name })?;
    Ok(StatusCode::NO_CONTENT)
}
