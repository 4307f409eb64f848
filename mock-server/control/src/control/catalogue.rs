//! Catalogues of rules, readings, deviations, faults, ops and so on (SB 16).

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use super::{
    Control, Problem, ProblemCode, faults,
    fixture::{FIXTURES, create_world},
    ops,
    page::{Listed, Page, Paging},
    query::Query,
    rules,
};
use crate::{
    issuer::EventKind,
    log::{Cause, SHARED},
    mocked_api::{Document, MockedApi},
    register::{Patch, register},
    rulebook::Rulebook,
    surface::Surface,
    world::{Definition, ENGINE},
};

/// Commit that the program was built from, as `SOURCE_REVISION` named it to the build; none when it
/// did not.
pub const REVISION: Option<&str> = option_env!("SOURCE_REVISION");

/// Tells the versions and what is served.
#[utoipa::path(get, path = "/version", responses((status = 200, description = "Versions.", body = Value)))]
pub(super) async fn version(State(control): State<Control>) -> Json<Value> {
    Json(json!({
        "name": "mock-server",
        "version": env!("CARGO_PKG_VERSION"),
        "control_api": 1,
        "engine": ENGINE,
        "journal_format": 1,
        "surfaces": control.codes(),
        "fixtures": FIXTURES,
        "requirements": counted(),
        "revision": REVISION,
    }))
}

/// The number of requirements of each surface.
fn counted() -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for one in &register().requirements {
        let surface = one.id.split('-').next().unwrap_or_default();
        *counts.entry(surface.to_owned()).or_default() += 1;
    }
    counts
}

/// The mistakes that the doctor of a surface can tell, or that of none.
fn causes(surface: Option<Surface>, causes: &[Cause]) -> Vec<Value> {
    let one = |cause: &Cause| json!({"cause": cause.name, "surface": surface, "fix": cause.fix, "duty": cause.duty});
    causes.iter().map(one).collect()
}

/// Shows the OpenAPI document of a surface.
#[utoipa::path(get, path = "/openapi/{surface}", responses((status = 200, description = "An OpenAPI document.", body = Value)))]
pub(super) async fn openapi(
    State(control): State<Control>,
    Path(surface): Path<String>,
) -> Result<Json<&'static Value>, Problem> {
    let found = control.apis(control.served(&surface)).find_map(|api| match api.document() {
        Document::OpenApi(document) if api.surface().code() == surface => Some(document),
        Document::OpenApi(_) | Document::Sdl(_) => None,
    });
    let document = found.ok_or_else(|| {
        let detail = format!("there is no OpenAPI document of {surface:?}");
        Problem::new(ProblemCode::NotFound, "Nothing there", detail)
    })?;
    Ok(Json(document()))
}

/// The catalogues that there are.
pub(super) const CATALOGUES: [&str; 11] = [
    "rules",
    "deviations",
    "readings",
    "personas",
    "magic",
    "events",
    "requirements",
    "faults",
    "causes",
    "duties",
    "ops",
];

/// Lists what there is: rules, deviations, readings, ops and so on.
#[utoipa::path(get, path = "/catalog/{name}", params(Paging), responses((status = 200, description = "Items of the catalogue.", body = Page)))]
pub(super) async fn show(
    State(control): State<Control>,
    Path(name): Path<String>,
    Query(paging): Query<Paging>,
) -> Listed {
    let items: Vec<Value> = match name.as_str() {
        "rules" => {
            let defaults = Rulebook::default();
            Rulebook::catalogue().iter().map(|rule| rules::item(rule, &defaults, None)).collect()
        }
        "deviations" => register()
            .deviations
            .iter()
            .map(|deviation| {
                let mut patch = Value::Null;
                if let Patch::Rule { key, value, only: None, .. } = &deviation.patch {
                    patch = json!({ key: value });
                }
                json!({"id": deviation.id, "breaks": deviation.breaks, "patch": patch,
                       "deviation": deviation.text, "scope": "world", "title": deviation.title})
            })
            .collect(),
        "readings" => register()
            .ambiguities
            .iter()
            .map(|ambiguity| {
                let readings: Vec<_> = ambiguity
                    .reading
                    .iter()
                    .map(|reading| {
                        json!({"name": reading.name, "meaning": reading.meaning,
                               "default": reading.name == ambiguity.default})
                    })
                    .collect();
                json!({"id": ambiguity.id, "question": ambiguity.title, "readings": readings,
                       "sources": [ambiguity.source]})
            })
            .collect(),
        "personas" => personas(&control),
        "magic" => control.apis(None).flat_map(MockedApi::magic_words).collect(),
        "events" => events(),
        "requirements" => requirements(),
        "faults" => faults::catalogue(&control),
        "causes" => {
            let of = |api: &'static dyn MockedApi| {
                causes(Some(api.surface()), api.log_renderer().causes())
            };
            let own = control.apis(None).flat_map(of);
            own.chain(causes(None, &SHARED)).collect()
        }
        "duties" => control.apis(None).flat_map(duties).collect(),
        "ops" => ops::catalogue(),
        _ => {
            let detail = format!("there is no catalogue {name:?}");
            return Err(Problem::new(ProblemCode::NotFound, "Nothing there", detail)
                .near(&name, CATALOGUES));
        }
    };
    paging.of(items.into_iter(), |item| item)
}

/// The people of the standard fixture, as a world is born with them (SB 3.7).
fn personas(control: &Control) -> Vec<Value> {
    let definition = Definition::new("personas", "personas", Timestamp::constant(1_893_456_000, 0));
    let Ok(world) = create_world(definition) else { return Vec::new() };
    control.apis(None).flat_map(|api| api.personas(&world)).collect()
}

/// The duties that the documents of an API put on its clients (SB 10).
fn duties(api: &'static dyn MockedApi) -> Vec<Value> {
    let of = |(id, occasion): (&str, &str)| {
        let duty = register().requirement(id)?;
        Some(json!({"id": id, "surface": api.surface(), "title": duty.title,
                    "statement": duty.statement, "occasion": occasion,
                    "requirements": duty.rests_on, "bad_client": duty.bad_client,
                    "level": duty.level, "source": duty.source}))
    };
    api.client_duties().occasions().into_iter().filter_map(of).collect()
}

/// The types of events, each with the surface that names it and the one whose receivers hear of it.
fn events() -> Vec<Value> {
    let told_by = |surface: Surface| {
        let named_by = if surface == Surface::AG { Surface::PG } else { surface };
        let names = EventKind::names_told_by(surface).into_iter();
        names.map(move |name| json!({"type": name, "surface": named_by, "receivers": surface}))
    };
    Surface::iter().flat_map(told_by).collect()
}

fn requirements() -> Vec<Value> {
    let all = register().requirements.iter();
    all.map(|one| json!({"id": one.id, "title": one.title, "level": one.level})).collect()
}
