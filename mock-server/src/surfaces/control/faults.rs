//! Ordering failures (SB 8).

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use utoipa::ToSchema;

use super::{
    Answer, Control, Problem, ProblemCode, Turn, act,
    duration::{self, TimeSpan},
    extract::{Body, InWorld},
    names,
    page::{Listed, Page, Paging},
    query::Query,
    requests,
};
use crate::{
    gate::NamedFault,
    log::{FaultMark, LogRenderer, RedactionContext},
    surface::Surface,
    surfaces::MockedApi,
    world::{
        commands::{CallOffFault, OrderFault},
        faults::{About, Fault, FaultKind, Side, Then, When, fits},
    },
    worlds::Handle,
};

/// A fault as it is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FaultBody {
    label: Option<String>,
    #[serde(rename = "match", default)]
    about: MatchBody,
    when: Option<Schedule>,
    then: Consequence,
}

/// Match of a fault, as it is asked for.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MatchBody {
    surface: Option<String>,
    operation: Option<String>,
    entity: Option<String>,
    by: Option<String>,
}

impl MatchBody {
    fn read(self, control: &Control) -> Result<About, Problem> {
        let surface = self.surface.map(|code| {
            let none = || Problem::choice("/match/surface", &code, &control.codes());
            control.served(&code).ok_or_else(none)
        });
        let Self { operation, entity, by, .. } = self;
        Ok(About { surface: surface.transpose()?, operation, entity, by })
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Schedule {
    next: Option<u64>,
    nth: Option<u64>,
    from: Option<u64>,
    to: Option<u64>,
    every: Option<u64>,
    one_in: Option<u64>,
    always: Option<bool>,
}

impl Schedule {
    fn read(&self) -> Result<When, Problem> {
        let counted = [
            self.next.map(|n| (n, When::Next(n))),
            self.nth.map(|n| (n, When::Nth(n))),
            self.every.map(|n| (n, When::Every(n))),
            self.one_in.map(|n| (n, When::OneIn(n))),
            self.from.zip(self.to).map(|(from, to)| (from, When::Between { from, to })),
            self.always.map(|always| (u64::from(always), When::Always)),
        ];
        let mut given = counted.into_iter().flatten();
        let range = self.from.is_some() == self.to.is_some() && self.from <= self.to;
        match (given.next(), given.next()) {
            (Some((1.., when)), None) if range => Ok(when),
            _ => Err(Problem::invalid(
                "/when",
                "give exactly one of next, nth, from and to, every, one_in (from 1) and always",
            )),
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Consequence {
    error: Option<String>,
    #[schema(value_type = Option<String>)]
    drop: Option<Side>,
    cut_body_after: Option<usize>,
    /// A duration of 0s to 60s before the answer.
    delay: Option<TimeSpan>,
}

/// The longest delay, in microseconds.
const LONGEST_DELAY: i64 = 60_000_000;

impl Consequence {
    fn read(self) -> Result<Then, Problem> {
        let kind = match (self.error, self.drop, self.cut_body_after) {
            (Some(name), None, None) => Some(FaultKind::Error(name)),
            (None, Some(side), None) => Some(FaultKind::Drop(side)),
            (None, None, Some(bytes)) => Some(FaultKind::CutBodyAfter(bytes)),
            (None, None, None) if self.delay.is_some() => None,
            _ => {
                return Err(Problem::invalid(
                    "/then",
                    "give exactly one of error, drop and cut_body_after, or a delay",
                ));
            }
        };
        let delay = self.delay.map_or(0, |delay| delay.micros);
        match u64::try_from(delay) {
            Ok(delay_us) if delay <= LONGEST_DELAY => Ok(Then { kind, delay_us }),
            _ => Err(Problem::invalid("/then/delay", "a delay is 0s to 60s")),
        }
    }
}

/// Orders a failure.
#[utoipa::path(post, path = "/worlds/{world}/faults", request_body = FaultBody, responses((status = 201, description = "The fault.", body = Value)))]
pub(super) async fn make(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Body(wanted): Body<FaultBody>,
) -> Result<Response, Problem> {
    let command = OrderFault {
        label: wanted.label,
        about: wanted.about.read(&control)?,
        when: wanted.when.map_or(Ok(When::Next(1)), |schedule| schedule.read())?,
        then: wanted.then.read()?,
    };
    let _turn = Turn::of(&handle).await;
    possible(&control, &handle, &command)?;
    let number = act(&handle, "fault.order", &command)?;
    let place = format!("/_sandbox/worlds/{}/faults/f-{number}", handle.id());
    let fault = one(&handle, &format!("f-{number}"))?;
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(fault)).into_response())
}

/// Refuses a fault that can never act, because no request can be what it is about.
fn possible(control: &Control, handle: &Handle, fault: &OrderFault) -> Result<(), Problem> {
    let about = &fault.about;
    let surface = about.surface;
    // What an explorer is asked for is no operation of a document, and no fault sees it.
    let all = control.apis(surface).flat_map(|api| {
        let operations = api.log_renderer().operations().into_iter();
        operations.filter(|name| *name != "explorer").map(move |name| (api.surface(), name))
    });
    let all: Vec<_> = all.collect();
    let operation = about.operation.as_deref();
    if let Some(wanted) = operation {
        names::known("/match/operation", "operation", wanted, all.iter().map(|(_, name)| *name))?;
    }
    if let Some(FaultKind::Error(name)) = &fault.then.kind {
        let errors = named(control, surface, name)?;
        let reached = all.iter().filter(|(surface, name)| {
            errors.iter().any(|(of, error)| of == surface && error.reaches(name))
        });
        let reached: Vec<_> = reached.map(|(_, name)| *name).collect();
        if let Some(wanted) =
            operation.filter(|wanted| !reached.iter().any(|one| fits(wanted, one)))
        {
            let detail = format!("{name} never strikes {wanted:?}");
            return Err(Problem::invalid("/match/operation", detail)
                .near(wanted.trim_end_matches('*'), reached.iter().copied())
                .with("choices", reached));
        }
    }
    if let Some(entity) = &about.entity {
        let types = control.log_renderers(surface).flat_map(LogRenderer::entity_types);
        names::entity("/match/entity", entity, types)?;
    }
    if let Some(by) = &about.by {
        let labels = names::principals(handle, surface);
        names::known("/match/by", "credential", by, labels.iter().map(String::as_str))?;
    }
    Ok(())
}

/// The errors with this name, each with the surface that declares it.
fn named(
    control: &Control,
    surface: Option<Surface>,
    name: &str,
) -> Result<Vec<(Surface, &'static NamedFault)>, Problem> {
    let known = control
        .apis(surface)
        .flat_map(|api| api.faults().iter().map(move |error| (api.surface(), error)));
    let known: Vec<_> = known.collect();
    let found: Vec<_> = known.iter().filter(|(_, error)| error.name == name).copied().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let detail = format!("there is no error {name:?} there; nothing was done");
    Err(Problem::new(ProblemCode::FaultUnknown, "No such error", detail)
        .with("pointer", "/then/error")
        .near(name, known.iter().map(|(_, error)| error.name)))
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

/// A fault as it was at a moment. Of one that was called off since, only the numbers are left.
pub(super) fn at(handle: &Handle, redaction: &RedactionContext, mark: FaultMark) -> Value {
    let strikes = strikes(handle);
    let found = handle.read(|world| world.faults.get(mark.number).cloned());
    let mut value = match found {
        Some(fault) => {
            let then = Fault { matched: mark.matched, fired: mark.fired, ..fault };
            redaction.clean(shown(&then, &strikes))
        }
        None => {
            json!({"id": format!("f-{}", mark.number), "state": "called_off",
                   "matched": mark.matched, "fired": mark.fired})
        }
    };
    if mark.is_called_off {
        value["state"] = json!("called_off");
    }
    value
}

/// The faults that acted, each with a request on which it acted, as far as the log goes back.
fn strikes(handle: &Handle) -> Vec<(u64, String)> {
    let entries = handle.log().page().entries;
    let struck = entries.iter().filter_map(|entry| Some((entry.fault?.fault, entry.n)));
    struck.map(|(fault, n)| (fault, requests::place(handle, n))).collect()
}

/// A fault as it shows.
fn shown(fault: &Fault, strikes: &[(u64, String)]) -> Value {
    let mut value = json!({"id": format!("f-{}", fault.number)});
    if let Some(label) = &fault.label {
        value["label"] = json!(label);
    }
    value["state"] = json!(if fault.is_live() { "live" } else { "spent" });
    value["matched"] = json!(fault.matched);
    value["fired"] = json!(fault.fired);
    value["left"] = json!(fault.left());
    let ours = strikes.iter().filter(|(number, _)| *number == fault.number);
    value["fired_on"] = ours.map(|(_, place)| place.as_str()).collect();
    value["match"] = json!(fault.about);
    value["when"] = match fault.when {
        When::Next(n) => json!({"next": n}),
        When::Nth(n) => json!({"nth": n}),
        When::Between { from, to } => json!({"from": from, "to": to}),
        When::Every(n) => json!({"every": n}),
        When::OneIn(n) => json!({"one_in": n}),
        When::Always => json!({"always": true}),
    };
    let mut then = match &fault.then.kind {
        Some(kind) => json!(kind),
        None => json!({}),
    };
    if fault.then.delay_us > 0 || fault.then.kind.is_none() {
        let delay = i64::try_from(fault.then.delay_us).unwrap_or(i64::MAX);
        then["delay"] = json!(duration::written(delay));
    }
    value["then"] = then;
    value
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
