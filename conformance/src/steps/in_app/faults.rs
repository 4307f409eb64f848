//! Failures of the in-app surface that are ordered in advance.

use serde_json::json;

use crate::{Mismatch, StepResult, World, steps::graphql::Actor};

given!("the next request for {word} is over the rate limit", over_rate_limit);
async fn over_rate_limit(world: &mut World, operation: String) -> StepResult {
    let fault = json!({
        "match": { "surface": "AG", "operation": operation },
        "when": { "next": 1 },
        "then": { "error": "rate-limited" },
    });
    world.control()?.fault(&fault).await.map(drop).map_err(Mismatch::while_preparing)
}

when!("{actor} asks for the balance of {string} without patience", asks_without_patience);
async fn asks_without_patience(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let document = format!("{{ cardBalance(cardId: {id}) {{ success error }} }}");
    let answer = world.user(&actor.0)?.query_once(&document).await?;
    world.graphql.answers.push(answer);
    world.graphql.answered_user = true;
    Ok(())
}

then!("the answer says after how many seconds to come again", says_when);
fn says_when(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let seconds = answer.header("retry-after").and_then(|text| text.parse::<u64>().ok());
    if seconds.is_some_and(|seconds| seconds > 0) {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        "Retry-After: a positive whole number",
        format!("{:?}", answer.header("retry-after")),
    ))
}
