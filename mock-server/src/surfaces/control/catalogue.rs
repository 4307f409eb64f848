//! What there is: rules, readings, deviations, faults, ops (SB 16).

use axum::{
    Json,
    extract::{Path, State},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Answer, Control, Parameters, Problem, faults, ops, rules};
use crate::{
    log::{Cause, LogRenderer, SHARED},
    programs::collateral::person::Outcome,
    register::{Patch, register},
    rulebook::Rulebook,
    surface::Surface,
    world::{Definition, ENGINE, FIXTURES, World},
};

pub(super) async fn version() -> Json<Value> {
    Json(json!({
        "name": "mock-server",
        "version": env!("CARGO_PKG_VERSION"),
        "control_api": 1,
        "engine": ENGINE,
        "journal_format": 1,
        "surfaces": ["PG", "ER"],
        "fixtures": FIXTURES,
    }))
}

/// The mistakes that the doctor of a surface can tell, or that of none.
fn causes(surface: Option<Surface>, causes: &[Cause]) -> Vec<Value> {
    let one = |cause: &Cause| json!({"cause": cause.name, "surface": surface, "fix": cause.fix, "duty": cause.duty});
    causes.iter().map(one).collect()
}

/// The OpenAPI document of a surface.
pub(super) async fn openapi(
    State(control): State<Control>,
    Path(surface): Path<String>,
) -> Result<Json<&'static Value>, Problem> {
    let found = control.documents.iter().find(|(name, _)| *name == surface);
    let (_, document) = found.ok_or_else(|| {
        let detail = format!("there is no OpenAPI document of {surface:?}");
        Problem::new(404, "not_found", "Nothing there", detail)
    })?;
    Ok(Json(document()))
}

/// The catalogues that there are.
pub(super) const CATALOGUES: [&str; 9] = [
    "rules",
    "deviations",
    "readings",
    "personas",
    "magic",
    "requirements",
    "faults",
    "causes",
    "ops",
];

pub(super) async fn show(
    State(control): State<Control>,
    Path(name): Path<String>,
    parameters: Parameters,
) -> Answer {
    let items: Vec<Value> = match name.as_str() {
        "rules" => {
            let defaults = Rulebook::default();
            Rulebook::catalogue().iter().map(|rule| rules::item(rule, &defaults, None)).collect()
        }
        "deviations" => register()
            .deviations
            .iter()
            .map(|deviation| {
                let patch = match &deviation.patch {
                    Patch::Rule { key, value } => json!({ key: value }),
                    _ => Value::Null,
                };
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
        "personas" => personas(),
        "magic" => magic(),
        "requirements" => requirements(),
        "faults" => faults::catalogue(),
        "causes" => {
            let of = |log_renderer: &&dyn LogRenderer| {
                causes(log_renderer.surface(), log_renderer.causes())
            };
            let own = control.scribes.iter().flat_map(of);
            own.chain(causes(None, &SHARED)).collect()
        }
        "ops" => ops::NAMES.iter().map(|name| json!({"op": name})).collect(),
        _ => {
            let detail = format!("there is no catalogue {name:?}");
            return Err(
                Problem::new(404, "not_found", "Nothing there", detail).near(&name, CATALOGUES)
            );
        }
    };
    parameters.page(items)
}

/// The people of the standard fixture, as a world is born with them (SB 3.7).
fn personas() -> Vec<Value> {
    let definition = Definition::new("personas", "personas", Timestamp::constant(1_893_456_000, 0));
    let fixture = definition.fixture.clone();
    let Ok(World { issuer, .. }) = World::born(definition) else { return Vec::new() };
    let persona = |user: &crate::programs::collateral::CardUser| {
        let organization = &issuer.collateral.organizations
            [issuer.collateral.companies[user.company].organization];
        let cards: Vec<_> =
            user.cards.iter().map(|id| issuer.collateral.cards[*id].status.name()).collect();
        json!({"label": user.label, "name": format!("{} {}", user.first_name, user.last_name),
               "fixture": fixture, "partner": issuer.collateral.partners[organization.partner].label,
               "organization": organization.label, "outcome": user.outcome,
               "kyc_profile": user.profile.is_some(), "applicant": user.applicant,
               "cards": cards})
    };
    issuer.collateral.users.iter().map(persona).collect()
}

/// Words that choose an outcome.
fn magic() -> Vec<Value> {
    let word = |(word, outcome): &(&str, Outcome)| {
        json!({"surface": "PG", "place": "last name of a card user", "word": word,
               "means": outcome})
    };
    Outcome::WORDS.iter().map(word).collect()
}

fn requirements() -> Vec<Value> {
    let all = register().requirements.iter();
    all.map(|one| json!({"id": one.id, "title": one.title, "level": one.level})).collect()
}
