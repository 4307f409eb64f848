//! The five calls that a source documents, with and without a token (MC-AUTH-01).

use std::collections::BTreeMap;

use super::{
    CallerName,
    answers::{refused, served},
    cards::cards_of,
    programs::program_of,
    wallets,
};
use crate::{
    Mismatch, StepResult, World,
    drivers::managed::{Bearer, Request},
    surfaces::managed::target::Pointer,
};

/// The number of documented calls.
const FIVE: usize = 5;

/// The calls for a card and a settled authorization, in the target's words. The amount to fund and
/// to authorize is one that fits.
async fn five(
    world: &World,
    actor: &str,
    card: &str,
    authorization: &str,
) -> StepResult<[Request; FIVE]> {
    let program = program_of(world, actor, None).await?;
    let caller = world.caller(actor)?;
    let card = world.managed.cards.get(card)?;
    let authorization = world.managed.authorizations.get(authorization)?;
    let amount = world.amount_on(&card, "5.00")?;
    let of_card = [("reference", card.reference.as_str()), ("amount", amount.as_str())];
    let of_case =
        [("authorization", authorization.reference.as_str()), ("amount", amount.as_str())];
    Ok([
        caller.request("programs.list", &[])?,
        caller.request("cards.create", &[("program", &program)])?,
        caller.request("cards.fund", &of_card)?,
        caller.request("cards.authorize", &of_card)?,
        caller.request("disputes.create", &of_case)?,
    ])
}

when!("{caller} makes the five documented calls for {string} and {string}", with_token);
async fn with_token(
    world: &mut World,
    actor: CallerName,
    card: String,
    authorization: String,
) -> StepResult {
    for request in five(world, &actor.0, &card, &authorization).await? {
        world.request_exactly(&actor.0, &request).await?;
    }
    Ok(())
}

when!(
    "{caller} makes the five documented calls for {string} and {string} without a token",
    without_token
);
async fn without_token(
    world: &mut World,
    actor: CallerName,
    card: String,
    authorization: String,
) -> StepResult {
    for request in five(world, &actor.0, &card, &authorization).await? {
        world.request_exactly(&actor.0, &request.with(Bearer::Absent)).await?;
    }
    Ok(())
}

fn last_five(world: &World) -> StepResult<&[crate::drivers::Answer]> {
    let answers = &world.managed.answers;
    let from = answers.len().checked_sub(FIVE);
    let from = from.ok_or_else(|| Mismatch::suite("five answers", answers.len().to_string()))?;
    Ok(&answers[from..])
}

then!("all five are refused", all_refused);
fn all_refused(world: &mut World) -> StepResult {
    last_five(world)?.iter().try_for_each(refused)
}

then!("all five are served", all_served);
fn all_served(world: &mut World) -> StepResult {
    last_five(world)?.iter().try_for_each(served)
}

/// Balances of cards and wallets of a caller, and how many cards there are.
async fn holdings(world: &World, actor: &str) -> StepResult<BTreeMap<String, i64>> {
    let mut all = BTreeMap::new();
    let listed = world.peek(actor, "cards.list", &[]).await?;
    for card in cards_of(world, &listed)? {
        let reference = world.shown_text(&card, Pointer::CardReference)?;
        all.insert(reference, world.shown_amount(&card, Pointer::CardAvailable)?);
    }
    for (currency, amount) in wallets::available(world, actor).await? {
        all.insert(format!("the {currency} wallet"), amount);
    }
    Ok(all)
}

given!("what {caller} has is noted", has_noted);
async fn has_noted(world: &mut World, actor: CallerName) -> StepResult {
    let holdings = holdings(world, &actor.0).await.map_err(Mismatch::while_preparing)?;
    world.managed.seen.insert("what the caller has".to_owned(), serde_json::json!(holdings));
    Ok(())
}

then!("{caller} has what was noted", has_still);
async fn has_still(world: &mut World, actor: CallerName) -> StepResult {
    let now = serde_json::json!(holdings(world, &actor.0).await?);
    let before = world.managed.seen.get("what the caller has");
    let before = before.ok_or_else(|| Mismatch::suite("what was noted", "nothing"))?;
    crate::checks::json::equals_whole(&now, before)
}
