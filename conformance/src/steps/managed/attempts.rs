//! Attempts at a delivery: what they have in common, and when they are made.

use std::time::Duration;

use cucumber::gherkin::Step;

use super::{
    deliveries::{PATIENCE, arrived, id_of},
    names::rows,
    receivers::event,
    signatures::all_signed,
};
use crate::{
    Mismatch, StepResult, World, drivers::webhook_sink::Delivery, steps::receivers::sink,
    surfaces::managed::target::Pointer,
};

/// The instant of an attempt, in seconds.
fn stamp(delivery: &Delivery) -> StepResult<i64> {
    let text = delivery.header("webhook-timestamp");
    let seconds = text.and_then(|text| text.parse().ok());
    seconds.ok_or_else(|| Mismatch::behaviour("webhook-timestamp in seconds", format!("{text:?}")))
}

then!(
    "{string} has the same delivery again, with a later timestamp and a signature of its own",
    again
);
fn again(world: &mut World, name: String) -> StepResult {
    let all = arrived(world, &name)?;
    let [first, second, ..] = all.as_slice() else {
        return Err(Mismatch::behaviour("two attempts", all.len().to_string()));
    };
    same(world, first, second)?;
    if stamp(second)? <= stamp(first)? {
        return Err(Mismatch::behaviour("a later webhook-timestamp", stamp(second)?.to_string()));
    }
    all_signed(world, &name)
}

/// Refuses two attempts that are not of one delivery.
fn same(world: &World, first: &Delivery, second: &Delivery) -> StepResult {
    let (one, other) = (id_of(world, first)?, id_of(world, second)?);
    if one != other {
        return Err(Mismatch::behaviour(format!("the id {one} again"), other));
    }
    let ids = [first, second]
        .map(|one| event(one).and_then(|event| world.shown_text(&event, Pointer::EventId)));
    let [first_id, second_id] = ids;
    let (first_id, second_id) = (first_id?, second_id?);
    if first_id != second_id {
        return Err(Mismatch::behaviour(format!("the event {first_id} again"), second_id));
    }
    if world.on_sandbox() && first.body != second.body {
        let text = String::from_utf8_lossy(&second.body).into_owned();
        return Err(Mismatch::behaviour("the same body", text));
    }
    Ok(())
}

then!("{string} has the delivery again, with the same ids", has_again);
async fn has_again(world: &mut World, name: String) -> StepResult {
    let path = world.managed.receivers.get(&name)?.path;
    // A sandbox has sent it when the call is answered; what comes later is of its schedule.
    let patience = if world.on_sandbox() { Duration::ZERO } else { PATIENCE };
    let all = sink(world)?.wait(&path, 2, patience).await;
    let [first, second, ..] = all.as_slice() else {
        return Err(Mismatch::behaviour("one more delivery", format!("{} in all", all.len())));
    };
    same(world, first, second)
}

then!("attempts reach {string} after these pauses of seconds and at no other time", attempts);
async fn attempts(world: &mut World, step: &Step, name: String) -> StepResult {
    let path = world.managed.receivers.get(&name)?.path;
    sink(world)?.wait(&path, 1, PATIENCE).await;
    let pauses: Vec<i64> =
        rows(world, step).into_iter().flatten().filter_map(|cell| cell.parse().ok()).collect();
    for pause in &pauses {
        world.control()?.advance(&format!("{pause}s")).await?;
    }
    world.control()?.advance("5d").await?;
    let stamps = arrived(world, &name)?.iter().map(stamp).collect::<StepResult<Vec<_>>>()?;
    let made: Vec<_> = stamps.windows(2).map(|pair| pair[1] - pair[0]).collect();
    if made == pauses {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("pauses of {pauses:?} s"), format!("{made:?}")))
}

then!(regex r#"^the delivery at "([^"]+)" was made (once|twice)$"#, made);
fn made(world: &mut World, name: String, times: String) -> StepResult {
    let wanted = if times == "once" { 1 } else { 2 };
    match arrived(world, &name)?.len() {
        count if count == wanted => Ok(()),
        count => Err(Mismatch::behaviour(format!("{wanted} attempts"), count.to_string())),
    }
}
