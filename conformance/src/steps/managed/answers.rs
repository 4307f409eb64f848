//! Judgements of an answer: served, refused with a status, a code and a detail, fields and headers.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::names::{below, json, rows};
use crate::{Mismatch, StepResult, World, checks::json as at, drivers::Answer};

/// Any 2xx.
pub(super) fn served(answer: &Answer) -> StepResult {
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 2xx", answer.summary()))
}

/// Any 4xx.
pub(super) fn refused(answer: &Answer) -> StepResult {
    if (400..500).contains(&answer.status) {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 4xx", answer.summary()))
}

/// This status.
pub(super) fn has_status(answer: &Answer, status: u16) -> StepResult {
    if answer.status == status {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("HTTP {status}"), answer.summary()))
}

/// An error of this status and code (MC 17).
pub(super) fn refused_as(answer: &Answer, status: u16, code: &str) -> StepResult {
    if answer.status == status && answer.json["code"] == code && answer.json["detail"].is_string() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("HTTP {status} with code {code}"), answer.summary()))
}

then!("the call is served", is_served);
fn is_served(world: &mut World) -> StepResult {
    served(world.heard()?)
}

then!("the call is served without a body", is_served_without_body);
fn is_served_without_body(world: &mut World) -> StepResult {
    let answer = world.heard()?;
    served(answer)?;
    match &*answer.body {
        [] => Ok(()),
        body => Err(Mismatch::behaviour("no body", String::from_utf8_lossy(body))),
    }
}

then!("both calls are served", both_served);
fn both_served(world: &mut World) -> StepResult {
    world.heard_twice()?.into_iter().try_for_each(served)
}

then!("the call is refused", is_refused);
fn is_refused(world: &mut World) -> StepResult {
    refused(world.heard()?)
}

then!("the call is answered with {int}", is_answered_with);
fn is_answered_with(world: &mut World, status: u16) -> StepResult {
    has_status(world.heard()?, status)
}

then!("the call is refused with {int} {string}", is_refused_with);
fn is_refused_with(world: &mut World, status: u16, code: String) -> StepResult {
    refused_as(world.heard()?, status, &code)
}

then!("the detail is {string}", detail_is);
fn detail_is(world: &mut World, detail: String) -> StepResult {
    at::equals(&world.heard()?.json, "/detail", &Value::from(detail))
}

then!("the answer shows", shows);
/// A table of places and values as JSON: `| /status | "frozen" |`. Names in braces are references.
fn shows(world: &mut World, step: &Step) -> StepResult {
    let answer = world.heard()?;
    for row in rows(world, step) {
        let [place, value] = row.as_slice() else {
            return Err(Mismatch::suite("a place and a value", row.join(" | ")));
        };
        at::equals(&answer.json, place, &json(value)?)?;
    }
    Ok(())
}

then!("the call is answered exactly with", is_exactly);
fn is_exactly(world: &mut World, step: &Step) -> StepResult {
    let text = below(world, step).ok_or_else(|| Mismatch::suite("a text below", "none"))?;
    at::equals_whole(&world.heard()?.json, &json(&text)?)
}

then!("the answer has exactly the fields", has_exactly_fields);
/// A table of names, in any number of columns; cells of its last row may be empty.
fn has_exactly_fields(world: &mut World, step: &Step) -> StepResult {
    let answer = world.heard()?;
    let names = rows(world, step).into_iter().flatten();
    let mut wanted: Vec<_> = names.filter(|name| !name.is_empty()).collect();
    let fields = answer.json.as_object();
    let mut shown: Vec<_> = fields.into_iter().flatten().map(|(name, _)| name.clone()).collect();
    wanted.sort();
    shown.sort();
    if wanted == shown {
        return Ok(());
    }
    Err(Mismatch::behaviour(wanted.join(", "), shown.join(", ")))
}

then!("the header {string} is {string}", header_is);
fn header_is(world: &mut World, name: String, value: String) -> StepResult {
    let answer = world.heard()?;
    let shown = answer.header(&name.to_ascii_lowercase());
    if shown == Some(value.as_str()) {
        return Ok(());
    }
    let shown = format!("{name}: {shown:?}, {}", answer.summary());
    Err(Mismatch::behaviour(format!("{name}: {value}"), shown))
}

then!(regex r"^the answer has the header ([A-Za-z-]+): (.+)$", header_is);

then!("there is no header {string}", no_header);
fn no_header(world: &mut World, name: String) -> StepResult {
    match world.heard()?.header(&name.to_ascii_lowercase()) {
        None => Ok(()),
        Some(value) => Err(Mismatch::behaviour(format!("no {name}"), format!("{name}: {value}"))),
    }
}

then!("both answers have the same status and the same bytes", same_bytes);
fn same_bytes(world: &mut World) -> StepResult {
    let [first, second] = world.heard_twice()?;
    if first.status == second.status && first.body == second.body {
        return Ok(());
    }
    Err(Mismatch::behaviour(first.summary(), second.summary()))
}
