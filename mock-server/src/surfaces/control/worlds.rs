//! Making, showing, resetting and deleting worlds (SB 3).

use std::{fmt::Write as _, time::Duration};

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Control, Parameters, Problem, clock, duration, input, known, ops};
use crate::{
    issuer::prepaid::Project,
    surfaces::control::clock::Setting,
    world::{Clock, Definition, Holder, Idle, World, clock::real_now, clock::written},
    worlds::Handle,
};

/// A world as it is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    id: Option<String>,
    seed: Option<String>,
    fixture: Option<String>,
    #[serde(default)]
    setup: Vec<Value>,
    clock: Option<Setting>,
    #[serde(default)]
    rules: IndexMap<String, Value>,
    #[serde(default)]
    deviations: Vec<String>,
    #[serde(default)]
    readings: IndexMap<String, String>,
    #[serde(default)]
    labels: IndexMap<String, String>,
    idle: Option<String>,
}

impl Wanted {
    fn definition(&self, id: Option<&str>) -> Result<Definition, Problem> {
        let real = real_now();
        let (clock, born_at) = match &self.clock {
            None => (Clock::default(), real),
            Some(setting) => setting.clock(real, real)?,
        };
        let id = match id.or(self.id.as_deref()) {
            Some(id) => id.to_owned(),
            None => generated_id(),
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || id.len() > 40 || id.starts_with('-') || !id.chars().all(plain) {
            return Err(Problem::invalid("/id", "an id is [a-z0-9][a-z0-9-]{0,39}"));
        }
        let seed = self.seed.clone().unwrap_or_else(|| hex::encode(seed_at_birth()));
        if seed.is_empty() || seed.len() > 128 {
            return Err(Problem::invalid("/seed", "a seed has 1 to 128 characters"));
        }
        if !self.setup.is_empty() {
            return Err(Problem::invalid("/setup", "setup steps come with a later version"));
        }
        let fixture = match self.fixture.as_deref() {
            None | Some("standard") => "standard@1".to_owned(),
            Some("empty") => "empty@1".to_owned(),
            Some(other) => other.to_owned(),
        };
        let idle = match self.idle.as_deref() {
            None => Idle::For(Duration::from_secs(3600)),
            Some("never") => Idle::Never,
            Some(text) => {
                let us = u64::try_from(duration::micros(text, "/idle")?).unwrap_or(0);
                if !(1_000_000..=86_400_000_000).contains(&us) {
                    return Err(Problem::invalid("/idle", "1s to 24h, or never"));
                }
                Idle::For(Duration::from_micros(us))
            }
        };
        Ok(Definition {
            fixture,
            clock,
            rules: self.rules.clone(),
            readings: self.readings.clone(),
            deviations: self.deviations.clone(),
            labels: self.labels.clone(),
            idle,
            ..Definition::new(id, seed, born_at)
        })
    }
}

/// A seed for a world that was not given one; the only randomness that does not follow from a
/// seed.
fn seed_at_birth() -> [u8; 16] {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let draw = || RandomState::new().build_hasher().finish().to_be_bytes();
    let mut seed = [0; 16];
    seed[..8].copy_from_slice(&draw());
    seed[8..].copy_from_slice(&draw());
    seed
}

fn generated_id() -> String {
    format!("w-{}", &hex::encode(seed_at_birth())[..10])
}

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
        "links": {"self": format!("/_sandbox/worlds/{}", definition.id)},
    })
}

/// The same with seed, credentials and people.
fn full(handle: &Handle, base: &str) -> Value {
    let mut world = plain(handle);
    world["seed"] = json!(handle.definition().seed);
    world["surfaces"] = surfaces(handle, base);
    world["people"] = people(handle);
    world["named"] = json!({});
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
            .partners
            .iter()
            .map(|partner| {
                let organizations: Vec<_> = partner
                    .holdings
                    .organizations
                    .iter()
                    .map(|id| &world.issuer.organizations[*id])
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
            .users
            .iter()
            .map(|user| {
                let organization =
                    &issuer.organizations[issuer.companies[user.company].organization];
                json!({"label": user.label, "card_user_id": user.external_id,
                       "partner": issuer.partners[organization.partner].label,
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
    let wanted: Wanted = input::body(&body)?;
    let handle = control.worlds.make(wanted.definition(None)?)?;
    Ok(created(StatusCode::CREATED, &handle, &control.base(&headers)))
}

fn created(status: StatusCode, handle: &Handle, base: &str) -> Response {
    let place = format!("/_sandbox/worlds/{}", handle.id());
    (status, [(header::LOCATION, place)], Json(full(handle, base))).into_response()
}

pub(super) async fn put(
    State(control): State<Control>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let wanted: Wanted = input::body(&body)?;
    let status = match control.worlds.get(&id) {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::CREATED,
    };
    let handle = control.worlds.replace(wanted.definition(Some(&id))?)?;
    Ok(created(status, &handle, &control.base(&headers)))
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
    let old = control.world(&id)?;
    let _turn = old.enter().await;
    let mut definition = old.definition();
    if let Some(seed) = seed {
        definition.seed = seed;
    }
    let handle = control.worlds.replace(definition)?;
    handle.set_generation(old.generation() + 1);
    Ok(Json(full(&handle, &control.base(&headers))))
}

pub(super) async fn list(State(control): State<Control>, Query(parameters): Parameters) -> Answer {
    known(&parameters, &["label", "limit", "after"])?;
    let all = labelled(&control, parameters.get("label"))?;
    let after = parameters.get("after").map_or("", String::as_str);
    let limit = match parameters.get("limit").map(|text| text.parse::<usize>()) {
        None => 100,
        Some(Ok(limit)) if limit <= 1000 => limit,
        Some(_) => return Err(Problem::invalid("?limit", "0 to 1000")),
    };
    let mut rest = all.iter().filter(|handle| handle.id() > after);
    let items: Vec<_> = rest.by_ref().take(limit).map(plain).collect();
    let last = items.last().map(|item| item["id"].clone());
    let next = rest.next().and(last);
    Ok(Json(json!({"items": items, "total": all.len(), "next": next})))
}

fn labelled(control: &Control, label: Option<&String>) -> Result<Vec<Handle>, Problem> {
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
    world["journal_records"] = json!(handle.records());
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
    Query(parameters): Parameters,
    headers: HeaderMap,
) -> Result<String, Problem> {
    known(&parameters, &["as"])?;
    let handle = control.world(&id)?;
    let start = match parameters.get("as").map(String::as_str) {
        None | Some("sh") => "export ",
        Some("dotenv") => "",
        Some(_) => return Err(Problem::invalid("?as", "sh or dotenv")),
    };
    let mut all =
        vec![("SANDBOX_URL".to_owned(), control.base(&headers)), ("SANDBOX_WORLD".to_owned(), id)];
    handle.read(|world| {
        for (label, token, secret) in VARIABLES {
            if let Some(credential) = world.access.credentials.labelled(label) {
                all.push((token.to_owned(), credential.api_token.clone()));
                all.push((secret.to_owned(), credential.client_secret.reveal().to_owned()));
            }
        }
    });
    let mut text = String::new();
    for (name, value) in all {
        let _ = writeln!(text, "{start}{name}={value}");
    }
    Ok(text)
}

pub(super) async fn delete(
    State(control): State<Control>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let handle = control.world(&id)?;
    if id == "default" {
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
    Query(parameters): Parameters,
) -> Answer {
    known(&parameters, &["label"])?;
    let label = parameters
        .get("label")
        .ok_or_else(|| Problem::missing("?label", "name the label of the worlds to delete"))?;
    let all = labelled(&control, Some(label))?;
    let ids: Vec<_> = all.iter().map(Handle::id).filter(|id| *id != "default").collect();
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
        Whoami { api_token: Some(token), api_key: None } => ("PG", "api_token", token),
        Whoami { api_token: None, api_key: Some(key) } => ("ER", "api_key", key),
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

pub(super) async fn events(State(control): State<Control>, Path(id): Path<String>) -> Answer {
    let handle = control.world(&id)?;
    let items: Vec<_> = super::look(&handle, |world| {
        let numbered = (1..).zip(&world.events);
        numbered
            .map(|(n, event)| {
                json!({"id": format!("e-{n}"), "at": written(event.at), "type": event.kind.name(),
                       "surface": event.kind.surface(), "entity": event.entity})
            })
            .collect()
    });
    Ok(Json(json!({"total": items.len(), "items": items, "next": null})))
}

pub(super) async fn journal(
    State(control): State<Control>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let handle = control.world(&id)?;
    let mut text = String::new();
    for record in handle.journal() {
        text.push_str(&serde_json::to_string(&record).expect("a record is plain data"));
        text.push('\n');
    }
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], text).into_response())
}

/// Kept here so that a world's credentials are known as soon as an op has made them.
pub(super) fn learn(control: &Control, handle: &Handle, op: &str) {
    if ops::makes_credentials(op) {
        control.worlds.learn(handle);
    }
}
