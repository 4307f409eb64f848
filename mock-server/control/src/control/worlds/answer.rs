//! Worlds as answers show them (SB 3.1).

use std::collections::BTreeMap;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::{
    control::{Control, ROOT, clock::ClockAnswer, duration},
    mocked_api::MockedApi,
    world::{ENGINE, Idle, clock::written},
    worlds::Handle,
};

/// A world without its secrets.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct WorldSummary {
    /// The id.
    id: String,
    /// The fixture from which it was made: `standard@1`.
    fixture: String,
    /// Labels by their names.
    #[schema(value_type = BTreeMap<String, String>)]
    labels: Value,
    /// Real time at which it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// The time that it may go unused, or `never`.
    idle: String,
    /// Number of resets.
    generation: u64,
    /// The version of the rules by which a journal is replayed.
    engine: u32,
    /// Its clock.
    clock: ClockAnswer,
    /// Where it is, and its requests.
    links: BTreeMap<&'static str, String>,
}

/// A world with figures of what happened in it.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct WorldDetails {
    #[serde(flatten)]
    summary: WorldSummary,
    /// Number of requests since its beginning.
    requests: u64,
    /// Number of records of its journal.
    journal_records: u64,
    /// Why the journal takes no more records.
    journal_full: Option<String>,
    /// Accepted requests that may not be repeated.
    replays: RememberedRequests,
    /// Number of effects that the timeline holds.
    timers: usize,
}

/// Accepted requests that may not be repeated.
#[derive(Serialize, ToSchema)]
struct RememberedRequests {
    /// Number of requests that are remembered.
    remembered: usize,
    /// Number of requests that were forgotten before their windows had passed.
    forgotten_early: u64,
}

/// A world that was made: with its seed, its credentials and its people.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct NewWorld {
    #[serde(flatten)]
    summary: WorldSummary,
    /// The seed of everything that is random.
    seed: String,
    /// Credentials by surface.
    surfaces: Map<String, Value>,
    /// People that exist from the start.
    people: Vec<Value>,
    /// Results of the steps of its setup that have a name.
    named: Map<String, Value>,
}

/// Worlds that were deleted.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct DeletedAnswer {
    /// Their ids.
    pub(super) deleted: Vec<String>,
}

impl WorldSummary {
    /// A world as it is now.
    pub(super) fn of(handle: &Handle) -> Self {
        let definition = handle.definition();
        let place = place(&definition.id);
        let requests = format!("{place}/requests");
        Self {
            fixture: definition.fixture.to_string(),
            labels: json!(definition.labels),
            created_at: written(definition.born_at),
            idle: idle_text(definition.idle),
            generation: handle.generation(),
            engine: ENGINE,
            clock: ClockAnswer::of(handle),
            links: BTreeMap::from([("self", place), ("requests", requests)]),
            id: definition.id,
        }
    }
}

impl WorldDetails {
    /// A world as it is now.
    pub(super) fn of(handle: &Handle) -> Self {
        let (remembered, forgotten_early, timers) = handle.read(|world| {
            let claims = &world.access.claims;
            (claims.len(), claims.forgotten_early(), world.timeline.len())
        });
        Self {
            summary: WorldSummary::of(handle),
            requests: handle.log().made(),
            journal_records: handle.records(),
            journal_full: handle.room().err().map(|why| why.to_string()),
            replays: RememberedRequests { remembered, forgotten_early },
            timers,
        }
    }
}

impl NewWorld {
    /// A world and the named results of its setup; `base` is the address of the server.
    pub(in crate::control) fn of(
        control: &Control,
        handle: &Handle,
        named: Map<String, Value>,
        base: &str,
    ) -> Self {
        let people =
            handle.read(|world| control.apis(None).flat_map(|api| api.people(world)).collect());
        Self {
            summary: WorldSummary::of(handle),
            seed: handle.definition().seed,
            surfaces: surfaces(control, handle, base),
            people,
            named,
        }
    }
}

/// The answer that shows a world and says where it is.
pub(in crate::control) fn created(
    status: StatusCode,
    handle: &Handle,
    shown: impl Serialize,
) -> Response {
    (status, [(header::LOCATION, place(handle.id()))], Json(shown)).into_response()
}

fn place(world: &str) -> String {
    format!("{ROOT}/worlds/{world}")
}

/// The time that a world may go unused.
fn idle_text(idle: Idle) -> String {
    match idle {
        Idle::Never => "never".to_owned(),
        Idle::For(idle) => duration::written(i64::try_from(idle.as_micros()).unwrap_or(i64::MAX)),
    }
}

/// The URL of each mocked API, and the credentials of its callers.
pub(super) fn surfaces(control: &Control, handle: &Handle, base: &str) -> Map<String, Value> {
    let now = handle.now();
    handle.read(|world| {
        let one = |api: &'static dyn MockedApi| {
            let url = json!(format!("{base}{}", api.base()));
            let mut shown = Map::from_iter([("url".to_owned(), url)]);
            // `http` becomes `ws`, and `https` becomes `wss`.
            if let (Some(path), Some(rest)) = (api.web_socket(), base.strip_prefix("http")) {
                shown.insert("ws_url".to_owned(), json!(format!("ws{rest}{path}")));
            }
            shown.extend(api.callers(world, now));
            (api.surface().to_string(), Value::Object(shown))
        };
        control.apis(None).map(one).collect()
    })
}
