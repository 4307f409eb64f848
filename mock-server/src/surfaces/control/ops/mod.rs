//! The back office (SB 5): `POST …/ops/{op}`, body = input.

mod corporate;
mod decisions;
mod money;
mod people;
mod prepaid;
mod rotation;
mod spending;
mod statements;
mod status;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
};
use serde_json::{Value, json};

use super::{Answer, Control, Parameters, Problem, input, worlds};
use crate::{
    gate::{self, Done},
    register::Reason,
    world::clock::written,
    worlds::Handle,
};

pub(super) use prepaid::project;

/// What an op did: its result and the entities it changed.
type Outcome = Result<(Value, Vec<String>), Problem>;

/// Every op there is.
pub(super) const NAMES: [&str; 33] = [
    "make-partner",
    "make-credential",
    "revoke-credential",
    "expire-credential",
    "rotate-credential",
    "make-project",
    "make-product",
    "make-user",
    "make-organization",
    "make-corporate-application",
    "make-card-user",
    "set-kyc",
    "make-applicant",
    "drop-applicant",
    "satisfy",
    "decide-application",
    "decide-kyc",
    "set-card-status",
    "finish-order",
    "activate-card",
    "ship-card",
    "deposit",
    "confirm-deposit",
    "authorize",
    "increment",
    "clear",
    "reverse",
    "expire",
    "refund",
    "decline",
    "close-statement",
    "pay-statement",
    "end-session",
];

/// Whether an op makes credentials that must be found from now on.
pub(super) fn makes_credentials(op: &str) -> bool {
    matches!(op, "make-partner" | "make-credential" | "rotate-credential" | "make-project")
}

pub(super) async fn run(
    State(control): State<Control>,
    Path((id, op)): Path<(String, String)>,
    parameters: Parameters,
    body: Bytes,
) -> Answer {
    let dry_run = parameters.flag("dry_run")?;
    let handle = control.world(&id)?;
    let body = input::object(&body)?;
    let _turn = handle.enter().await;
    if dry_run {
        return rehearse(&handle, &op, &body).map(Json);
    }
    let answer = play(&handle, &op, &body);
    worlds::learn(&control, &handle, &op);
    answer.map(Json)
}

/// Ops that are several commands. They are rehearsed, so that none is done by halves.
const SEVERAL: [&str; 7] = [
    "make-partner",
    "make-project",
    "make-card-user",
    "make-corporate-application",
    "rotate-credential",
    "close-statement",
    "pay-statement",
];

/// Tells what an op would come to, on a copy of the world.
fn rehearse(handle: &Handle, op: &str, body: &Value) -> Result<Value, Problem> {
    handle.room().map_err(Problem::unavailable)?;
    once(&handle.shadow("").continuing(), op, body)
}

/// Runs an op in a world, counting the deviations that it meets.
pub(super) fn play(handle: &Handle, op: &str, body: &Value) -> Result<Value, Problem> {
    if SEVERAL.contains(&op) {
        rehearse(handle, op, body)?;
    }
    // An op that may begin is not done by halves.
    handle.room().map_err(Problem::unavailable)?;
    gate::counting_hits(&handle.continuing(), |handle| once(handle, op, body))
}

fn once(handle: &Handle, op: &str, body: &Value) -> Result<Value, Problem> {
    if !NAMES.contains(&op) {
        return Err(
            Problem::new(404, "op_unknown", "No such op", format!("{op:?}")).near(op, NAMES)
        );
    }
    let now = handle.now();
    let events = handle.read(|world| world.events.len());
    let (result, changed) = dispatch(handle, op, body.clone())?;
    let done = Done { operation: op.to_owned(), key: None, reason: Reason::Ok };
    let result = handle.read(|world| gate::rewrite(world, &done, result));
    let raised: Vec<_> =
        handle.read(|world| world.events.iter().skip(events).map(|e| e.kind.name()).collect());
    Ok(json!({
        "op": op,
        "at": written(now),
        "result": result,
        "changed": changed,
        "events": raised,
        "journal": handle.records().saturating_sub(1),
    }))
}

fn dispatch(handle: &Handle, op: &str, body: Value) -> Outcome {
    match op {
        "make-partner" => people::make_partner(handle, body),
        "make-credential" => people::make_credential(handle, body),
        "revoke-credential" => people::end_credential(handle, op, body, true),
        "expire-credential" => people::end_credential(handle, op, body, false),
        "make-project" => prepaid::make_project(handle, body),
        "make-product" => prepaid::make_product(handle, body),
        "make-user" => prepaid::make_user(handle, body),
        "rotate-credential" => rotation::rotate(handle, body),
        "make-corporate-application" => corporate::make(handle, body),
        "make-organization" => people::make_organization(handle, body),
        "make-card-user" => people::make_card_user(handle, body),
        "set-kyc" => people::set_kyc(handle, body),
        "make-applicant" => people::set_applicant(handle, op, body, true),
        "drop-applicant" => people::set_applicant(handle, op, body, false),
        "satisfy" => people::satisfy(handle, body),
        "decide-kyc" => prepaid::decide_kyc(handle, body),
        "set-card-status" => status::set(handle, body),
        "finish-order" => prepaid::finish_order(handle, body),
        "decide-application" => decisions::decide_application(handle, body),
        "activate-card" => decisions::activate_card(handle, body),
        "ship-card" => decisions::ship_card(handle, body),
        "end-session" => decisions::end_session(handle, body),
        "deposit" if prepaid::is_payee(handle, &body) => prepaid::pay_in(handle, body),
        "confirm-deposit" if prepaid::is_funds(&body) => prepaid::confirm_funds(handle, body),
        "authorize" | "increment" | "clear" | "reverse" | "expire" | "refund" | "decline"
            if spending::is_meant(handle, &body) =>
        {
            spending::run(handle, op, body)
        }
        "deposit" => money::deposit(handle, body),
        "confirm-deposit" => money::confirm_deposit(handle, body),
        "authorize" => money::authorize(handle, body),
        "increment" => money::increment(handle, body),
        "clear" => money::clear(handle, body),
        "reverse" => money::release(handle, op, body, false),
        "expire" => money::release(handle, op, body, true),
        "refund" => money::refund(handle, body),
        "decline" => money::decline(handle, body),
        "close-statement" => statements::close(handle, body),
        _ => statements::pay(handle, body),
    }
}
