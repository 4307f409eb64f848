//! Mutations that are in the schema and never run.

use serde_json::Value;

use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    budget::costs::{self, Kind},
    checks::{graphql::refusal, schema::Schema},
    drivers::Answer,
    steps::graphql::introspection::schema_of,
    target::Surface,
};

/// Whether a mutation of the schema is one that no partner can run.
pub(super) fn never_runs(mutation: &str) -> bool {
    costs::of(Some(Surface::PG), mutation).is_some_and(|row| row.kind == Kind::Blocked)
        || is_admin(mutation)
}

fn is_admin(mutation: &str) -> bool {
    mutation.ends_with("ByCardId") || mutation.ends_with("ByCardUserId")
}

/// Calls a mutation with the least that its schema takes, on an own card where it wants a number.
async fn call(
    world: &World,
    actor: &Actor,
    schema: &Schema,
    mutation: &str,
    text: &str,
) -> StepResult<Answer> {
    let number = world.graphql.cards.all().next().map_or(1, |(_, card)| card.id);
    let document = schema.least_call(mutation, number, text)?;
    world.query(&actor.0, &document, &Value::Null).await
}

fn is_blocked(mutation: &str, answer: &Answer) -> StepResult {
    if answer.status == 403 {
        refusal::coded(answer, "FORBIDDEN")?;
        return refusal::without_data(answer);
    }
    Err(Mismatch::behaviour(
        format!("HTTP 403 with code FORBIDDEN from {mutation}"),
        answer.summary(),
    ))
}

then!("{word} is blocked for {actor}, if it shows at all", blocked);
async fn blocked(world: &mut World, mutation: String, actor: Actor) -> StepResult {
    let schema = schema_of(world, &actor.0).await?;
    if schema.mutation(&mutation).is_none() {
        return Ok(());
    }
    is_blocked(&mutation, &call(world, &actor, &schema, &mutation, "1").await?)
}

/// The subject of an admin operation: an own card, or its holder.
fn subject(world: &World, name: &str, mutation: &str) -> StepResult<String> {
    let card = world.graphql.cards.get(name)?;
    let own = if mutation.ends_with("ByCardUserId") { card.card_user } else { card.external_id };
    Ok(own.unwrap_or_else(|| card.id.to_string()))
}

then!(
    "every admin mutation that shows is blocked for {actor}, on {string} and its holder",
    admin_blocked
);
async fn admin_blocked(world: &mut World, actor: Actor, name: String) -> StepResult {
    let schema = schema_of(world, &actor.0).await?;
    let shown = schema.root("mutationType").into_iter().filter(|mutation| is_admin(mutation));
    for mutation in shown {
        let subject = subject(world, &name, mutation)?;
        is_blocked(mutation, &call(world, &actor, &schema, mutation, &subject).await?)?;
    }
    Ok(())
}
