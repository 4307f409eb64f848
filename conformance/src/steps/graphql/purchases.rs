//! Money that comes in and is spent, played by the back office.

use serde_json::{Value, json};

use crate::{Mismatch, StepResult, World, checks::json as at};

/// An amount as the back office takes it.
fn dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

async fn deposit(world: &mut World, name: &str, cents: i64, confirm: &str) -> StepResult {
    deposit_with(world, name, cents, json!({ "confirm": confirm })).await
}

async fn deposit_with(world: &mut World, name: &str, cents: i64, mut input: Value) -> StepResult {
    input["card"] = json!(world.graphql.cards.get(name)?.id);
    input["amount"] = json!(dollars(cents));
    let made = world.op("deposit", &input).await?;
    world.values.insert("the deposit".to_owned(), made["deposit"].clone());
    Ok(())
}

given!("{string} has a deposit of {int} dollars", funded);
async fn funded(world: &mut World, name: String, dollars: i64) -> StepResult {
    deposit(world, &name, dollars * 100, "auto").await.map_err(Mismatch::while_preparing)
}

given!("{string} has a deposit of {int} dollars whose signature has ended", funded_for_good);
/// A back office may make deposits without a signature; where one is active all the same, whoever
/// withdraws waits it out.
async fn funded_for_good(world: &mut World, name: String, dollars: i64) -> StepResult {
    let input = json!({ "confirm": "auto", "signature": false });
    deposit_with(world, &name, dollars * 100, input).await.map_err(Mismatch::while_preparing)?;
    world.values.insert("no signature is wanted".to_owned(), json!(true));
    Ok(())
}

given!(
    "{string} has a deposit of {int} dollars, where the target can make one",
    funded_if_possible
);
async fn funded_if_possible(world: &mut World, name: String, dollars: i64) -> StepResult {
    if world.on_sandbox() {
        return funded(world, name, dollars).await;
    }
    Ok(())
}

when!("{int} cents are deposited to {string}", deposited);
async fn deposited(world: &mut World, cents: i64, name: String) -> StepResult {
    deposit(world, &name, cents, "auto").await
}

when!("{int} cents are received for {string} and not yet confirmed", received);
async fn received(world: &mut World, cents: i64, name: String) -> StepResult {
    deposit(world, &name, cents, "later").await
}

when!("the deposit is confirmed", confirmed);
async fn confirmed(world: &mut World) -> StepResult {
    let deposit = world.value("the deposit")?.clone();
    world.op("confirm-deposit", &json!({ "deposit": deposit })).await.map(drop)
}

when!("a purchase of {int} dollars is made with {string}", purchase);
async fn purchase(world: &mut World, dollars: i64, name: String) -> StepResult {
    purchase_of_cents(world, dollars * 100, name).await
}

when!("a purchase of {int} cents is made with {string}", purchase_of_cents);
async fn purchase_of_cents(world: &mut World, cents: i64, name: String) -> StepResult {
    buy(world, cents, &name, json!({})).await
}

when!("a purchase of {int} dollars is made with {string} at {string}", purchase_at);
async fn purchase_at(
    world: &mut World,
    dollars: i64,
    name: String,
    merchant: String,
) -> StepResult {
    buy(world, dollars * 100, &name, json!({ "merchant": { "name": merchant } })).await
}

async fn buy(world: &mut World, cents: i64, name: &str, mut input: Value) -> StepResult {
    input["card"] = json!(world.graphql.cards.get(name)?.id);
    input["amount"] = json!(dollars(cents));
    let made = world.op("authorize", &input).await?;
    world.values.insert("the purchase".to_owned(), made);
    Ok(())
}

when!("the purchase is settled", settled);
async fn settled(world: &mut World) -> StepResult {
    let transaction = world.value("the purchase")?["transaction"].clone();
    world.op("clear", &json!({ "transaction": transaction })).await.map(drop)
}

when!("a purchase of {int} dollars is made with {string} and settled", purchase_and_settle);
async fn purchase_and_settle(world: &mut World, dollars: i64, name: String) -> StepResult {
    purchase(world, dollars, name).await?;
    settled(world).await
}

then!("the purchase is declined", declined);
fn declined(world: &mut World) -> StepResult {
    at::equals(world.value("the purchase")?, "/status", &json!("declined"))
}

then!("the purchase is approved", approved);
fn approved(world: &mut World) -> StepResult {
    at::equals(world.value("the purchase")?, "/status", &json!("authorized"))
}
