//! What there is: rules, readings, deviations, faults, ops (SB 16).

use axum::{Json, extract::Path};
use serde_json::{Value, json};

use super::{Answer, Parameters, Problem, faults, ops, rules};
use crate::{
    register::{Patch, register},
    rulebook::Rulebook,
    world::{ENGINE, FIXTURES},
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

pub(super) async fn show(Path(name): Path<String>, parameters: Parameters) -> Answer {
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
        "faults" => faults::catalogue(),
        "ops" => ops::NAMES.iter().map(|name| json!({"op": name})).collect(),
        _ => {
            let detail = format!("there is no catalogue {name:?}");
            return Err(Problem::new(404, "not_found", "Nothing there", detail));
        }
    };
    parameters.page(items)
}
