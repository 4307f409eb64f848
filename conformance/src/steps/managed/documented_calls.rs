//! The five calls that a source documents, with and without a token (MC-AUTH-01, MC-AUTH-02).

use super::{
    CallerName,
    answers::{refused, served},
    programs::program_of,
    tokens::token,
};
use crate::{
    Mismatch, StepResult, World,
    drivers::managed::{Bearer, Request},
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

when!(
    "{caller} makes the five documented calls for {string} and {string} with the token {string}",
    with_other_token
);
async fn with_other_token(
    world: &mut World,
    actor: CallerName,
    card: String,
    authorization: String,
    name: String,
) -> StepResult {
    let other = token(world, &name)?;
    for request in five(world, &actor.0, &card, &authorization).await? {
        world.request_exactly(&actor.0, &request.with(Bearer::Token(other.clone()))).await?;
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
