//! Requests of the mocked APIs to which no answer comes.

use serde_json::Value;

use crate::{
    Mismatch, StepResult, World,
    mismatch::Class,
    steps::graphql::{Actor, lifecycle},
};

when!("{actor} freezes {string}, and no answer comes", freezes_without_answer);
async fn freezes_without_answer(world: &mut World, actor: Actor, name: String) -> StepResult {
    let (document, _) = lifecycle::act(world, &actor.0, "freezes", &name)?;
    match world.ask(&actor.0, &document, &Value::Null).await {
        Err(lost) if lost.class == Class::Unreachable => Ok(()),
        Err(other) => Err(other),
        Ok(answer) => Err(Mismatch::behaviour("a closed connection", answer.summary())),
    }
}
