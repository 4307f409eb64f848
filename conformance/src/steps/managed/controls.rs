//! Freezing, unfreezing and terminating a card.

use super::answers::served;
use crate::{Mismatch, StepResult, World};

/// The operation of a verb.
fn operation(verb: &str) -> StepResult<&'static str> {
    match verb {
        "freezes" => Ok("cards.freeze"),
        "unfreezes" => Ok("cards.unfreeze"),
        "terminates" => Ok("cards.terminate"),
        other => Err(Mismatch::suite("a verb of cards", other.to_owned())),
    }
}

when!(regex r#"^(the(?: [A-Za-z]+)? caller) (freezes|unfreezes|terminates) "([^"]+)"$"#, changes);
async fn changes(world: &mut World, actor: String, verb: String, card: String) -> StepResult {
    let reference = world.managed.cards.get(&card)?.reference;
    world.request(&actor, operation(&verb)?, &[("reference", &reference)]).await.map(drop)
}

given!(regex r#"^(the(?: [A-Za-z]+)? caller) (freezes|unfreezes|terminates) "([^"]+)" first$"#, changed);
async fn changed(world: &mut World, actor: String, verb: String, card: String) -> StepResult {
    changes(world, actor, verb, card).await?;
    served(world.heard()?).map_err(Mismatch::while_preparing)
}
