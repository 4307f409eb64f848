//! Mutants of the rulebook: every rule turned round, one unit beyond its edges, or with another of
//! its words; each also hidden, so that only what is done is wrong. The sandbox lists its rules with the requirements that depend on them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Kind, Mutant, mutant::Fault};
use crate::{
    Plan,
    drivers::{Control, Http},
    register::{Level, Requirement, register},
    report::Case,
    target::{Kind as TargetKind, Surface},
};

/// The rules of the target, as its catalogue has them.
pub(super) async fn catalogue(plan: &Plan) -> anyhow::Result<Vec<Value>> {
    let TargetKind::Sandbox { control, token } = &plan.target.kind else {
        anyhow::bail!("only a sandbox has a catalogue of rules");
    };
    let http = Http::new(plan.client()?);
    let control = Control {
        base: control.clone(),
        token: token.clone(),
        world: String::new(),
        clock: std::sync::Arc::default(),
        http,
    };
    let listed = control.catalogue("rules").await;
    let page = listed.map_err(|why| anyhow::anyhow!("the rules are not told: {}", why.line()))?;
    Ok(page["items"].as_array().cloned().unwrap_or_default())
}

/// Mutants of these rules, each reached by the scenarios of its surface that judge a requirement
/// which depends on the rule, or one of its group. Rules that choose a reading are left out: none of their values is
/// wrong.
pub(super) fn mutants(catalogue: &[Value], cases: &[Case]) -> Vec<Mutant> {
    let mut all = Vec::new();
    for rule in catalogue.iter().filter(|rule| rule["scope"] == "world") {
        let Some(key) = rule["key"].as_str() else { continue };
        if register().ambiguities.iter().any(|one| one.rule == key) {
            continue;
        }
        let requirements: BTreeSet<&str> = rule["requirements"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let surfaces: BTreeSet<Surface> =
            requirements.iter().filter_map(|id| Surface::of(id)).collect();
        for surface in surfaces {
            let depends = |id: &&String| {
                let is_near = |one: &&str| group_of(one) == group_of(id);
                Surface::of(id) == Some(surface) && requirements.iter().any(is_near)
            };
            let reached_by: BTreeSet<String> = cases
                .iter()
                .filter(|case| case.requirements.iter().any(|id| depends(&id)))
                .map(|case| case.id.clone())
                .collect();
            let depending =
                requirements.iter().filter(|id| Surface::of(id) == Some(surface)).copied();
            let depending: Vec<_> = depending.filter_map(|id| register().get(id)).collect();
            let open =
                values(rule).into_iter().map(|(kind, value)| (kind, format!("{key} = {value}")));
            let patches: Vec<_> = open
                .flat_map(|(kind, patch)| {
                    let hidden = format!("hidden {patch}");
                    [(kind, patch), (Kind::RuleHidden, hidden)]
                })
                .collect();
            for (kind, patch) in patches {
                let Some(level) = level_of(&patch, &depending) else { continue };
                let fault = Fault { kind, level, patch };
                let mutant = Mutant::of(&surface.to_string(), key, fault, &reached_by);
                if !reached_by.is_empty() {
                    all.push(mutant);
                }
            }
        }
    }
    all
}

/// The requirements beside one: the first two parts of its id.
fn group_of(id: &str) -> &str {
    id.rsplit_once('-').map_or(id, |(group, _)| group)
}

/// The level of what a wrong value breaks: that of the requirement whose deviation it is, or else of
/// the weakest of those that depend on the rule, since nobody can say which of them it breaks.
fn level_of(patch: &str, depending: &[&Requirement]) -> Option<Level> {
    let judged = || {
        let levels = [Level::Documented, Level::Public, Level::Decided];
        depending.iter().filter(move |one| levels.contains(&one.level))
    };
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let open = bare(patch.strip_prefix("hidden ").unwrap_or(patch));
    let breaks = |one: &&&Requirement| {
        let mut texts = std::iter::once(&one.deviation).chain(&one.more_deviations);
        texts.any(|text| bare(text) == open)
    };
    let broken = judged().filter(breaks).map(|one| one.level).min();
    broken.or_else(|| judged().map(|one| one.level).max())
}

/// Wrong values of a rule, as TOML writes them.
fn values(rule: &Value) -> Vec<(Kind, String)> {
    let default = &rule["default"];
    match rule["type"].as_str().unwrap_or_default() {
        "bool" => {
            let turned = default == &Value::Bool(false);
            vec![(Kind::RuleTurned, turned.to_string())]
        }
        "int" => {
            let Some(now) = default.as_i64() else { return Vec::new() };
            let (least, most) = (rule["min"].as_i64(), rule["max"].as_i64());
            let within =
                |one: &i64| least.is_none_or(|l| l <= *one) && most.is_none_or(|m| *one <= m);
            let beside = [now.checked_sub(1), now.checked_add(1)];
            let beside = beside.into_iter().flatten().filter(within);
            beside.map(|one| (Kind::RuleEdge, one.to_string())).collect()
        }
        "enum" => {
            let choices = rule["choices"].as_array().into_iter().flatten();
            let others = choices.filter(|one| *one != default);
            others.map(|one| (Kind::RuleWord, one.to_string())).collect()
        }
        "list" => {
            let Some(items) = default.as_array() else { return Vec::new() };
            let without = (0..items.len()).map(|at| {
                let mut rest = items.clone();
                rest.remove(at);
                (Kind::RuleWord, Value::Array(rest).to_string())
            });
            without.collect()
        }
        _ => Vec::new(),
    }
}
