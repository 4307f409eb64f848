//! Documents and bodies that a feature spells out, because they are what it is about.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{Actor, actor::listed};
use crate::{Mismatch, StepResult, World, checks::json as at};

/// The text below a step, with `{name}` replaced by the id of the card, the application, the session
/// or the card user of that name, or by what was noted under it.
pub(in crate::steps) fn spelled(world: &World, step: &Step) -> StepResult<String> {
    let text = step.docstring.as_deref().ok_or_else(|| Mismatch::suite("a text", "none"))?;
    let cards = world.graphql.cards.all().map(|(name, card)| (name, card.id.to_string()));
    let applications = world.graphql.applications.all();
    let applications = applications.map(|(name, one)| (name, one.id.to_string()));
    let users = world.partner.card_users.all().map(|(name, user)| (name, user.id.clone()));
    let sessions = world.graphql.sessions.all().map(|(name, one)| (name, one.id.clone()));
    let noted = world.values.iter().map(|(name, value)| (name.as_str(), text_of(value)));
    Ok(cards
        .chain(applications)
        .chain(users)
        .chain(sessions)
        .chain(noted)
        .fold(text.trim().to_owned(), |text, (name, id)| text.replace(&format!("{{{name}}}"), &id)))
}

/// A noted value as a feature spells it: a text without its quotation marks, JSON otherwise.
fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The table below a step as an object: names of members, and their values as JSON.
pub(in crate::steps) fn members(step: &Step) -> StepResult<Value> {
    let mut members = json!({});
    for row in step.table.iter().flat_map(|table| &table.rows) {
        members[&row[0]] = serde_json::from_str(&row[1])
            .map_err(|error| Mismatch::suite("a JSON value", format!("{}: {error}", row[1])))?;
    }
    Ok(members)
}

when!("{actor} asks", asks);
async fn asks(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let document = spelled(world, step)?;
    world.ask(&actor.0, &document, &json!(null)).await.map(drop)
}

when!("{actor} asks for the operation {string} of", asks_for);
async fn asks_for(world: &mut World, step: &Step, actor: Actor, operation: String) -> StepResult {
    let document = spelled(world, step)?;
    world.ask_for(&actor.0, (&operation, &document)).await.map(drop)
}

then!(regex r"^there are results under exactly (.+)$", results_under);
fn results_under(world: &mut World, names: String) -> StepResult {
    let answer = world.answer()?;
    let data = answer.json["data"].as_object().filter(|_| answer.status == 200);
    let mut found: Vec<_> = data.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let mut expected = listed(&names);
    found.sort_unstable();
    expected.sort_unstable();
    if found == expected && answer.json.get("errors").is_none() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("results under {expected:?}"), answer.summary()))
}

then!("the answer is exactly", answer_is);
fn answer_is(world: &mut World, step: &Step) -> StepResult {
    let expected: Value = serde_json::from_str(&spelled(world, step)?)
        .map_err(|error| Mismatch::suite("JSON", error.to_string()))?;
    let mut json = Value::clone(&world.answer()?.json);
    // GraphQL lets a server say anything of its own there; no document speaks of it.
    if let Some(members) = json.as_object_mut().filter(|members| members.contains_key("data")) {
        members.shift_remove("extensions");
    }
    at::equals_whole(&json, &expected)
}

/// A value with what may differ between two requests left open: texts but codes and messages.
fn shape(value: &Value, member: &str) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), shape(value, name))).collect()
        }
        Value::Array(items) => items.iter().map(|item| shape(item, member)).collect(),
        Value::String(_) if !["code", "message"].contains(&member) => json!("…"),
        plain => plain.clone(),
    }
}

then!("both answers have the same shape", same_shape);
fn same_shape(world: &mut World) -> StepResult {
    let [first, second] = world.two_answers()?;
    if first.status == second.status && at::same(&shape(&first.json, ""), &shape(&second.json, ""))
    {
        return Ok(());
    }
    Err(Mismatch::behaviour(first.summary(), second.summary()))
}

then!("both answers are the same", same_answers);
fn same_answers(world: &mut World) -> StepResult {
    let [first, second] = world.two_answers()?;
    if first.status == second.status && first.body == second.body {
        return Ok(());
    }
    Err(Mismatch::behaviour(first.summary(), second.summary()))
}
