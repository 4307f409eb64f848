//! Ordering failures (SB 8).

mod body;
mod possible;
mod view;

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use self::{
    body::FaultBody,
    possible::possible,
    view::{shown, strikes},
};
use super::{
    Answer, Control, Problem, ProblemCode, Turn, act,
    extract::{Body, InWorld},
    page::{Listed, Page, Paging},
    query::Query,
};
use crate::{
    mocked_api::MockedApi,
    world::{commands::CallOffFault, faults::Fault},
    worlds::Handle,
};

pub(super) use self::view::at;

/// Orders a failure.
#[utoipa::path(post, path = "/worlds/{world}/faults", request_body = FaultBody, responses((status = 201, description = "The fault.", body = Value)))]
pub(super) async fn make(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Body(wanted): Body<FaultBody>,
) -> Result<Response, Problem> {
    let command = wanted.read(&control)?;
    let _turn = Turn::of(&handle).await;
    possible(&control, &handle, &command)?;
    let number = act(&handle, "fault.order", &command)?;
    let place = format!("/_sandbox/worlds/{}/faults/f-{number}", handle.id());
    let fault = one(&handle, &format!("f-{number}"))?;
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(fault)).into_response())
}

/// Lists the faults of a world.
#[utoipa::path(get, path = "/worlds/{world}/faults", params(Paging), responses((status = 200, description = "Faults.", body = Page)))]
pub(super) async fn list(InWorld(handle): InWorld, Query(paging): Query<Paging>) -> Listed {
    let (strikes, redaction) = (strikes(&handle), handle.redaction());
    let one = |fault: &Fault| redaction.clean(shown(fault, &strikes));
    handle.read(|world| paging.of(world.faults.iter(), one))
}

/// Shows a fault.
#[utoipa::path(get, path = "/worlds/{world}/faults/{fault}", responses((status = 200, description = "A fault.", body = Value)))]
pub(super) async fn show(
    InWorld(handle): InWorld,
    Path((_, fault)): Path<(String, String)>,
) -> Answer {
    one(&handle, &fault).map(Json)
}

/// Calls a fault off.
#[utoipa::path(delete, path = "/worlds/{world}/faults/{fault}", responses((status = 204, description = "Done.")))]
pub(super) async fn call_off(
    InWorld(handle): InWorld,
    Path((_, fault)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let _turn = Turn::of(&handle).await;
    let number = number(&handle, &fault)?;
    act(&handle, "fault.call_off", &CallOffFault { fault: Some(number) })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Calls all faults of a world off.
#[utoipa::path(delete, path = "/worlds/{world}/faults", responses((status = 204, description = "Done.")))]
pub(super) async fn call_off_all(InWorld(handle): InWorld) -> Result<StatusCode, Problem> {
    let _turn = Turn::of(&handle).await;
    act(&handle, "fault.call_off", &CallOffFault { fault: None })?;
    Ok(StatusCode::NO_CONTENT)
}

fn number(handle: &Handle, fault: &str) -> Result<u64, Problem> {
    let number = fault.strip_prefix("f-").and_then(|text| text.parse().ok());
    number.filter(|number| handle.read(|world| world.faults.get(*number).is_some())).ok_or_else(
        || {
            let detail = format!("there is no fault {fault:?} in this world");
            Problem::new(ProblemCode::ItemUnknown, "No such fault", detail)
        },
    )
}

fn one(handle: &Handle, fault: &str) -> Result<Value, Problem> {
    let number = number(handle, fault)?;
    let strikes = strikes(handle);
    let redaction = handle.redaction();
    // A label is free text: what is secret in this world is not shown in it either.
    let one = |fault: &Fault| redaction.clean(shown(fault, &strikes));
    Ok(handle.read(|world| world.faults.get(number).map_or(Value::Null, one)))
}

/// The errors that can be ordered by name.
pub(super) fn catalogue(control: &Control) -> Vec<Value> {
    let of = |api: &'static dyn MockedApi| {
        api.faults().iter().map(|error| {
            let body = serde_json::from_str(error.answer).unwrap_or_else(|_| json!(error.answer));
            json!({"name": error.name, "surfaces": [api.surface()],
                   "answer": {"status": error.status, "body": body}, "state": error.state})
        })
    };
    control.apis(None).flat_map(of).collect()
}
