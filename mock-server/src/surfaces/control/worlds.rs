//! Making, showing, resetting and deleting worlds (SB 3).

use std::fmt::Write as _;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    Answer, Control, Parameters, Problem, clock,
    definition::{self, WorldBody},
    duration, input, names, ops, setup,
};
use crate::{
    issuer::{Event, EventKind},
    programs::prepaid::Project,
    surface::Surface,
    world::{Credential, Definition, Holder, Idle, World, clock::written, faults::fits},
    worlds::{DEFAULT, Handle},
};

fn seconds(idle: Idle) -> String {
    match idle {
        Idle::Never => "never".to_owned(),
        Idle::For(idle) => duration::written(i64::try_from(idle.as_micros()).unwrap_or(i64::MAX)),
    }
}

/// What everybody may see of a world.
fn plain(handle: &Handle) -> Value {
    let clock = clock::shown(handle);
    let definition = handle.definition();
    json!({
        "id": definition.id,
        "fixture": definition.fixture,
        "labels": definition.labels,
        "created_at": written(definition.born_at),
        "idle": seconds(definition.idle),
        "generation": handle.generation(),
        "engine": crate::world::ENGINE,
        "clock": clock,
        "links": {"self": format!("/_sandbox/worlds/{}", definition.id),
                  "requests": format!("/_sandbox/worlds/{}/requests", definition.id)},
    })
}

/// The same with seed, credentials, people and the named results of its setup.
fn full(handle: &Handle, named: Map<String, Value>, base: &str) -> Value {
    let mut world = plain(handle);
    world["seed"] = json!(handle.definition().seed);
    world["surfaces"] = surfaces(handle, base);
    world["people"] = people(handle);
    world["named"] = Value::Object(named);
    world
}

fn surfaces(handle: &Handle, base: &str) -> Value {
    let now = handle.now();
    handle.read(|world| {
        let credentials = |partner| -> Vec<Value> {
            let all = world.access.credentials.iter();
            all.filter(|credential| credential.holder == Holder::Partner(partner))
                .map(|credential| {
                    let judged = world.access.credentials.judge(credential, &world.rules, now);
                    let state = match judged {
                        Ok(()) => "valid",
                        Err(crate::world::KeyFault::Revoked) => "revoked",
                        Err(crate::world::KeyFault::Expired) => "expired",
                        Err(crate::world::KeyFault::Environment) => "other environment",
                    };
                    json!({"name": credential.name, "state": state,
                           "api_token": credential.api_token,
                           "client_secret": credential.client_secret.reveal()})
                })
                .collect()
        };
        let partners: Vec<_> = world
            .issuer
            .collateral
            .partners
            .iter()
            .map(|partner| {
                let organizations: Vec<_> = partner
                    .holdings
                    .organizations
                    .iter()
                    .map(|id| &world.issuer.collateral.organizations[*id])
                    .map(|row| json!({"label": row.label, "organization_id": row.organization_id}))
                    .collect();
                json!({"label": partner.label, "partner_organization_id": partner.organization_id,
                       "organizations": organizations, "credentials": credentials(partner.id)})
            })
            .collect();
        json!({"PG": {"url": format!("{base}{}", crate::surfaces::PARTNER_PATH),
                      "partners": partners},
               "ER": {"url": format!("{base}{}", crate::surfaces::ENVELOPE_PATH),
                      "projects": projects(world)}})
    })
}

/// Projects, each with the credential that was issued last.
fn projects(world: &World) -> Vec<Value> {
    let project = |project: &Project| {
        let all = world.access.credentials.iter();
        let mut ours = all.filter(|one| one.holder == Holder::Project(project.id));
        let credential = ours.next_back()?;
        Some(json!({"label": project.label, "project_id": project.external_id,
                    "api_key": credential.api_token,
                    "api_secret": credential.client_secret.reveal()}))
    };
    world.issuer.prepaid.projects.iter().filter_map(project).collect()
}

fn people(handle: &Handle) -> Value {
    handle.read(|world| {
        let issuer = &world.issuer;
        issuer
            .collateral
            .users
            .iter()
            .map(|user| {
                let organization = &issuer.collateral.organizations
                    [issuer.collateral.companies[user.company].organization];
                json!({"label": user.label, "card_user_id": user.external_id,
                       "partner": issuer.collateral.partners[organization.partner].label,
                       "organization": organization.label,
                       "outcome": user.outcome})
            })
            .collect()
    })
}

pub(super) async fn make(
    State(control): State<Control>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let wanted: WorldBody = input::body(&body)?;
    let (handle, named) = grown(&control, wanted.definition(&control.worlds, None)?)?;
    control.worlds.admit(&handle, false)?;
    let world = full(&handle, named, &control.base(&headers));
    Ok(created(StatusCode::CREATED, &handle, world))
}

/// A world with its setup done, which is not let in yet.
fn grown(
    control: &Control,
    definition: Definition,
) -> Result<(Handle, Map<String, Value>), Problem> {
    let handle = control.worlds.bear(definition)?;
    let named = setup::run(&handle)?;
    Ok((handle, named))
}

fn created(status: StatusCode, handle: &Handle, world: Value) -> Response {
    let place = format!("/_sandbox/worlds/{}", handle.id());
    (status, [(header::LOCATION, place)], Json(world)).into_response()
}

pub(super) async fn put(
    State(control): State<Control>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let wanted: WorldBody = input::body(&body)?;
    let status = match control.worlds.get(&id) {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::CREATED,
    };
    let (handle, named) = grown(&control, wanted.definition(&control.worlds, Some(&id))?)?;
    control.worlds.admit(&handle, true)?;
    let world = full(&handle, named, &control.base(&headers));
    Ok(created(status, &handle, world))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reset {
    seed: Option<String>,
}

pub(super) async fn reset(
    State(control): State<Control>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let Reset { seed } = input::body(&body)?;
    let seed = seed.map(|seed| definition::seed(Some(seed))).transpose()?;
    let old = control.world(&id)?;
    let _turn = old.enter().await;
    let mut definition = old.definition();
    if let Some(seed) = seed {
        definition.seed = seed;
    }
    let (handle, named) = grown(&control, definition)?;
    handle.set_generation(old.generation() + 1);
    control.worlds.admit(&handle, true)?;
    Ok(Json(full(&handle, named, &control.base(&headers))))
}

pub(super) async fn list(State(control): State<Control>, parameters: Parameters) -> Answer {
    let all = labelled(&control, parameters.text("label"))?;
    let after = parameters.text("after").unwrap_or_default();
    let limit = parameters.limit()?;
    let mut rest = all.iter().filter(|handle| handle.id() > after);
    let items: Vec<_> = rest.by_ref().take(limit).map(plain).collect();
    let last = items.last().map(|item| item["id"].clone());
    let next = rest.next().and(last);
    Ok(Json(json!({"items": items, "total": all.len(), "next": next})))
}

fn labelled(control: &Control, label: Option<&str>) -> Result<Vec<Handle>, Problem> {
    let all = control.worlds.all();
    let Some(label) = label else { return Ok(all) };
    let (name, value) = label
        .split_once(':')
        .ok_or_else(|| Problem::invalid("?label", "a label is <name>:<value>"))?;
    let carries = |handle: &Handle| {
        handle.read(|world| world.definition.labels.get(name).is_some_and(|found| found == value))
    };
    Ok(all.into_iter().filter(carries).collect())
}

pub(super) async fn show(State(control): State<Control>, Path(id): Path<String>) -> Answer {
    let handle = control.world(&id)?;
    let mut world = plain(&handle);
    world["requests"] = json!(handle.log().made());
    world["journal_records"] = json!(handle.records());
    world["journal_full"] = json!(handle.room().err().map(|why| why.to_string()));
    let (held, early) = handle.read(|world| {
        let claims = &world.access.claims;
        (claims.len(), claims.forgotten_early())
    });
    world["replays"] = json!({"remembered": held, "forgotten_early": early});
    world["timers"] = json!(handle.read(|world| world.timeline.len()));
    Ok(Json(world))
}

pub(super) async fn credentials(
    State(control): State<Control>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    Ok(Json(surfaces(&control.world(&id)?, &control.base(&headers))))
}

/// Credentials and the variables that hold their token and secret (SB 3.2).
const VARIABLES: [(&str, &str, &str); 5] = [
    ("acme/primary", "AGIO_PARTNER_API_TOKEN", "AGIO_PARTNER_CLIENT_SECRET"),
    ("globex/primary", "AGIO_PARTNER2_API_TOKEN", "AGIO_PARTNER2_CLIENT_SECRET"),
    ("main", "ER_API_KEY", "ER_API_SECRET"),
    ("poor", "ER2_API_KEY", "ER2_API_SECRET"),
    ("locked", "ER3_API_KEY", "ER3_API_SECRET"),
];

pub(super) async fn env(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
    headers: HeaderMap,
) -> Result<String, Problem> {
    let handle = control.world(&id)?;
    let base = control.base(&headers);
    let (head, start) = match parameters.text("as") {
        None | Some("sh") => (String::new(), "export "),
        Some("dotenv") => (String::new(), ""),
        Some("target") => (target(&base), "# export "),
        Some(_) => return Err(Problem::invalid("?as", "sh, dotenv or target")),
    };
    let mut all = vec![("SANDBOX_URL".to_owned(), base), ("SANDBOX_WORLD".to_owned(), id)];
    let now = handle.now();
    handle.read(|world| {
        for (label, token, secret) in VARIABLES {
            if let Some(credential) = in_use(world, label, now) {
                all.push((token.to_owned(), credential.api_token.clone()));
                all.push((secret.to_owned(), credential.client_secret.reveal().to_owned()));
            }
        }
    });
    let mut text = head;
    for (name, value) in all {
        let _ = writeln!(text, "{start}{name}={value}");
    }
    Ok(text)
}

/// The credential with this label, or the one that took its place if it has ended.
fn in_use<'w>(world: &'w World, label: &str, now: Timestamp) -> Option<&'w Credential> {
    let all = &world.access.credentials;
    let named = all.labelled(label)?;
    let works = |one: &&Credential| all.judge(one, &world.rules, now).is_ok();
    let mut ours = all.iter().filter(|one| one.holder == named.holder);
    Some(Some(named).filter(works).or_else(|| ours.rfind(works)).unwrap_or(named))
}

/// A target file with which the suite judges this server (SB 22).
fn target(base: &str) -> String {
    format!("version = 1\nkind = \"sandbox\"\n\n[surfaces.SB]\nurl = \"{base}/_sandbox\"\n\n")
}

pub(super) async fn delete(
    State(control): State<Control>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let handle = control.world(&id)?;
    if id == DEFAULT {
        let detail = "the default world stays; reset it instead";
        return Err(Problem::new(409, "world_is_default", "The default world stays", detail));
    }
    let _turn = handle.enter().await;
    // Somebody else may have been faster; gone is gone.
    let _ = control.worlds.delete(&id);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn delete_labelled(
    State(control): State<Control>,
    parameters: Parameters,
) -> Answer {
    let label = parameters
        .text("label")
        .ok_or_else(|| Problem::missing("?label", "name the label of the worlds to delete"))?;
    let all = labelled(&control, Some(label))?;
    let ids: Vec<_> = all.iter().map(Handle::id).filter(|id| *id != DEFAULT).collect();
    for id in &ids {
        let _ = control.worlds.delete(id);
    }
    Ok(Json(json!({"deleted": ids})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whoami {
    api_token: Option<String>,
    api_key: Option<String>,
}

pub(super) async fn whoami(State(control): State<Control>, body: Bytes) -> Answer {
    let (surface, member, token) = match input::body(&body)? {
        Whoami { api_token: Some(token), api_key: None } => (Surface::PG, "api_token", token),
        Whoami { api_token: None, api_key: Some(key) } => (Surface::ER, "api_key", key),
        _ => return Err(Problem::invalid("", "give exactly one of `api_token` and `api_key`")),
    };
    let handle = control.worlds.of_token(surface, &token);
    let handle = handle.ok_or_else(|| Problem::entity("credential", member))?;
    let now = handle.now();
    handle.read(|world| {
        let credentials = &world.access.credentials;
        let credential = credentials
            .of_token(surface, &token)
            .ok_or_else(|| Problem::entity("credential", member))?;
        let state = match credentials.judge(credential, &world.rules, now) {
            Ok(()) => "valid",
            Err(crate::world::KeyFault::Expired) => "expired",
            Err(_) => "revoked",
        };
        Ok(Json(json!({"world": handle.id(), "surface": surface, "by": credential.label,
                       "state": state})))
    })
}

pub(super) async fn events(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer {
    let handle = control.world(&id)?;
    let (kind, entity) = (parameters.text("type"), parameters.text("entity"));
    let since: Option<Timestamp> = parameters
        .text("since")
        .map(|text| text.parse().map_err(|_| Problem::invalid("?since", "an instant")))
        .transpose()?;
    if let Some(kind) = kind {
        names::known("?type", "type of events", kind, EventKind::NAMES.iter().copied())?;
    }
    if let Some(entity) = entity {
        names::entity("?entity", entity, EventKind::ENTITIES)?;
    }
    let wanted = |event: &Event| {
        kind.is_none_or(|kind| fits(kind, event.kind.name()))
            && entity.is_none_or(|entity| fits(entity, &event.entity))
            && since.is_none_or(|since| event.at >= since)
    };
    // A copy costs next to nothing, and the world goes on while it is read.
    let events = super::look(&handle, |world| world.events.clone());
    let numbered = events.iter().enumerate().filter(|(_, event)| wanted(event));
    parameters.page_of(numbered, |(at, event)| event_shown(at, event))
}

/// An event as it shows, by its place in the world's list.
pub(super) fn event_shown(at: usize, event: &Event) -> Value {
    json!({"id": format!("e-{}", at + 1), "at": written(event.at), "type": event.kind.name(),
           "surface": event.kind.surface(), "entity": event.entity})
}

/// Kept here so that a world's credentials are known as soon as an op has made them.
pub(super) fn learn(control: &Control, handle: &Handle, op: &str) {
    if ops::makes_credentials(op) {
        control.worlds.learn(handle);
    }
}
