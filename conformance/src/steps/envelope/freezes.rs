//! Freezing and unfreezing of cards.

use serde_json::{Value, json};

use super::{ProjectName, outcomes::served, starting_cards::until_status};
use crate::{Mismatch, StepResult, World};

async fn change(
    world: &mut World,
    actor: &str,
    path: &str,
    card: &str,
    user: Option<&str>,
) -> StepResult {
    // Whoever is no card of the scenario is an id as it stands.
    let cards = &world.envelope.cards;
    let known = cards.speaks_of(card).then(|| cards.get(card)).transpose()?;
    let id = known.as_ref().map_or(card, |card| card.id.as_str());
    let user = match user {
        Some(name) => world.envelope.users.get(name)?.external_id,
        None => known.as_ref().map_or_else(|| "ext-123".to_owned(), |card| card.user.clone()),
    };
    let fields = json!({ "card_id": id, "external_user_id": user });
    world.call(actor, path, &fields).await.map(drop)
}

when!("{project} freezes {string}", freezes);
pub(super) async fn freezes(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    change(world, &actor.0, "/cards/freeze", &card, None).await
}

when!("{project} unfreezes {string}", unfreezes);
async fn unfreezes(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    change(world, &actor.0, "/cards/unfreeze", &card, None).await
}

when!("{project} freezes {string} in the name of {string}", freezes_as);
async fn freezes_as(
    world: &mut World,
    actor: ProjectName,
    card: String,
    user: String,
) -> StepResult {
    change(world, &actor.0, "/cards/freeze", &card, Some(&user)).await
}

when!("{project} unfreezes {string} in the name of {string}", unfreezes_as);
async fn unfreezes_as(
    world: &mut World,
    actor: ProjectName,
    card: String,
    user: String,
) -> StepResult {
    change(world, &actor.0, "/cards/unfreeze", &card, Some(&user)).await
}

when!("{project} freezes that card", freezes_that);
async fn freezes_that(world: &mut World, actor: ProjectName) -> StepResult {
    change(world, &actor.0, "/cards/freeze", "that card", None).await
}

then!("the change comes to its end", comes_to_end);
async fn comes_to_end(world: &mut World) -> StepResult {
    if world.reply()?.order().get("order_id").is_none() {
        return Ok(());
    }
    super::orders::until_ended(world, "completed").await
}

then!("{string} is in the state called {string}", in_state);
async fn in_state(world: &mut World, card: String, state: String) -> StepResult {
    until_status(world, &card, &state).await
}

then!("that card is in the state called \"active\"", that_card_active);
async fn that_card_active(world: &mut World) -> StepResult {
    until_status(world, "that card", "active").await
}

then!("it is an order (reading {string}) or the new status (reading {string})", order_or_status);
fn order_or_status(world: &mut World, order: String, direct: String) -> StepResult {
    let reply = world.reply()?;
    served(reply)?;
    let text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let reading = if text(&reply.order()["order_id"]) {
        order
    } else if text(&reply.payload["card_id"]) && text(&reply.payload["status"]) {
        direct
    } else {
        return Err(Mismatch::behaviour("order_id, or card_id and status", reply.summary()));
    };
    world.found_reading(&reading);
    Ok(())
}
