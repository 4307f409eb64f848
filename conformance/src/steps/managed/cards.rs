//! Cards as callers make, read and list them.

use serde_json::Value;

use super::{CallerName, programs::program_of};
use crate::{
    Mismatch, StepResult, World,
    drivers::Answer,
    surfaces::managed::{target::Pointer, things::ManagedCard},
};

/// The card that an answer shows is called `name` from then on.
pub(super) fn take_card(
    world: &mut World,
    name: &str,
    owner: &str,
    program: &str,
    answer: &Answer,
) {
    let shown = world.shown_text(&answer.json, Pointer::CardReference);
    match shown.ok().filter(|_| (200..300).contains(&answer.status)) {
        Some(reference) => {
            let (owner, program) = (owner.to_owned(), Some(program.to_owned()));
            world.managed.cards.name(name, ManagedCard { reference, owner, program, worth: None });
        }
        None => world.managed.cards.missed(name, answer.summary()),
    }
}

when!(regex r#"^(the(?: [A-Za-z]+)? caller) creates the card "([^"]+)"(?: of the program (\S+))?(?: with the label "([^"]*)")?$"#, creates);
async fn creates(
    world: &mut World,
    actor: String,
    name: String,
    program: String,
    label: String,
) -> StepResult {
    let program = program_of(world, &actor, Some(program.as_str())).await?;
    let mut values = vec![("program", program.as_str())];
    if !label.is_empty() {
        values.push(("label", label.as_str()));
    }
    let answer = world.request(&actor, "cards.create", &values).await?;
    take_card(world, &name, &actor, &program, &answer);
    Ok(())
}

when!("{caller} reads {string}", reads);
async fn reads(world: &mut World, actor: CallerName, name: String) -> StepResult {
    let reference = world.managed.cards.get(&name)?.reference;
    world.request(&actor.0, "cards.get", &[("reference", &reference)]).await.map(drop)
}

when!("{caller} lists its cards", lists);
async fn lists(world: &mut World, actor: CallerName) -> StepResult {
    world.request(&actor.0, "cards.list", &[]).await.map(drop)
}

then!("{string} has the status {string}", has_status);
async fn has_status(world: &mut World, name: String, status: String) -> StepResult {
    world
        .until_settled(async |world| {
            let shown = world.card_status(&name).await?;
            if shown == status {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{name} with status {status}"), shown))
        })
        .await
}

then!("{string} and {string} are two cards", different);
fn different(world: &mut World, one: String, other: String) -> StepResult {
    let [one, other] = [world.managed.cards.get(&one)?, world.managed.cards.get(&other)?];
    if one.reference != other.reference {
        return Ok(());
    }
    Err(Mismatch::behaviour("two references", format!("{} twice", one.reference)))
}

/// The cards of a list.
pub(super) fn cards_of(world: &World, listed: &Value) -> StepResult<Vec<Value>> {
    let list = world.managed_dialect().list(listed, Pointer::Cards).cloned();
    list.ok_or_else(|| Mismatch::behaviour("a list of cards", listed.to_string()))
}
