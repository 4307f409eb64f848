//! Top-ups of cards.

use serde_json::{Value, json};

use super::{ProjectName, amounts::balance, card_orders::key_called};
use crate::{
    Mismatch, StepResult, World,
    checks::money::{self, UNIT, shown},
    drivers::envelope::{Call, Idempotency},
};

async fn top_up(
    world: &mut World,
    actor: &str,
    card: &str,
    amount: Value,
    key: Idempotency,
) -> StepResult {
    let id = world.envelope.cards.get(card)?.id;
    if let Some(amount) = amount.as_str().and_then(money::millionths) {
        world.envelope.noted.insert("the amount of the top-up".to_owned(), amount);
    }
    let fields = json!({ "card_id": id, "amount": amount });
    world.make(actor, &Call::to("/cards/topup", &fields).under(key)).await.map(drop)
}

/// An amount inside the limits of the product that scenarios order.
fn usual(world: &World, actor: &str) -> StepResult<Value> {
    let amount = world.project(actor)?.dialect().amounts.topup;
    amount.map(Value::from).ok_or_else(|| {
        Mismatch::missing("an amount to top up with", "surfaces.ER.dialect.amounts.topup")
    })
}

when!("{project} tops up {string}", tops_up);
pub(super) async fn tops_up(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    let amount = usual(world, &actor.0)?;
    top_up(world, &actor.0, &card, amount, Idempotency::Fresh).await
}

when!("{project} tops up {string} without an Idempotency-Key", unkeyed);
async fn unkeyed(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    let amount = usual(world, &actor.0)?;
    top_up(world, &actor.0, &card, amount, Idempotency::Absent).await
}

when!("{project} tops up {string} under the Idempotency-Key {string}", keyed);
async fn keyed(world: &mut World, actor: ProjectName, card: String, key: String) -> StepResult {
    let (amount, key) = (usual(world, &actor.0)?, key_called(world, &key));
    top_up(world, &actor.0, &card, amount, key).await
}

when!(
    "{project} tops up {string} under the Idempotency-Key {string} and hears nothing",
    keyed_and_lost
);
async fn keyed_and_lost(
    world: &mut World,
    actor: ProjectName,
    card: String,
    key: String,
) -> StepResult {
    let (amount, key) = (usual(world, &actor.0)?, key_called(world, &key));
    match top_up(world, &actor.0, &card, amount, key).await {
        Err(_) => Ok(()),
        Ok(()) => Err(Mismatch::precondition("an answer that is lost", world.reply()?.summary())),
    }
}

when!(regex r#"^(the(?: second)? project) tops up "([^"]+)" with (-?\d+\.\d+)$"#, with);
pub(super) async fn with(
    world: &mut World,
    actor: String,
    card: String,
    amount: String,
) -> StepResult {
    top_up(world, &actor, &card, Value::from(amount), Idempotency::Fresh).await
}

when!(regex r#"^(the(?: second)? project) tops up "([^"]+)" with (-?\d+\.\d+) under the Idempotency-Key "([^"]+)"$"#, with_and_keyed);
async fn with_and_keyed(
    world: &mut World,
    actor: String,
    card: String,
    amount: String,
    key: String,
) -> StepResult {
    let key = key_called(world, &key);
    top_up(world, &actor, &card, Value::from(amount), key).await
}

when!(regex r#"^(the(?: second)? project) tops up "([^"]+)" with the amount (.+)$"#, with_json);
async fn with_json(world: &mut World, actor: String, card: String, json: String) -> StepResult {
    let amount = serde_json::from_str(&json)
        .map_err(|error| Mismatch::suite("an amount as JSON", error.to_string()))?;
    top_up(world, &actor, &card, amount, Idempotency::Fresh).await
}

when!("{project} tops up {string} with more than its balance", more_than_balance);
async fn more_than_balance(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    let amount = balance(world, &actor.0).await? / UNIT * UNIT + UNIT;
    top_up(world, &actor.0, &card, Value::from(shown(amount)), Idempotency::Fresh).await
}

when!("{project} tops up {string} with exactly its balance", exactly_balance);
async fn exactly_balance(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    // Amounts have two digits; what is below a cent does not pay a fee either.
    let amount = balance(world, &actor.0).await? / 10_000 * 10_000;
    top_up(world, &actor.0, &card, Value::from(shown(amount)), Idempotency::Fresh).await
}

when!("{project} tops up {string} with more than its maximum", more_than_maximum);
async fn more_than_maximum(world: &mut World, actor: ProjectName, card: String) -> StepResult {
    let amount = world.noted("the maximum")? + UNIT / 100;
    top_up(world, &actor.0, &card, Value::from(shown(amount)), Idempotency::Fresh).await
}

when!("{project} tops up {string} in {string}", in_currency);
async fn in_currency(
    world: &mut World,
    actor: ProjectName,
    card: String,
    currency: String,
) -> StepResult {
    let id = world.envelope.cards.get(&card)?.id;
    let fields = json!({ "card_id": id, "amount": usual(world, &actor.0)?, "currency": currency });
    world.call(&actor.0, "/cards/topup", &fields).await.map(drop)
}
