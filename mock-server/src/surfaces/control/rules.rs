//! Rules, readings and deviations of a world (SB 7).

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
};
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, Control, Parameters, act, input, names};
use crate::{
    register::{Patch, register},
    rulebook::{Kind, RuleInfo, Rulebook},
    world::{
        World,
        commands::{PatchRules, SetDeviations, SetReadings},
    },
};

/// One rule as it shows; `by` tells what changed it.
pub(super) fn item(rule: &RuleInfo, rules: &Rulebook, by: Option<&str>) -> Value {
    let value = rules.get(&rule.key).unwrap_or(Value::Null);
    let uses = register().uses.iter().filter(|(key, _)| *key == rule.key);
    let mut item = json!({
        "key": rule.key,
        "scope": "world",
        "type": rule.kind.word(),
        "value": value,
        "default": rule.default,
    });
    match &rule.kind {
        Kind::Int { min, max } => {
            item["min"] = json!(min);
            item["max"] = json!(max);
        }
        Kind::Enum(words) | Kind::ListOf(words) => item["choices"] = json!(words),
        Kind::Bool | Kind::Text | Kind::List | Kind::Numbers => {}
    }
    item["changed"] = json!(value != rule.default);
    item["by"] = json!(by);
    item["meaning"] = json!(rule.meaning);
    item["requirements"] = uses.map(|(_, id)| id.as_str()).collect();
    item["source"] = json!(rule.source);
    item
}

fn by<'a>(world: &World, key: &str) -> Option<&'a str> {
    let broken = |patch: &Patch| matches!(patch, Patch::Rule { key: rule, .. } if rule == key);
    if world.deviations.iter().any(|active| broken(&active.patch)) {
        return Some("deviation");
    }
    if world.changed.patches.contains_key(key) {
        return Some("patch");
    }
    let read = |id: &String| register().ambiguity(id).is_some_and(|found| found.rule == key);
    world.changed.readings.keys().any(read).then_some("reading")
}

fn listed(items: Vec<Value>) -> Json<Value> {
    Json(json!({"total": items.len(), "items": items, "next": null}))
}

pub(super) async fn list(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer {
    let prefix = parameters.text("prefix").unwrap_or_default();
    let changed = parameters.flag("changed")?;
    let catalogue = Rulebook::catalogue();
    let keys = catalogue.iter().map(|rule| rule.key.as_str());
    names::known("?prefix", "beginning of a rule", &format!("{prefix}*"), keys)?;
    let items = control.world(&id)?.read(|world| {
        Rulebook::catalogue()
            .iter()
            .filter(|rule| rule.key.starts_with(prefix))
            .map(|rule| item(rule, &world.rules, by(world, &rule.key)))
            .filter(|item| !changed || item["changed"] == true)
            .collect()
    });
    parameters.page(items)
}

pub(super) async fn patch(
    State(control): State<Control>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer {
    let values: IndexMap<String, Value> = input::body(&body)?;
    let values: IndexMap<_, _> = values
        .into_iter()
        .map(|(key, value)| (key, Some(value).filter(|value| !value.is_null())))
        .collect();
    let handle = control.world(&id)?;
    let _turn = handle.enter().await;
    let keys: Vec<_> = values.keys().cloned().collect();
    act(&handle, "rules.patch", &PatchRules { values, clear: false })?;
    let items = handle.read(|world| {
        let all = Rulebook::catalogue();
        let named = all.iter().filter(|rule| keys.contains(&rule.key));
        named.map(|rule| item(rule, &world.rules, by(world, &rule.key))).collect()
    });
    Ok(listed(items))
}

pub(super) async fn clear(State(control): State<Control>, Path(id): Path<String>) -> Answer {
    let handle = control.world(&id)?;
    let _turn = handle.enter().await;
    act(&handle, "rules.clear", &PatchRules { values: IndexMap::new(), clear: true })?;
    Ok(listed(Vec::new()))
}

pub(super) async fn readings(State(control): State<Control>, Path(id): Path<String>) -> Answer {
    let set = control.world(&id)?.read(|world| world.changed.readings.clone());
    let all: serde_json::Map<_, _> = register()
        .ambiguities
        .iter()
        .map(|ambiguity| {
            let name = set.get(&ambiguity.id).unwrap_or(&ambiguity.default);
            (ambiguity.id.clone(), json!(name))
        })
        .collect();
    Ok(Json(Value::Object(all)))
}

pub(super) async fn set_readings(
    state: State<Control>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer {
    let values: IndexMap<String, Option<String>> = input::body(&body)?;
    let handle = state.world(&id)?;
    let turn = handle.enter().await;
    act(&handle, "readings.set", &SetReadings { values, clear: false })?;
    drop(turn);
    readings(state, Path(id)).await
}

pub(super) async fn clear_readings(state: State<Control>, Path(id): Path<String>) -> Answer {
    let handle = state.world(&id)?;
    let turn = handle.enter().await;
    act(&handle, "readings.clear", &SetReadings { values: IndexMap::new(), clear: true })?;
    drop(turn);
    readings(state, Path(id)).await
}

pub(super) async fn deviations(State(control): State<Control>, Path(id): Path<String>) -> Answer {
    let active: Vec<_> = control.world(&id)?.read(|world| {
        world
            .deviations
            .iter()
            .map(|active| json!({"id": active.id, "hits": active.hits}))
            .collect()
    });
    Ok(Json(json!({"active": active})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Active {
    active: Vec<String>,
}

pub(super) async fn set_deviations(
    state: State<Control>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer {
    let Active { active } = input::body(&body)?;
    let handle = state.world(&id)?;
    let turn = handle.enter().await;
    act(&handle, "deviations.set", &SetDeviations { active })
        .map_err(|problem| problem.below("/active"))?;
    drop(turn);
    deviations(state, Path(id)).await
}
