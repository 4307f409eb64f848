//! Disputes of purchases.

use serde_json::{Value, json};

use crate::{
    StepResult, World,
    steps::graphql::{Actor, transactions::purchase},
};

const DOCUMENT: &str = "mutation($input: CreateCardDisputeInput!) { createCardDispute(input: $input) \
    { success disputeId error } }";

async fn dispute(world: &mut World, actor: &Actor, text: Value) -> StepResult {
    let mut input = json!({ "transactionId": purchase(world)? });
    if !text.is_null() {
        input["textEvidence"] = text;
    }
    world.ask(&actor.0, DOCUMENT, &json!({ "input": input })).await.map(drop)
}

when!("{actor} disputes the purchase", disputes);
async fn disputes(world: &mut World, actor: Actor) -> StepResult {
    dispute(world, &actor, Value::Null).await
}

when!("{actor} disputes the purchase with the text {string}", disputes_with);
async fn disputes_with(world: &mut World, actor: Actor, text: String) -> StepResult {
    dispute(world, &actor, json!(text)).await
}
