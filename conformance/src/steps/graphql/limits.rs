//! Spending limits of cards.

use serde_json::{Value, json};

use super::{Actor, errors, introspection::answers_of};
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    drivers::{
        Answer,
        graphql::names::{is_user, worded},
    },
};

const FIELD: &str = "updateCardLimit";

/// The mutation, with the members of its answer that are asked for besides the envelope.
fn document(id: i64, cents: i64, frequency: &str, members: &str) -> String {
    format!(
        "mutation {{ {FIELD}(input: {{ cardId: {id}, limitAmount: {cents}, limitFrequency: \
         {frequency} }}) {{ success {members} error }} }}"
    )
}

async fn limit(
    world: &mut World,
    actor: &Actor,
    name: &str,
    cents: i64,
    frequency: &str,
) -> StepResult<Answer> {
    let id = world.graphql.cards.get(name)?.id;
    world.ask(&actor.0, &document(id, cents, frequency, ""), &Value::Null).await
}

when!("{actor} limits {string} to {int} cents {word}", limits);
async fn limits(
    world: &mut World,
    actor: Actor,
    name: String,
    cents: i64,
    frequency: String,
) -> StepResult {
    limit(world, &actor, &name, cents, &frequency).await.map(drop)
}

given!("{actor} has limited {string} to {int} cents {word}", limited);
async fn limited(
    world: &mut World,
    actor: Actor,
    name: String,
    cents: i64,
    frequency: String,
) -> StepResult {
    let answer = limit(world, &actor, &name, cents, &frequency).await?;
    refusal::succeeded(&answer, &worded(&actor.0, FIELD))
        .map(drop)
        .map_err(Mismatch::while_preparing)
}

when!(
    "{actor} limits {string} to {int} cents {word} and asks for whatever the answer can tell",
    limits_and_asks
);
async fn limits_and_asks(
    world: &mut World,
    actor: Actor,
    name: String,
    cents: i64,
    frequency: String,
) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    if is_user(&actor.0) {
        let document = document(id, cents, &frequency, "id cardId limitAmount limitFrequency");
        return world.ask(&actor.0, &document, &Value::Null).await.map(drop);
    }
    let schema = answers_of(world, &actor.0).await?;
    let of = schema.answer_of(&worded(&actor.0, FIELD)).unwrap_or_default();
    let told = ["id", "cardId", "limitAmount", "limitFrequency"].into_iter();
    let members: Vec<_> = told.filter(|member| schema.field(&of, member).is_some()).collect();
    world.values.insert("members of the limit".to_owned(), json!(members));
    let document = document(id, cents, &frequency, &members.join(" "));
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("the answer tells {int} cents {word}, as far as it tells a limit", tells);
fn tells(world: &mut World, cents: i64, frequency: String) -> StepResult {
    let members = world.value("members of the limit")?.clone();
    let result = world.result(FIELD)?;
    for (member, expected) in [("limitAmount", json!(cents)), ("limitFrequency", json!(frequency))]
    {
        if members.as_array().is_some_and(|members| members.contains(&json!(member))) {
            at::equals(result, &format!("/{member}"), &expected)?;
        }
    }
    Ok(())
}

then!("the answer tells the ids of {string}, as far as it tells any", tells_ids);
fn tells_ids(world: &mut World, name: String) -> StepResult {
    let card = world.graphql.cards.get(&name)?;
    let members = world.value("members of the limit")?.clone();
    let result = world.result(FIELD)?;
    for (member, expected) in [("id", json!(card.id)), ("cardId", json!(card.external_id))] {
        if members.as_array().is_some_and(|members| members.contains(&json!(member))) {
            at::equals(result, &format!("/{member}"), &expected)?;
        }
    }
    Ok(())
}

then!(
    "the frequencies do without {string} (reading {string}) or have it (reading {string})",
    has_frequency
);
fn has_frequency(world: &mut World, name: String, without: String, with: String) -> StepResult {
    let values = errors::values(world)?;
    if values.is_empty() {
        return Err(Mismatch::behaviour("frequencies", world.answer()?.summary()));
    }
    world.found_reading(if values.contains(&name) { &with } else { &without });
    Ok(())
}
