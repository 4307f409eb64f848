//! Swaps out of a wallet: a quote that is executed, or both in one.

use serde_json::{Value, json};

use super::quotes;
use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    drivers::in_app::Draft,
    steps::graphql::{Actor, balances},
    target::Surface,
};

/// The mutation as the guide prints it.
const EXECUTE: &str = "mutation SmartWalletExecuteSwapQuote($input: \
    SmartWalletExecuteSwapQuoteInput!) { smartWalletExecuteSwapQuote(input: $input) { success \
    transactionHash quoteId status error } }";

/// The mutation with the code of a failure, which the schema reference shows.
const EXECUTE_WITH_CODE: &str = "mutation($input: SmartWalletExecuteSwapQuoteInput!) { \
    smartWalletExecuteSwapQuote(input: $input) { success transactionHash error structuredError { \
    code } } }";

const SWAP: &str = "mutation($input: SmartWalletSwapInput!) { smartWalletSwap(input: $input) { \
    success transactionHash error } }";

when!(regex r#"^(the(?: [a-z]+)? user) executes the quote "([^"]+)"( again|)$"#, executes);
async fn executes(world: &mut World, actor: Actor, name: String, again: String) -> StepResult {
    let quote = world.in_app.quotes.get(&name)?;
    let document = if again.is_empty() { EXECUTE } else { EXECUTE_WITH_CODE };
    world.ask(&actor.0, document, &json!({ "input": { "quoteId": quote } })).await.map(drop)
}

when!("{actor} swaps {int} USDC into the collateral of {string}", swaps);
async fn swaps(world: &mut World, actor: Actor, tokens: i64, card: String) -> StepResult {
    let mut input = quotes::input(world, &actor.0, tokens)?;
    input["recipient"] = quotes::collateral(world, &card).await?;
    world.ask(&actor.0, SWAP, &json!({ "input": input })).await.map(drop)
}

then!("{word} answers the quote {string}", answers_quote);
fn answers_quote(world: &mut World, field: String, name: String) -> StepResult {
    let quote = world.in_app.quotes.get(&name)?;
    at::equals(world.result(&field)?, "/quoteId", &json!(quote))
}

then!("creditLimit of {string} has risen for {actor} by what the quote {string} gives", risen);
/// A target may value USDC at its price: a hundredth either way is fine.
async fn risen(world: &mut World, name: String, actor: Actor, quote: String) -> StepResult {
    let least = quotes::least(world.value(&format!("the quote {quote}"))?)? / 1e6;
    let before = world.value("the balance before")?["creditLimit"].as_f64().unwrap_or_default();
    world
        .until_settled(async |world| {
            let seen = balances::balance(world, &actor, &name).await?;
            let by = seen["creditLimit"].as_f64().map(|limit| limit - before);
            if by.is_some_and(|by| by >= least * 0.99 - 1e-9 && by <= least * 1.01 + 1e-9) {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{before} and about {least} more"), seen.to_string()))
        })
        .await
}

/// A swap operation on the wallet and the quote of somebody else.
fn on_others(
    world: &World,
    field: &str,
    owner: &str,
    quote: &str,
) -> StepResult<(&'static str, Value)> {
    let input = quotes::input(world, owner, 1)?;
    Ok(match field {
        "smartWalletSwapQuote" => (quotes::WITH_CODE, json!({ "input": input })),
        "smartWalletSwap" => (SWAP, json!({ "input": input })),
        "smartWalletExecuteSwapQuote" => {
            (EXECUTE, json!({ "input": { "quoteId": world.in_app.quotes.get(quote)? } }))
        }
        other => return Err(Mismatch::suite("an operation on wallets or quotes", other)),
    })
}

when!("{actor} tries {word} with the wallet of {actor} and the quote {string}", tries);
async fn tries(
    world: &mut World,
    actor: Actor,
    field: String,
    owner: Actor,
    quote: String,
) -> StepResult {
    let (document, variables) = on_others(world, &field, &owner.0, &quote)?;
    world.ask(&actor.0, document, &variables).await.map(drop)
}

when!(
    "{actor} tries {word} in the app with the wallet of {actor} and the quote {string}",
    tries_in_app
);
/// A partner with a good signature and no user token, at the endpoint of the app.
async fn tries_in_app(
    world: &mut World,
    partner: Actor,
    field: String,
    owner: Actor,
    quote: String,
) -> StepResult {
    if world.target()?.surfaces.partner.is_none() {
        return Err(Mismatch::missing("a partner's credentials", "no [surfaces.PG]"));
    }
    let (document, variables) = on_others(world, &field, &owner.0, &quote)?;
    let user = world.user(&owner.0)?;
    let body = user.written(&Draft::query(document, &variables)).await?.body;
    let partner = world.partner(&partner.0)?;
    let mut sent = partner.sign(&crate::drivers::partner::Draft::body(body));
    sent.url.clone_from(&user.endpoint.url);
    sent.surface = Some(Surface::AG);
    if let Some(name) = &user.endpoint.sandbox_world {
        sent.headers.push(("sandbox-world".to_owned(), name.clone()));
    }
    let answer = partner.resend(&sent).await?;
    world.graphql.answers.push(answer);
    world.graphql.answered_user = true;
    Ok(())
}
