//! Orders: what they say and how they end.

use std::time::Duration;

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{
    ProjectName,
    amounts::balance,
    order_statuses::STATUSES,
    outcomes::{is_time, served},
    texts::rows,
};
use crate::{
    Mismatch, StepResult, World,
    checks::money::{self, shown},
    drivers::envelope::Reply,
};

/// Reads the order that was shown last.
pub(super) async fn that_order(world: &World) -> StepResult<Reply> {
    let order = world.envelope.orders.get("that order")?;
    world.look(&order.owner, "/orders/check", &json!({ "order_id": order.id })).await
}

/// Polls the order that was shown last until it is in a state, or in its last one.
pub(super) async fn until_ended(world: &mut World, state: &str) -> StepResult {
    let target = world.target()?;
    // A sandbox has done everything that is due before it answers the next request.
    let mut left = if target.is_sandbox() { Duration::ZERO } else { target.poll_for };
    loop {
        let reply = that_order(world).await?;
        let status = &reply.order()["status"];
        if *status == *state {
            return Ok(());
        }
        if left.is_zero() || *status == "completed" || *status == "failed" {
            return Err(Mismatch::behaviour(format!("the order is {state}"), reply.summary()));
        }
        let pause = left.min(target.poll_every);
        tokio::time::sleep(pause).await;
        left -= pause;
    }
}

then!("the order ends in the state called {string}", ends_in);
async fn ends_in(world: &mut World, state: String) -> StepResult {
    served(world.reply()?)?;
    until_ended(world, &state).await?;
    // What follows speaks of the order as it is now.
    let reply = that_order(world).await?;
    world.envelope.replies.push(reply);
    Ok(())
}

when!("the order ends", ends);
/// Lets an order come to its end, whatever that is. On a sandbox without a pace of orders it has
/// ended when the next request is answered; elsewhere it is polled.
async fn ends(world: &mut World) -> StepResult {
    if world.on_sandbox() {
        return Ok(());
    }
    match until_ended(world, "completed").await {
        Err(mismatch) if mismatch.actual.contains("failed") => Ok(()),
        other => other,
    }
}

when!("{project} asks for that order", asks);
async fn asks(world: &mut World, actor: ProjectName) -> StepResult {
    let order = world.envelope.orders.get("that order")?;
    world.call(&actor.0, "/orders/check", &json!({ "order_id": order.id })).await.map(drop)
}

then!("both show the same order", same);
fn same(world: &mut World) -> StepResult {
    let [first, second] = ids(world)?;
    if first == second {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("order {first} again"), second))
}

then!("both show different orders", different);
fn different(world: &mut World) -> StepResult {
    let [first, second] = ids(world)?;
    if first != second {
        return Ok(());
    }
    Err(Mismatch::behaviour("another order", second))
}

fn ids(world: &World) -> StepResult<[String; 2]> {
    let [first, second] = world.two_replies()?;
    Ok([id(first)?, id(second)?])
}

fn id(reply: &Reply) -> StepResult<String> {
    let id = reply.order()["order_id"].as_str().filter(|id| !id.is_empty() && reply.is_served());
    id.map(str::to_owned).ok_or_else(|| Mismatch::behaviour("an order", reply.summary()))
}

then!("the order has the {word} {string}", has);
fn has(world: &mut World, member: String, value: String) -> StepResult {
    let reply = world.reply()?;
    if reply.is_served() && reply.order()[member.as_str()].as_str() == Some(value.as_str()) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("an order with {member} {value}"), reply.summary()))
}

then!("the order has the data", has_data);
fn has_data(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    let data = &reply.order()["data"];
    for row in rows(step) {
        let value = &data[&row[0]];
        let actual = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        if actual != row[1] {
            let expected = format!("data.{} {}", row[0], row[1]);
            return Err(Mismatch::behaviour(expected, reply.summary()));
        }
    }
    Ok(())
}

then!("the answer has the members of an order", members);
fn members(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    served(reply)?;
    let order = reply.order();
    let texts = ["order_id", "order_type", "status"];
    let lacking = texts.iter().find(|member| !order[**member].is_string());
    if let Some(member) = lacking {
        return Err(Mismatch::behaviour(format!("a text as {member}"), reply.summary()));
    }
    if !order["data"].is_object() {
        return Err(Mismatch::behaviour("an object as data", reply.summary()));
    }
    if !order["status"].as_str().is_some_and(|status| STATUSES.contains(&status)) {
        return Err(Mismatch::behaviour(format!("a status in {STATUSES:?}"), reply.summary()));
    }
    is_time(order, "created_at")
}

then!(
    "the order shows the balance that was noted before it and the present one after it",
    shows_balances
);
async fn shows_balances(world: &mut World) -> StepResult {
    let owner = world.envelope.orders.get("that order")?.owner;
    let (noted, now) = (world.noted("the master balance")?, balance(world, &owner).await?);
    let order = world.reply()?.order();
    let before = money::amount(order, "balance_before")?;
    let after = money::amount(order, "balance_after")?;
    if (before, after) == (noted, now) {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("{} before and {} after", shown(noted), shown(now)),
        format!("{} before and {} after", shown(before), shown(after)),
    ))
}

then!("the order says why it failed", says_why);
fn says_why(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    let order = reply.order();
    let text = |member: &str| order[member].as_str().is_some_and(|text| !text.is_empty());
    if order["status"] == "failed" && text("last_error") && text("last_error_slug") {
        return super::answers::follow(world, &[(order, "created_at"), (order, "failed_at")]);
    }
    Err(Mismatch::behaviour("failed with last_error and last_error_slug", reply.summary()))
}

then!("the order was refunded in full after {string}", refunded);
fn refunded(world: &mut World, slug: String) -> StepResult {
    let reply = world.reply()?;
    let order = reply.order();
    let charged = money::amount(&order["data"], "total_charged")?;
    let refunded = money::amount(&order["data"], "refunded_amount")?;
    if order["last_error_slug"] == *slug && charged == refunded && charged > 0 {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("{slug}, and refunded_amount equal to total_charged"),
        reply.summary(),
    ))
}

then!(regex r#"^that card has the status "([^"]+)" and the balance (\d+\.\d\d)$"#, that_card);
async fn that_card(world: &mut World, status: String, amount: String) -> StepResult {
    let reply = world.look_at_card("that card").await?;
    let balance = money::amount(&reply.payload, "balance")?;
    if reply.payload["status"] == *status && Some(balance) == money::millionths(&amount) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("a card that is {status}, with {amount}"), reply.summary()))
}
