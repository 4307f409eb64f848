//! Money from the wallet to a card and back.

use super::answers::served;
use crate::{Mismatch, StepResult, World};

/// Moves an amount between the wallet and a card.
pub(super) async fn moves(
    world: &mut World,
    actor: &str,
    operation: &str,
    card: &str,
    amount: &str,
) -> StepResult {
    let card = world.managed.cards.get(card)?;
    // What is taken off a card is a share of what it has; what it gets is as it is written.
    let amount = match operation {
        "cards.fund" => amount.to_owned(),
        _ => world.amount_on(&card, amount)?,
    };
    let values = [("reference", card.reference.as_str()), ("amount", amount.as_str())];
    world.request(actor, operation, &values).await.map(drop)
}

when!(regex r#"^(the(?: [A-Za-z]+)? caller) funds "([^"]+)" with ([\d.]+)$"#, funds);
async fn funds(world: &mut World, actor: String, card: String, amount: String) -> StepResult {
    moves(world, &actor, "cards.fund", &card, &amount).await
}

given!(regex r#"^(the(?: [A-Za-z]+)? caller) has funded "([^"]+)" with ([\d.]+)$"#, funded);
async fn funded(world: &mut World, actor: String, card: String, amount: String) -> StepResult {
    moves(world, &actor, "cards.fund", &card, &amount).await?;
    served(world.heard()?).map_err(Mismatch::while_preparing)
}

when!(regex r#"^(the(?: [A-Za-z]+)? caller) withdraws ([\d.]+) from "([^"]+)"$"#, withdraws);
async fn withdraws(world: &mut World, actor: String, amount: String, card: String) -> StepResult {
    moves(world, &actor, "cards.withdraw", &card, &amount).await
}
