//! Making, showing, resetting and deleting worlds (SB 3).

use std::{collections::BTreeMap, fmt::Write as _};

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
    duration, input, names, setup,
};
use crate::{
    issuer::{Event, EventKind},
    surface::Surface,
    surfaces::MockedApi,
    world::{Credential, Definition, Idle, World, clock::written, faults::fits},
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
fn full(control: &Control, handle: &Handle, named: Map<String, Value>, base: &str) -> Value {
    let mut world = plain(handle);
    world["seed"] = json!(handle.definition().seed);
    world["surfaces"] = surfaces(control, handle, base);
    world["people"] =
        handle.read(|world| control.apis(None).flat_map(|api| api.people(world)).collect());
    world["named"] = Value::Object(named);
    world
}

/// Where each mocked API answers, and the credentials of its callers.
fn surfaces(control: &Control, handle: &Handle, base: &str) -> Value {
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

pub(super) async fn make(
    State(control): State<Control>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let wanted: WorldBody = input::body(&body)?;
    let (handle, named) = grown(&control, wanted.definition(&control.worlds, None)?)?;
    control.worlds.admit(&handle, false)?;
    let world = full(&control, &handle, named, &control.base(&headers));
    Ok(created(StatusCode::CREATED, &handle, world))
}

/// A world with its setup done, which is not let in yet.
fn grown(
    control: &Control,
    definition: Definition,
) -> Result<(Handle, Map<String, Value>), Problem> {
    let handle = control.worlds.create(definition)?;
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
    let world = full(&control, &handle, named, &control.base(&headers));
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
    Ok(Json(full(&control, &handle, named, &control.base(&headers))))
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
    Ok(Json(surfaces(&control, &control.world(&id)?, &control.base(&headers))))
}

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
        for caller in control.apis(None).flat_map(MockedApi::environment) {
            if let Some(credential) = in_use(world, caller.label, now) {
                all.push((caller.token.to_owned(), credential.api_token.clone()));
                let secret = credential.client_secret.reveal().to_owned();
                all.push((caller.secret.to_owned(), secret));
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

pub(super) async fn whoami(State(control): State<Control>, body: Bytes) -> Answer {
    let given: BTreeMap<String, Option<String>> = input::body(&body)?;
    let tokens: Vec<_> = control.apis(None).map(|api| (api.token_name(), api.surface())).collect();
    let (surface, member, token) = asked_about(&tokens, given)?;
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

/// The one token that is asked about, with the surface on which it counts.
fn asked_about(
    tokens: &[(&'static str, Surface)],
    given: BTreeMap<String, Option<String>>,
) -> Result<(Surface, &'static str, String), Problem> {
    let named = |name: &str| tokens.iter().find(|(known, _)| *known == name);
    let names: Vec<_> = tokens.iter().map(|(name, _)| *name).collect();
    if let Some(unknown) = given.keys().find(|name| named(name).is_none()) {
        let place = format!("/{}", input::escaped(unknown));
        return Err(Problem::unknown_field(&place, unknown, &names));
    }
    let mut all = given.into_iter().filter_map(|(name, token)| Some((name, token?)));
    match (all.next(), all.next()) {
        (Some((name, token)), None) if let Some((member, surface)) = named(&name) => {
            Ok((*surface, member, token))
        }
        _ => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            let detail = format!("give exactly one of {}", names.join(" and "));
            Err(Problem::invalid("", detail))
        }
    }
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
        names::known("?type", "type of events", kind, EventKind::names())?;
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
