//! Programs that cards are made of.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::CallerName;
use crate::{
    Mismatch, StepResult, World,
    checks::{json as at, money},
    surfaces::managed::target::Pointer,
};

/// The program of that name, or the caller's usual one where none is said: on a sandbox an instant
/// one of the caller's market, else the one that the target file names, else the first that is
/// listed.
pub(super) async fn program_of(
    world: &World,
    actor: &str,
    said: Option<&str>,
) -> StepResult<String> {
    if let Some(program) = said.filter(|text| !text.is_empty()) {
        return Ok(program.to_owned());
    }
    if world.on_sandbox() {
        let own =
            if actor == "the Ugandan caller" { "prg_ug_usd_instant" } else { "prg_ke_usd_instant" };
        return Ok(own.to_owned());
    }
    let surface = world.target()?.surfaces.managed.clone().unwrap_or_default();
    if let Some(program) = surface.known.program {
        return Ok(program);
    }
    let all = listed(world, actor).await?;
    let first = all.into_iter().next();
    first.ok_or_else(|| Mismatch::precondition("a program to make cards of", "none is listed"))
}

/// The references of the programs that a caller is shown.
pub(super) async fn listed(world: &World, actor: &str) -> StepResult<Vec<String>> {
    let answer = world.peek(actor, "programs.list", &[]).await?;
    let list = world.managed_dialect().list(&answer, Pointer::Programs).cloned();
    let list = list.ok_or_else(|| Mismatch::behaviour("a list of programs", answer.to_string()))?;
    list.iter().map(|one| world.shown_text(one, Pointer::ProgramReference)).collect()
}

when!("{caller} lists the programs", lists);
async fn lists(world: &mut World, actor: CallerName) -> StepResult {
    world.request(&actor.0, "programs.list", &[]).await.map(drop)
}

then!("there is at least one program", at_least_one);
fn at_least_one(world: &mut World) -> StepResult {
    let answer = world.heard()?;
    match world.managed_dialect().list(&answer.json, Pointer::Programs) {
        Some(list) if !list.is_empty() => Ok(()),
        Some(_) | None => Err(Mismatch::behaviour("a list with a program", answer.summary())),
    }
}

given!(regex r#"^an? (disabled |unrouted )?program "([^"]+)" in the market of (the(?: [A-Za-z]+)? caller)$"#, program);
/// On a sandbox the one of its fixture; elsewhere one that the back office makes.
async fn program(world: &mut World, kind: String, name: String, actor: String) -> StepResult {
    let caller = world.caller(&actor)?;
    let (kind, ugandan) = (kind.trim(), actor == "the Ugandan caller");
    let reference = if world.on_sandbox() {
        let own = match (kind, ugandan) {
            ("", false) => "prg_ke_usd_instant",
            ("", true) => "prg_ug_usd_instant",
            ("disabled", false) => "prg_ke_usd_disabled",
            ("unrouted", false) => "prg_ke_usd_unrouted",
            (other, _) => return Err(Mismatch::suite("a program of the fixture", other)),
        };
        own.to_owned()
    } else {
        let wanted = json!({
            "user": caller.label,
            "enabled": kind != "disabled",
            "routed": kind != "unrouted",
        });
        let made = world.op("make-program", &wanted).await.map_err(Mismatch::while_preparing)?;
        at::text(&made, "/program").map_err(Mismatch::while_preparing)?.to_owned()
    };
    world.managed.texts.insert(name, reference);
    Ok(())
}

fn named(world: &World, name: &str) -> StepResult<String> {
    let reference = world.managed.texts.get(name).cloned();
    reference.ok_or_else(|| Mismatch::suite("a program of the scenario", name.to_owned()))
}

then!("{caller} is shown {string}, and not {string}", shown_one);
async fn shown_one(
    world: &mut World,
    actor: CallerName,
    there: String,
    absent: String,
) -> StepResult {
    let [there, absent] = [named(world, &there)?, named(world, &absent)?];
    world
        .until_settled(async |world| {
            let all = listed(world, &actor.0).await?;
            if all.contains(&there) && !all.contains(&absent) {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{there}, and not {absent}"), all.join(", ")))
        })
        .await
}

then!(
    "the caller and the Ugandan caller are shown {string} and {string} each in its market (reading {string}) or both the same (reading {string})",
    whose_market
);
async fn whose_market(
    world: &mut World,
    own: String,
    others: String,
    by_caller: String,
    platform: String,
) -> StepResult {
    let [own, others] = [named(world, &own)?, named(world, &others)?];
    let first: BTreeSet<_> = listed(world, "the caller").await?.into_iter().collect();
    let second: BTreeSet<_> = listed(world, "the Ugandan caller").await?.into_iter().collect();
    let each = first.contains(&own) && second.contains(&others) && first.is_disjoint(&second);
    let reading = if each {
        by_caller
    } else if first == second && !first.is_empty() {
        platform
    } else {
        let seen = format!("{first:?} and {second:?}");
        return Err(Mismatch::behaviour("each the own market's, or both the same", seen));
    };
    world.found_reading(&reading);
    Ok(())
}

/// The programs of the last answer.
fn shown(world: &World) -> StepResult<Vec<Value>> {
    let answer = world.heard()?;
    let list = answer.json["results"].as_array().cloned();
    list.ok_or_else(|| Mismatch::behaviour("results", answer.summary()))
}

then!("{string} is among the programs", is_among);
fn is_among(world: &mut World, reference: String) -> StepResult {
    if shown(world)?.iter().any(|program| program["reference"] == *reference) {
        return Ok(());
    }
    Err(Mismatch::behaviour(reference, world.heard()?.summary()))
}

then!(regex r"^the programs have the adapters ([a-z_, ]+) and ([a-z_]+)$", have_adapters);
fn have_adapters(world: &mut World, first: String, last: String) -> StepResult {
    let programs = shown(world)?;
    let has =
        |adapter: &str| programs.iter().any(|program| program["provider"]["adapter"] == adapter);
    match first.split(", ").chain([last.as_str()]).find(|adapter| !has(adapter)) {
        None => Ok(()),
        Some(adapter) => {
            Err(Mismatch::behaviour(format!("the adapter {adapter}"), "it is not there"))
        }
    }
}

then!("every program has the fields of the contract", has_fields);
fn has_fields(world: &mut World) -> StepResult {
    for program in shown(world)? {
        if let Some(wrong) = wrong_field(&program) {
            return Err(Mismatch::behaviour(
                format!("{wrong} as in the contract"),
                program.to_string(),
            ));
        }
    }
    Ok(())
}

/// The first field of a program that is not as in the contract (MC 6).
fn wrong_field(program: &Value) -> Option<String> {
    let texts = ["reference", "name", "country", "currency", "type", "network"];
    if let Some(name) = texts.iter().find(|name| !program[**name].is_string()) {
        return Some((*name).to_owned());
    }
    if let Some(name) = ["routed", "enabled"].iter().find(|name| !program[**name].is_boolean()) {
        return Some((*name).to_owned());
    }
    let provider = &program["provider"];
    let named = provider["code"].is_string() && provider["adapter"].is_string();
    if !provider.is_null() && !named {
        return Some("provider".to_owned());
    }
    let digits = if program["currency"] == "UGX" { 0 } else { 2 };
    let limits = ["min_funding", "max_funding", "max_balance", "max_authorization"];
    let is_money = |value: &Value| {
        value.as_str().is_some_and(|text| {
            let behind = text.split_once('.').map_or(0, |(_, behind)| behind.len());
            money::millionths(text).is_some_and(|amount| amount > 0) && behind == digits
        })
    };
    if let Some(name) = limits.iter().find(|name| !is_money(&program["limits"][**name])) {
        return Some(format!("limits.{name}"));
    }
    if !program["limits"]["max_cards"].is_u64() {
        return Some("limits.max_cards".to_owned());
    }
    let mccs = program["blocked_mccs"].as_array();
    let all_texts = mccs.is_some_and(|list| list.iter().all(Value::is_string));
    (!all_texts).then(|| "blocked_mccs".to_owned())
}
