//! GraphQL errors, and types as introspection shows them.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::documents::spelled;
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at, schema::written},
};

then!("the error has the code {string} and there is no data", coded);
fn coded(world: &mut World, code: String) -> StepResult {
    let answer = world.answer()?;
    if answer.json.get("data").is_none_or(Value::is_null) {
        return refusal::coded(answer, &code);
    }
    Err(Mismatch::behaviour("no data", answer.summary()))
}

then!("the error says", says);
fn says(world: &mut World, step: &Step) -> StepResult {
    let text = spelled(world, step)?;
    at::equals(&world.answer()?.json, "/errors/0/message", &Value::from(text))
}

then!("the query is invalid", invalid);
fn invalid(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let refused = answer.status == 400 || (answer.status == 200 && !answer.errors().is_empty());
    let code = answer.code();
    let named = answer.body.windows(14).any(|part| part == b"no_such_column")
        && answer.json.get("data").is_some_and(|data| !data.is_null());
    if refused && !named && code.is_none_or(|code| code == "GRAPHQL_VALIDATION_FAILED") {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        "HTTP 400, or errors without the field; the code, if any, GRAPHQL_VALIDATION_FAILED",
        answer.summary(),
    ))
}

/// `name: type` of each entry of a list of fields, in order of name.
pub(in crate::steps) fn shapes(fields: &Value) -> Vec<String> {
    let mut all: Vec<_> = fields
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| format!("{}: {}", one["name"].as_str().unwrap_or("?"), written(&one["type"])))
        .collect();
    all.sort_unstable();
    all
}

then!("the type has the fields", has_fields);
fn has_fields(world: &mut World, step: &Step) -> StepResult {
    let rows = step.table.iter().flat_map(|table| &table.rows);
    let expected: Vec<_> = rows.map(|row| row.join(": ")).collect();
    let actual = shapes(&world.result("__type")?["fields"]);
    if expected.iter().all(|field| actual.contains(field)) {
        return Ok(());
    }
    Err(Mismatch::behaviour(expected.join(", "), actual.join(", ")))
}

then!("the type has no field {string}", has_no_field);
fn has_no_field(world: &mut World, name: String) -> StepResult {
    let actual = shapes(&world.result("__type")?["fields"]);
    if actual.iter().any(|field| field.starts_with(&format!("{name}: "))) {
        return Err(Mismatch::behaviour(format!("no field {name}"), actual.join(", ")));
    }
    Ok(())
}

then!("the type has exactly the values", has_values);
fn has_values(world: &mut World, step: &Step) -> StepResult {
    let mut expected: Vec<_> = step.table.iter().flat_map(|table| table.rows.concat()).collect();
    expected.sort_unstable();
    let actual = values(world)?;
    if actual == expected {
        return Ok(());
    }
    Err(Mismatch::behaviour(expected.join(", "), actual.join(", ")))
}

/// The values of the enum that was asked for, in order of name.
pub(in crate::steps) fn values(world: &World) -> StepResult<Vec<String>> {
    let all = world.result("__type")?["enumValues"].as_array().cloned().unwrap_or_default();
    let names = all.iter().filter_map(|one| Some(one["name"].as_str()?.to_owned()));
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    Ok(names)
}

then!("error and success of {word} agree", agree);
fn agree(world: &mut World, field: String) -> StepResult {
    let answer = world.answer()?;
    let Some(result) = answer.result(&field) else { return Ok(()) };
    let error = result.get("error").unwrap_or(&Value::Null);
    let holds = match result.get("success").and_then(Value::as_bool) {
        Some(true) => error.as_str().is_none_or(str::is_empty),
        Some(false) => error.as_str().is_some_and(|text| !text.is_empty()),
        None => false,
    };
    if holds {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        "success true with error null, or success false with a reason",
        answer.summary(),
    ))
}
