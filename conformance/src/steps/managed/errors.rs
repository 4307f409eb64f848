//! The shape of errors (MC 4.5).

use std::collections::BTreeSet;

use serde_json::Value;

use super::answers::{has_status, refused_as};
use crate::{Mismatch, StepResult, World};

then!("the call is refused in the shape of every error, with {int}", in_shape);
fn in_shape(world: &mut World, status: u16) -> StepResult {
    let answer = world.heard()?;
    has_status(answer, status)?;
    let kind = answer.header("content-type").unwrap_or_default();
    let is_json = kind.split(';').next().unwrap_or_default().trim() == "application/json";
    let is_text = |name: &str| answer.json[name].as_str().is_some_and(|text| !text.is_empty());
    if is_json && is_text("detail") && is_text("code") {
        return Ok(());
    }
    let shown = format!("{kind}: {}", answer.summary());
    Err(Mismatch::behaviour("application/json with texts as detail and code", shown))
}

then!(regex r"^the errors name exactly (?:([a-z_, ]+?) and )?([a-z_]+)$", name_exactly);
fn name_exactly(world: &mut World, first: String, last: String) -> StepResult {
    let answer = world.heard()?;
    let first = first.split(", ").filter(|name| !name.is_empty());
    let mut wanted: Vec<_> = first.chain([last.as_str()]).collect();
    wanted.sort_unstable();
    let errors = answer.json["errors"].as_object().cloned().unwrap_or_default();
    let mut named: Vec<_> = errors.keys().map(String::as_str).collect();
    named.sort_unstable();
    let is_list = |value: &Value| {
        value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_string))
    };
    if wanted == named && errors.values().all(is_list) {
        return Ok(());
    }
    let wanted = format!("errors of {}, each a list of texts", wanted.join(", "));
    Err(Mismatch::behaviour(wanted, answer.summary()))
}

then!(regex r"^the call is refused with 405, which allows exactly ([A-Z, ]+)$", allows);
/// The order of the methods says nothing.
fn allows(world: &mut World, methods: String) -> StepResult {
    let answer = world.heard()?;
    refused_as(answer, 405, "method_not_allowed")?;
    let allow = answer.header("allow").unwrap_or_default();
    let set = |text: &str| {
        let names = text.split(',').map(|name| name.trim().to_owned());
        names.filter(|name| !name.is_empty()).collect::<BTreeSet<_>>()
    };
    if set(allow) == set(&methods) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("Allow: {methods}"), format!("Allow: {allow}")))
}
