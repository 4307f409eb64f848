//! Requests of the back office to the control plane, as a feature spells them out.

use std::time::Duration;

use cucumber::gherkin::Step;

use crate::{Mismatch, StepResult, World};

when!("the back office asks for {string}", asks_for);
async fn asks_for(world: &mut World, place: String) -> StepResult {
    let place = world.named_in(&place)?;
    world.ask_control("GET", &place, "").await.map(drop)
}

when!("the back office sends {word} {string}", sends);
async fn sends(world: &mut World, step: &Step, method: String, place: String) -> StepResult {
    let place = world.named_in(&place)?;
    let body = world.named_in(step.docstring.as_deref().unwrap_or_default())?;
    world.ask_control(&method, &place, body.trim()).await.map(drop)
}

given!("the back office has sent {word} {string}", has_sent);
async fn has_sent(world: &mut World, step: &Step, method: String, place: String) -> StepResult {
    let sent = sends(world, step, method.clone(), place.clone()).await;
    sent.map_err(Mismatch::while_preparing)?;
    let answer = world.told()?;
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    Err(Mismatch::precondition(format!("{method} {place} is done"), answer.summary()))
}

when!("the back office sends {word} {string} with {int} bytes", sends_bytes);
/// The body below the step, which white space behind it brings to this number of bytes.
async fn sends_bytes(
    world: &mut World,
    step: &Step,
    method: String,
    place: String,
    bytes: usize,
) -> StepResult {
    let place = world.named_in(&place)?;
    let body = world.named_in(step.docstring.as_deref().unwrap_or_default())?;
    let body = body.trim();
    let body = format!("{body}{}", " ".repeat(bytes.saturating_sub(body.len())));
    world.ask_control(&method, &place, &body).await.map(drop)
}

/// The longest time for the diagnosis of a request, which is made after the answer has left.
const DIAGNOSED: Duration = Duration::from_secs(5);

when!("the back office asks for the diagnosis of request {int}", asks_for_diagnosis);
async fn asks_for_diagnosis(world: &mut World, number: u64) -> StepResult {
    let place = format!("/requests/{number}");
    let begun = tokio::time::Instant::now();
    loop {
        let answer = world.ask_control("GET", &place, "").await?;
        if answer.json["diagnosis_state"] != "pending" || begun.elapsed() > DIAGNOSED {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
