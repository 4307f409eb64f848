//! Judgements on any answer, whatever the operation.

use serde_json::Value;

use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json},
};

then!("the answer has status {int}", has_status);
fn has_status(world: &mut World, status: u16) -> StepResult {
    let answer = world.answer()?;
    if answer.status == status {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("HTTP {status}"), answer.summary()))
}

then!("{word} succeeds", succeeds);
fn succeeds(world: &mut World, field: String) -> StepResult {
    refusal::succeeded(world.answer()?, &field).map(drop)
}

then!("{word} is refused", is_refused);
fn is_refused(world: &mut World, field: String) -> StepResult {
    world.refused(&field)
}

then!("{word} is refused with {string}", is_refused_with);
fn is_refused_with(world: &mut World, field: String, reason: String) -> StepResult {
    is_refused_by_reason(world, &field, &reason, |actual| actual == reason)
}

then!("{word} is refused, naming {string}", is_refused_naming);
fn is_refused_naming(world: &mut World, field: String, part: String) -> StepResult {
    is_refused_by_reason(world, &field, &part, |actual| actual.contains(&part))
}

fn is_refused_by_reason(
    world: &World,
    field: &str,
    expected: &str,
    holds: impl Fn(&str) -> bool,
) -> StepResult {
    world.refused(field)?;
    let actual = refusal::reason(world.answer()?, field)?;
    if holds(actual) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the reason \"{expected}\""), format!("\"{actual}\"")))
}

then!("nothing of what was asked for is told", is_silent);
fn is_silent(world: &mut World) -> StepResult {
    refusal::without_data(world.answer()?)
}

then!("it is forbidden without telling why", is_forbidden);
fn is_forbidden(world: &mut World) -> StepResult {
    refusal::forbidden(world.answer()?)
}

then!("the {string} of {word} is {}", member_is);
fn member_is(world: &mut World, member: String, field: String, value: String) -> StepResult {
    let expected: Value = serde_json::from_str(&value).map_err(|error| {
        Mismatch::suite(format!("a JSON value, not {value}"), error.to_string())
    })?;
    json::equals(world.result(&field)?, &format!("/{member}"), &expected)
}

then!("{word} answers a text as {string}", answers_text);
fn answers_text(world: &mut World, field: String, member: String) -> StepResult {
    json::text(world.result(&field)?, &format!("/{member}")).map(drop)
}

then!("{word} answers a text or null as {string}", answers_text_or_null);
fn answers_text_or_null(world: &mut World, field: String, member: String) -> StepResult {
    match world.result(&field)?.get(&member) {
        Some(Value::Null | Value::String(_)) => Ok(()),
        other => {
            let told = other.map_or_else(|| "no such member".to_owned(), Value::to_string);
            Err(Mismatch::behaviour(format!("/{member}: a text or null"), told))
        }
    }
}

then!("{word} answers a whole number as {string}", answers_integer);
fn answers_integer(world: &mut World, field: String, member: String) -> StepResult {
    json::integer(world.result(&field)?, &format!("/{member}")).map(drop)
}

then!("{word} answers a UUID as {string}", answers_uuid);
fn answers_uuid(world: &mut World, field: String, member: String) -> StepResult {
    let text = json::text(world.result(&field)?, &format!("/{member}"))?;
    if text.parse::<uuid::Uuid>().is_ok() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("/{member}: a UUID"), text))
}

then!("{word} answers four digits as {string}", answers_four_digits);
fn answers_four_digits(world: &mut World, field: String, member: String) -> StepResult {
    let text = json::text(world.result(&field)?, &format!("/{member}"))?;
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("/{member}: four digits"), text))
}

then!("{word} answers a month as {string}", answers_month);
fn answers_month(world: &mut World, field: String, member: String) -> StepResult {
    digits(world, &field, &member, "a month, 1 to 12", |text| {
        text.len() <= 2 && text.parse().is_ok_and(|month: u8| (1..=12).contains(&month))
    })
}

then!("{word} answers a year as {string}", answers_year);
fn answers_year(world: &mut World, field: String, member: String) -> StepResult {
    digits(world, &field, &member, "a year of two or four digits", |text| {
        matches!(text.len(), 2 | 4)
    })
}

/// Digits that mean something, as text or as number: no source says which.
fn digits(
    world: &World,
    field: &str,
    member: &str,
    what: &str,
    holds: impl Fn(&str) -> bool,
) -> StepResult {
    let value = world.result(field)?.get(member).unwrap_or(&Value::Null);
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && holds(&text) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("/{member}: {what}"), format!("/{member}: {value}")))
}

then!("{word} answers no {string}", answers_no);
fn answers_no(world: &mut World, field: String, member: String) -> StepResult {
    let answer = world.answer()?;
    match answer.result(&field).and_then(|result| result.get(&member)) {
        None | Some(Value::Null) => Ok(()),
        Some(value) => Err(Mismatch::behaviour(format!("no {member}"), value.to_string())),
    }
}

then!("{word} answers success false and there are no errors", refused_in_envelope);
fn refused_in_envelope(world: &mut World, field: String) -> StepResult {
    let answer = world.answer()?;
    if answer.json.get("errors").is_some() {
        return Err(Mismatch::behaviour("no errors member", answer.summary()));
    }
    json::equals(world.result(&field)?, "/success", &Value::Bool(false))
}

then!("{word} answers success false and a reason", fails_with_reason);
fn fails_with_reason(world: &mut World, field: String) -> StepResult {
    let answer = world.answer()?;
    if answer.status != 200 {
        return Err(Mismatch::behaviour("HTTP 200", answer.summary()));
    }
    let result = world.result(&field)?;
    json::equals(result, "/success", &Value::Bool(false))?;
    json::text(result, "/error").map(drop)
}

then!("both answers of {word} differ in {string}", differ);
fn differ(world: &mut World, field: String, member: String) -> StepResult {
    let [first, second] = world.two_answers()?;
    let at = |answer: &crate::drivers::Answer| {
        answer.result(&field).and_then(|result| result.get(&member)).cloned()
    };
    if at(first) != at(second) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("two {member}s"), format!("{:?} twice", at(first))))
}
