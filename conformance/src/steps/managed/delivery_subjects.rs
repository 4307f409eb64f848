//! Subjects of deliveries: a card, an authorization, an amount, at the places that the dialect names.
//! Elsewhere than on a sandbox a place that is neither named nor filled is not judged.

use serde_json::Value;

use super::{
    balances,
    receivers::{deliveries, event},
    wallets,
};
use crate::{
    Mismatch, StepResult, World,
    checks::money::{millionths, shown},
    surfaces::managed::target::Pointer,
};

then!(regex r#"^the last ([a-z_.]+) at "([^"]+)" is about "([^"]+)"$"#, is_about);
/// A card or an authorization, by its reference.
fn is_about(world: &mut World, kind: String, name: String, thing: String) -> StepResult {
    let things = &world.managed;
    let (pointer, wanted) = match things.cards.get(&thing) {
        Ok(card) => (Pointer::EventCard, card.reference),
        Err(_) => (Pointer::EventAuthorization, things.authorizations.get(&thing)?.reference),
    };
    match at(world, &kind, &name, pointer)? {
        Some(found) if found != wanted => {
            Err(Mismatch::behaviour(format!("{wanted} as {pointer}"), found))
        }
        Some(_) | None => Ok(()),
    }
}

then!(regex r#"^the last ([a-z_.]+) at "([^"]+)" is about ([\d.]+)(?: on "([^"]+)")?$"#, is_about_amount);
/// The amount that was asked for. Where a target charges for funding it may also be the amount by
/// which a wallet or a card that was noted has changed.
async fn is_about_amount(
    world: &mut World,
    kind: String,
    name: String,
    amount: String,
    card: String,
) -> StepResult {
    let Some(found) = at(world, &kind, &name, Pointer::EventAmount)? else { return Ok(()) };
    let asked = match card.is_empty() {
        true => amount,
        false => world.amount_on(&world.managed.cards.get(&card)?, &amount)?,
    };
    let asked =
        millionths(&asked).ok_or_else(|| Mismatch::suite("a decimal amount", asked.clone()))?;
    let found = world.managed_dialect().amounts.millionths(&found);
    world
        .until_settled(async |world| {
            let mut right = vec![asked];
            if !world.on_sandbox() && found != Some(asked) {
                right.extend(wallets::changes(world).await?);
                right.extend(balances::changes(world).await?);
            }
            if found.is_some_and(|found| right.contains(&found)) {
                return Ok(());
            }
            let right: Vec<_> = right.into_iter().map(shown).collect();
            let wanted = format!("{} as {}", right.join(" or "), Pointer::EventAmount);
            Err(Mismatch::behaviour(wanted, found.map_or_else(|| "no amount".to_owned(), shown)))
        })
        .await
}

/// The text or number at a place of the last delivery of an event.
fn at(world: &World, kind: &str, name: &str, pointer: Pointer) -> StepResult<Option<String>> {
    let all = deliveries(world, name, kind)?;
    let last = all.last().ok_or_else(|| Mismatch::suite("a delivery before", "none"))?;
    let event = event(last)?;
    let dialect = world.managed_dialect();
    let is_named = world.on_sandbox() || dialect.pointers.contains_key(&pointer);
    match dialect.find(&event, pointer) {
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Ok(Some(other.to_string())),
        None if is_named => {
            Err(Mismatch::behaviour(format!("something as {pointer}"), event.to_string()))
        }
        None => Ok(None),
    }
}
