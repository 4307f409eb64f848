//! Rules, readings and deviations of a world (SB 7).

use axum::Json;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use utoipa::{IntoParams, ToSchema};

use super::{
    Answer, Turn, act,
    extract::{Body, InWorld},
    names,
    page::{Listed, Page, Paging},
    query::{Flag, Query, Wanted},
};
use crate::{
    register::{Patch, register},
    rulebook::{Kind, RuleInfo, Rulebook},
    world::{
        Active, World,
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
    // One for some operations leaves the world's own value.
    let broken =
        |patch: &Patch| matches!(patch, Patch::Rule { key: rule, only: None, .. } if rule == key);
    if world.deviations.iter().any(|active| broken(&active.patch)) {
        return Some("deviation");
    }
    if world.changed.patches.contains_key(key) {
        return Some("patch");
    }
    let read = |id: &String| register().ambiguity(id).is_some_and(|found| found.rule == key);
    world.changed.readings.keys().any(read).then_some("reading")
}

/// Filter of rules.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RuleFilter {
    /// The beginning of the keys.
    #[param(inline, value_type = Option<Wanted>)]
    prefix: Option<Wanted>,
    /// Only rules that differ from their defaults.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    changed: Flag,
}

/// Lists the rules of a world.
#[utoipa::path(get, path = "/worlds/{world}/rules", params(RuleFilter, Paging), responses((status = 200, description = "Rules.", body = Page)))]
pub(super) async fn list(
    InWorld(handle): InWorld,
    Query(filter): Query<RuleFilter>,
    Query(paging): Query<Paging>,
) -> Listed {
    let prefix = filter.prefix.as_deref().unwrap_or_default();
    let changed = filter.changed.0;
    let catalogue = Rulebook::catalogue();
    let keys = catalogue.iter().map(|rule| rule.key.as_str());
    names::known("?prefix", "beginning of a rule", &format!("{prefix}*"), keys)?;
    let items: Vec<Value> = handle.read(|world| {
        Rulebook::catalogue()
            .iter()
            .filter(|rule| rule.key.starts_with(prefix))
            .map(|rule| item(rule, &world.rules, by(world, &rule.key)))
            .filter(|item| !changed || item["changed"] == true)
            .collect()
    });
    paging.of(items.into_iter(), |item| item)
}

/// Changes rules of a world; null sets a rule back to its default.
#[utoipa::path(patch, path = "/worlds/{world}/rules", request_body(content = Value, description = "Values by the keys of rules."), responses((status = 200, description = "The rules that were named.", body = Page)))]
pub(super) async fn patch(
    InWorld(handle): InWorld,
    Body(values): Body<IndexMap<String, Value>>,
) -> Listed {
    let values: IndexMap<_, _> = values
        .into_iter()
        .map(|(key, value)| (key, Some(value).filter(|value| !value.is_null())))
        .collect();
    let _turn = Turn::of(&handle).await;
    let keys: Vec<_> = values.keys().cloned().collect();
    act(&handle, "rules.patch", &PatchRules { values, clear: false })?;
    let items = handle.read(|world| {
        let all = Rulebook::catalogue();
        let named = all.iter().filter(|rule| keys.contains(&rule.key));
        named.map(|rule| item(rule, &world.rules, by(world, &rule.key))).collect()
    });
    Ok(Page::whole(items))
}

/// Sets all rules of a world back, and switches all deviations off.
#[utoipa::path(delete, path = "/worlds/{world}/rules", responses((status = 200, description = "No rules.", body = Page)))]
pub(super) async fn clear(InWorld(handle): InWorld) -> Listed {
    let _turn = Turn::of(&handle).await;
    act(&handle, "rules.clear", &PatchRules { values: IndexMap::new(), clear: true })?;
    Ok(Page::whole(Vec::new()))
}

/// Shows the readings of a world by the ids of their ambiguities.
#[utoipa::path(get, path = "/worlds/{world}/readings", responses((status = 200, description = "Readings.", body = Value)))]
pub(super) async fn readings(InWorld(handle): InWorld) -> Answer {
    let set = handle.read(|world| world.changed.readings.clone());
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

/// Sets readings of a world; null sets a reading back to its default.
#[utoipa::path(patch, path = "/worlds/{world}/readings", request_body(content = Value, description = "Names of readings by the ids of ambiguities."), responses((status = 200, description = "Readings.", body = Value)))]
pub(super) async fn set_readings(
    InWorld(handle): InWorld,
    Body(values): Body<IndexMap<String, Option<String>>>,
) -> Answer {
    let _turn = Turn::of(&handle).await;
    act(&handle, "readings.set", &SetReadings { values, clear: false })?;
    readings(InWorld(handle)).await
}

/// Sets all readings of a world back to their defaults.
#[utoipa::path(delete, path = "/worlds/{world}/readings", responses((status = 200, description = "Readings.", body = Value)))]
pub(super) async fn clear_readings(InWorld(handle): InWorld) -> Answer {
    let _turn = Turn::of(&handle).await;
    act(&handle, "readings.clear", &SetReadings { values: IndexMap::new(), clear: true })?;
    readings(InWorld(handle)).await
}

/// Shows the deviations that act in a world.
#[utoipa::path(get, path = "/worlds/{world}/deviations", responses((status = 200, description = "Active deviations.", body = ActiveAnswer)))]
pub(super) async fn deviations(InWorld(handle): InWorld) -> Answer<ActiveAnswer> {
    let active = handle.read(|world| {
        let one = |active: &Active| ActiveDeviation { id: active.id.clone(), hits: active.hits };
        world.deviations.iter().map(one).collect()
    });
    Ok(Json(ActiveAnswer { active }))
}

/// The deviations that act in a world.
#[derive(Serialize, ToSchema)]
pub(super) struct ActiveAnswer {
    active: Vec<ActiveDeviation>,
}

/// A deviation that acts.
#[derive(Serialize, ToSchema)]
struct ActiveDeviation {
    /// Its id.
    id: String,
    /// Number of requests, deliveries and steps in time to which it made a difference.
    hits: u64,
}

/// Deviations that are to act.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Active)]
pub(super) struct WantedDeviations {
    /// The ids of all deviations that act from now on, or patches as the register writes them.
    active: Vec<String>,
}

/// Sets which deviations act in a world.
#[utoipa::path(put, path = "/worlds/{world}/deviations", request_body = WantedDeviations, responses((status = 200, description = "Active deviations.", body = ActiveAnswer)))]
pub(super) async fn set_deviations(
    InWorld(handle): InWorld,
    Body(WantedDeviations { active }): Body<WantedDeviations>,
) -> Answer<ActiveAnswer> {
    let _turn = Turn::of(&handle).await;
    act(&handle, "deviations.set", &SetDeviations { active })
        .map_err(|problem| problem.below("/active"))?;
    deviations(InWorld(handle)).await
}
