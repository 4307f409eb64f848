//! Documents and bodies that are sent with less than a whole signature.

use cucumber::gherkin::Step;
use serde_json::json;
use uuid::Uuid;

use super::Actor;
use crate::{StepResult, World, drivers::partner::Draft, steps::graphql::documents::spelled};

when!("{actor} sends the body", sends);
async fn sends(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let body = spelled(world, step)?;
    world.deliver(&actor.0, &Draft::body(body)).await.map(drop)
}

when!("{actor} asks with the API key alone", with_key_alone);
async fn with_key_alone(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let document = spelled(world, step)?;
    world.deliver(&actor.0, &Draft::query(&document, &json!(null)).unsigned()).await.map(drop)
}

when!("{actor} sends the body with the API key alone", sends_with_key_alone);
async fn sends_with_key_alone(world: &mut World, step: &Step, actor: Actor) -> StepResult {
    let body = spelled(world, step)?;
    world.deliver(&actor.0, &Draft::body(body).unsigned()).await.map(drop)
}

when!("somebody asks without any credential", without_credential);
async fn without_credential(world: &mut World, step: &Step) -> StepResult {
    let document = spelled(world, step)?;
    let draft = Draft::query(&document, &json!(null)).unsigned().without_key();
    world.deliver("the partner", &draft).await.map(drop)
}

when!("{actor} introspects with an API key that was never issued", with_unknown_key);
async fn with_unknown_key(world: &mut World, actor: Actor) -> StepResult {
    let document = "{ __schema { queryType { name } mutationType { name } } }";
    let draft = Draft::query(document, &json!(null)).unsigned();
    world.deliver(&actor.0, &draft.with_key(Uuid::new_v4().to_string())).await.map(drop)
}
