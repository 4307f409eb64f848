//! Actions of the back office: pace of orders and reviews, failures of the provider.

use serde_json::{Value, json};

use crate::{Mismatch, StepResult, World};

async fn rule(world: &World, patch: Value) -> StepResult {
    world.control()?.rules(&patch).await.map(drop)
}

/// Schedules a failure of the next requests to an endpoint.
async fn fault(world: &World, path: &str, when: Value, then: Value) -> StepResult {
    let fault =
        json!({ "match": { "surface": "ER", "operation": path }, "when": when, "then": then });
    world.control()?.fault(&fault).await.map(drop)
}

given!("orders take {int} second(s) a step", pace);
async fn pace(world: &mut World, seconds: u64) -> StepResult {
    world.control()?.freeze_clock().await?;
    rule(world, json!({ "er.order.step_ms": seconds * 1_000 })).await
}

given!("orders take their time", unhurried);
/// Where time can be stopped, a quick completion cannot hide a late charge; elsewhere the charge is
/// looked for at once.
async fn unhurried(world: &mut World) -> StepResult {
    if !world.on_sandbox() {
        return Ok(());
    }
    pace(world, 1).await
}

given!("a review takes {int} seconds", review);
async fn review(world: &mut World, seconds: u64) -> StepResult {
    rule(world, json!({ "er.kyc.review_delay_ms": seconds * 1_000 })).await
}

given!("the next request to {word} meets {string}", meets);
async fn meets(world: &mut World, path: String, error: String) -> StepResult {
    fault(world, &path, json!({ "next": 1 }), json!({ "error": error })).await
}

given!("the provider fails the next order of {word}", order_fails);
async fn order_fails(world: &mut World, path: String) -> StepResult {
    fault(world, &path, json!({ "next": 1 }), json!({ "error": "provider-error-later" })).await
}

given!("the provider fails the next {int} attempts at orders of {word}", attempts_fail);
async fn attempts_fail(world: &mut World, count: u64, path: String) -> StepResult {
    fault(world, &path, json!({ "next": count }), json!({ "error": "provider-attempt-fails" }))
        .await
}

given!("the provider fails attempt {int} at an order of {word}", attempt_fails);
async fn attempt_fails(world: &mut World, nth: u64, path: String) -> StepResult {
    fault(world, &path, json!({ "nth": nth }), json!({ "error": "provider-attempt-fails" })).await
}

given!("the answer to the next {word} is lost", answer_lost);
async fn answer_lost(world: &mut World, path: String) -> StepResult {
    let lost = json!({ "drop": "after" });
    fault(world, &path, json!({ "next": 1 }), lost).await.map_err(Mismatch::while_preparing)
}
