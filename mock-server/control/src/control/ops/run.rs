//! Running ops: `POST …/ops/{op}`, body = input.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Map, Value, json};

use super::{AnyOp, Effect, OPS};
use crate::{
    control::{
        Answer, Control, Problem, ProblemCode, Turn,
        clock::DryRun,
        extract::{Body, InWorld},
        query::Query,
    },
    gate::{self, Done},
    log::Reason,
    register::{ArgumentReading, Change, Step, Variation},
    world::{Seen, World, clock::written},
    worlds::Handle,
};

/// Runs an op of the back office.
#[utoipa::path(post, path = "/worlds/{world}/ops/{op}", params(DryRun), request_body = Value, responses((status = 200, description = "What the op did.", body = Value)))]
pub(in crate::control) async fn run(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, name)): Path<(String, String)>,
    Query(DryRun { dry_run }): Query<DryRun>,
    Body(body): Body<Map<String, Value>>,
) -> Answer {
    let body = Value::Object(body);
    let _turn = Turn::of(&handle).await;
    let op = named(&name)?;
    if dry_run.0 {
        return rehearse(&handle, op, &body).map(Json);
    }
    let answer = run_whole(&handle, op, &body);
    if op.makes_credentials {
        control.worlds.learn(&handle);
    }
    answer.map(Json)
}

/// The op of a name.
pub(in crate::control) fn named(name: &str) -> Result<&'static AnyOp, Problem> {
    OPS.iter().find(|op| op.name == name).ok_or_else(|| {
        Problem::new(ProblemCode::OpUnknown, "No such op", format!("{name:?}"))
            .near(name, OPS.iter().map(|op| op.name))
    })
}

/// Tries an op on a copy of the world, and answers its effect.
fn rehearse(handle: &Handle, op: &AnyOp, body: &Value) -> Result<Value, Problem> {
    handle.room().map_err(Problem::unavailable)?;
    once(&handle.shadow("").continuing(), op, body)
}

/// Runs an op in a world, whole or not at all.
fn run_whole(handle: &Handle, op: &AnyOp, body: &Value) -> Result<Value, Problem> {
    if op.is_several {
        rehearse(handle, op, body)?;
    }
    play(handle, op, body)
}

/// Runs an op in a world, counting the deviations that it meets. An op of several commands that
/// fails is done by halves.
pub(in crate::control) fn play(
    handle: &Handle,
    op: &AnyOp,
    body: &Value,
) -> Result<Value, Problem> {
    // An op that may begin is not done by halves.
    handle.room().map_err(Problem::unavailable)?;
    gate::counting_hits(&handle.continuing(), |handle| once(handle, op, body))
}

/// Runs an op in a world that is being made.
pub(in crate::control) fn play_at_birth(
    handle: &Handle,
    op: &AnyOp,
    body: &Value,
) -> Result<(), Problem> {
    (op.run)(handle, body.clone()).map(drop)
}

/// The input of an op, as deviations of the world read it.
fn as_read(world: &World, op: &str, mut body: Value) -> Value {
    for (name, reading) in world.deviations.readings(op) {
        match reading {
            ArgumentReading::Ignored => {
                body.as_object_mut().and_then(|members| members.shift_remove(name));
            }
            ArgumentReading::Plus(more) => {
                let place = vec![Step::To(name.to_owned())];
                let change = Change::Varied(place, Variation::Plus(more));
                gate::edit(&mut body, &change, &Seen::default());
            }
        }
    }
    body
}

fn once(handle: &Handle, op: &AnyOp, body: &Value) -> Result<Value, Problem> {
    let now = handle.now();
    let events = handle.read(|world| world.events.len());
    let input = handle.read(|world| as_read(world, op.name, body.clone()));
    let Effect { result, changed } = (op.run)(handle, input)?;
    let done = Done { operation: op.name.to_owned(), key: None, reason: Reason::Ok };
    let result = handle.read(|world| gate::rewrite(world, &done, result));
    let raised: Vec<_> =
        handle.read(|world| world.events.from_position(events).map(|e| e.kind.name()).collect());
    Ok(json!({
        "op": op.name,
        "at": written(now),
        "result": result,
        "changed": changed,
        "events": raised,
        "journal": handle.records(),
    }))
}
