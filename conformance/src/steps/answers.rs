//! What every answer can be asked, whatever the operation.

use cucumber::then;
use serde_json::Value;

use crate::{
    Mismatch, StepResult, World,
    checks::{json, refusal},
};

#[then(expr = "the answer has status {int}")]
fn has_status(world: &mut World, status: u16) -> StepResult {
    let answer = world.answer()?;
    if answer.status == status {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("HTTP {status}"), answer.summary()))
}

#[then(expr = "{word} succeeds")]
fn succeeds(world: &mut World, field: String) -> StepResult {
    refusal::succeeded(world.answer()?, &field).map(drop)
}

#[then(expr = "{word} is refused")]
fn is_refused(world: &mut World, field: String) -> StepResult {
    refusal::refused(world.answer()?, &field)
}

#[then(expr = "{word} is refused with {string}")]
fn is_refused_with(world: &mut World, field: String, reason: String) -> StepResult {
    let answer = world.answer()?;
    refusal::refused(answer, &field)?;
    let actual = refusal::reason(answer, &field)?;
    if actual == reason {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the reason \"{reason}\""), format!("\"{actual}\"")))
}

#[then("it is forbidden without telling why")]
fn is_forbidden(world: &mut World) -> StepResult {
    refusal::forbidden(world.answer()?)
}

#[then(expr = "the {string} of {word} is {}")]
fn member_is(world: &mut World, member: String, field: String, value: String) -> StepResult {
    let expected: Value = serde_json::from_str(&value).map_err(|error| {
        Mismatch::suite(format!("a JSON value, not {value}"), error.to_string())
    })?;
    json::equals(world.result(&field)?, &format!("/{member}"), &expected)
}
