//! Withdrawals of collateral into the wallet.

use std::time::Duration;

use serde_json::{Value, json};

use super::quotes::BASE_USDC;
use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    steps::graphql::{Actor, balances},
};

const FIELD: &str = "cardWithdraw";

/// The mutation as the guide prints it.
const DOCUMENT: &str = "mutation CardWithdraw($input: CardWithdrawInput!) { cardWithdraw(input: \
    $input) { success transactionHash chainId tokenAddress amount error retryAfterSec } }";

/// Number of times that a signature is waited out: another deposit may have made a new one.
const MOST_WAITS: usize = 3;

/// The longest that one signature is waited for, in seconds.
const LONGEST_WAIT_S: u64 = 60;

/// The number of Base among the chains.
const BASE: i64 = 8453;

/// Withdraws. A signature that the scenario does not want is waited out where no clock can be
/// moved.
async fn withdraw(world: &mut World, actor: &Actor, input: Value) -> StepResult {
    let waits = !world.on_sandbox() && world.value("no signature is wanted").is_ok();
    for _ in 0..MOST_WAITS {
        let answer = world.ask(&actor.0, DOCUMENT, &json!({ "input": input })).await?;
        let waiting = answer.result(FIELD).and_then(|result| result["retryAfterSec"].as_u64());
        match waiting.filter(|seconds| waits && (1..=LONGEST_WAIT_S).contains(seconds)) {
            Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
            None => break,
        }
    }
    Ok(())
}

when!(regex r#"^(the(?: [a-z]+)? user) withdraws "([^"]*)" USDC of Base( without naming the chain|)$"#, withdraws);
async fn withdraws(world: &mut World, actor: Actor, amount: String, unnamed: String) -> StepResult {
    let mut input = json!({ "tokenAddress": BASE_USDC, "amount": amount });
    if unnamed.is_empty() {
        input["chainId"] = json!(BASE);
    }
    withdraw(world, &actor, input).await
}

when!("{actor} withdraws {string} of a token that nobody knows", withdraws_unknown);
async fn withdraws_unknown(world: &mut World, actor: Actor, amount: String) -> StepResult {
    let token = "0x000000000000000000000000000000000000dEaD";
    let input = json!({ "tokenAddress": token, "amount": amount, "chainId": BASE });
    withdraw(world, &actor, input).await
}

then!("the withdrawal is of {string} USDC of Base", is_of);
fn is_of(world: &mut World, amount: String) -> StepResult {
    let result = world.result(FIELD)?;
    let value = |amount: &Value| {
        amount.as_f64().or_else(|| amount.as_str().and_then(|text| text.parse().ok()))
    };
    at::equals(result, "/chainId", &json!(BASE))?;
    let same = value(&result["amount"]) == amount.parse().ok();
    if same && at::text(result, "/tokenAddress")?.eq_ignore_ascii_case(BASE_USDC) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("amount {amount} of {BASE_USDC}"), result.to_string()))
}

then!("no waiting time is given", no_waiting);
/// The document says what a value means and not how its absence is written; after a success there
/// is nothing to wait for.
fn no_waiting(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let Some(result) = answer.result(FIELD) else { return Ok(()) };
    let waiting = result.get("retryAfterSec").unwrap_or(&Value::Null);
    if waiting.is_null() || (result["success"] == true && waiting == 0) {
        return Ok(());
    }
    Err(Mismatch::behaviour("no retryAfterSec", answer.summary()))
}

then!("the withdrawal can be sent again after some seconds", waits);
fn waits(world: &mut World) -> StepResult {
    let seconds = at::integer(world.result(FIELD)?, "/retryAfterSec")?;
    if seconds < 1 {
        return Err(Mismatch::behaviour("retryAfterSec of at least 1", seconds.to_string()));
    }
    world.values.insert("the waiting time".to_owned(), json!(seconds));
    Ok(())
}

when!("so many seconds pass", passes);
async fn passes(world: &mut World) -> StepResult {
    let seconds = world.value("the waiting time")?.as_i64().unwrap_or_default();
    world.control()?.advance(&format!("{seconds}s")).await?;
    world.renew_tokens().await
}

then!("creditLimit of {string} has fallen for {actor} by {float} dollars", fallen);
/// A target that values USDC at its price may be a little off; a sandbox is exact.
async fn fallen(world: &mut World, name: String, actor: Actor, dollars: f64) -> StepResult {
    let before = world.value("the balance before")?["creditLimit"].as_f64().unwrap_or_default();
    let margin = if world.on_sandbox() { 0.001 } else { 0.2 };
    world
        .until_settled(async |world| {
            let seen = balances::balance(world, &actor, &name).await?;
            let by = seen["creditLimit"].as_f64().map(|limit| before - limit);
            if by.is_some_and(|by| (by - dollars).abs() <= margin) {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{dollars} below {before}"), seen.to_string()))
        })
        .await
}
