//! The eight documented statuses, on as many cards as a target can make.

use super::{
    CallerName,
    cards::cards_of,
    starting_cards::{StartingCard, make_card},
};
use crate::{Mismatch, StepResult, World, surfaces::managed::target::Pointer};

/// The eight documented statuses of a card.
const STATUSES: [&str; 8] =
    ["pending", "active", "frozen", "blocked", "expired", "terminated", "failed", "under_review"];

given!("cards of {caller} in as many statuses as the target can reach", in_statuses);
/// A status that neither a back office nor the caller can reach has no card.
async fn in_statuses(world: &mut World, actor: CallerName) -> StepResult {
    for status in STATUSES {
        let wanted = StartingCard { status: status.to_owned(), available: None, program: None };
        match make_card(world, &format!("the {status} card"), &actor.0, &wanted).await {
            Err(why) if why.is_out_of_reach() => {}
            made => made.map(drop).map_err(Mismatch::while_preparing)?,
        }
    }
    Ok(())
}

then!("the card has one of the eight statuses", shown_status);
fn shown_status(world: &mut World) -> StepResult {
    known(&world.shown_text(&world.heard()?.json, Pointer::CardStatus)?)
}

then!("every card of {caller} has one of the eight statuses", listed_statuses);
/// A list without cards says nothing.
async fn listed_statuses(world: &mut World, actor: CallerName) -> StepResult {
    world
        .until_settled(async |world| {
            let listed = world.peek(&actor.0, "cards.list", &[]).await?;
            let cards = cards_of(world, &listed)?;
            if cards.is_empty() {
                return Err(Mismatch::behaviour("a list with cards", listed.to_string()));
            }
            cards.iter().try_for_each(|card| known(&world.shown_text(card, Pointer::CardStatus)?))
        })
        .await
}

/// Refuses a status that is not documented.
fn known(status: &str) -> StepResult {
    match STATUSES.contains(&status) {
        true => Ok(()),
        false => Err(Mismatch::behaviour("one of the eight statuses", status.to_owned())),
    }
}
