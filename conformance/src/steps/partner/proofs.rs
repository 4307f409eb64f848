//! Requests for any operation without a proof of who asks.

use cucumber::gherkin::Step;
use serde_json::json;
use uuid::Uuid;

use super::{
    Actor,
    reads::{away, random_seal, unauthorized},
};
use crate::{StepResult, World, drivers::partner::Draft, steps::graphql::documents::spelled};

/// The number of ways in which a proof is missing.
const WAYS: usize = 5;

when!("{actor} asks in every way that proves nothing", unproven);
async fn unproven(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let draft = || Ok(Draft::query(&spelled(world, step)?, &json!(null)));
    let ways: [Draft; WAYS] = [
        draft()?.without_key(),
        draft()?.with_key(Uuid::new_v4().to_string()),
        draft()?.unsigned(),
        draft()?.sealed(random_seal()),
        draft()?.stamped(away(world, 310_000, "past")?),
    ];
    for draft in ways {
        world.deliver(&actor.0, &draft).await?;
    }
    Ok(())
}

then!("it is unauthorized in all of them", all_unauthorized);
fn all_unauthorized(world: &mut World) -> StepResult {
    let answers = &world.graphql.answers;
    answers[answers.len().saturating_sub(WAYS)..].iter().try_for_each(unauthorized)
}
