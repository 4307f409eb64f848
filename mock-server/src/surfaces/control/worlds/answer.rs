//! Worlds as answers show them (SB 3.1).

use serde_json::{Map, Value, json};

use crate::{
    surfaces::{
        MockedApi,
        control::{Control, clock, duration},
    },
    world::{ENGINE, Idle, clock::written},
    worlds::Handle,
};

/// The time that a world may go unused.
fn idle_text(idle: Idle) -> String {
    match idle {
        Idle::Never => "never".to_owned(),
        Idle::For(idle) => duration::written(i64::try_from(idle.as_micros()).unwrap_or(i64::MAX)),
    }
}

/// A world without its secrets.
pub(super) fn plain(handle: &Handle) -> Value {
    let clock = clock::shown(handle);
    let definition = handle.definition();
    json!({
        "id": definition.id,
        "fixture": definition.fixture,
        "labels": definition.labels,
        "created_at": written(definition.born_at),
        "idle": idle_text(definition.idle),
        "generation": handle.generation(),
        "engine": ENGINE,
        "clock": clock,
        "links": {"self": format!("/_sandbox/worlds/{}", definition.id),
                  "requests": format!("/_sandbox/worlds/{}/requests", definition.id)},
    })
}

/// A world with its seed, its credentials, its people and the named results of its setup.
pub(super) fn full(
    control: &Control,
    handle: &Handle,
    named: Map<String, Value>,
    base: &str,
) -> Value {
    let mut world = plain(handle);
    world["seed"] = json!(handle.definition().seed);
    world["surfaces"] = surfaces(control, handle, base);
    world["people"] =
        handle.read(|world| control.apis(None).flat_map(|api| api.people(world)).collect());
    world["named"] = Value::Object(named);
    world
}

/// The URL of each mocked API, and the credentials of its callers.
pub(super) fn surfaces(control: &Control, handle: &Handle, base: &str) -> Value {
    let now = handle.now();
    handle.read(|world| {
        let one = |api: &'static dyn MockedApi| {
            let url = json!(format!("{base}{}", api.root().path()));
            let mut shown = Map::from_iter([("url".to_owned(), url)]);
            shown.extend(api.callers(world, now));
            (api.surface().to_string(), Value::Object(shown))
        };
        Value::Object(control.apis(None).map(one).collect())
    })
}
