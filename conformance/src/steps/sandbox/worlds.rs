//! Worlds that a scenario makes beside its own, and goes to.

use std::time::Duration;

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use crate::{Mismatch, StepResult, World};

given!("a world {string}", another);
async fn another(world: &mut World, name: String) -> StepResult {
    world.make_world(&name, &json!({})).await.map_err(Mismatch::while_preparing)
}

given!("a world {string} with", another_with);
async fn another_with(world: &mut World, step: &Step, name: String) -> StepResult {
    made_with(world, step, &name).await.map_err(Mismatch::while_preparing)
}

when!("a world {string} is made with", is_made_with);
async fn is_made_with(world: &mut World, step: &Step, name: String) -> StepResult {
    made_with(world, step, &name).await
}

async fn made_with(world: &mut World, step: &Step, name: &str) -> StepResult {
    let text = world.named_in(step.docstring.as_deref().unwrap_or_default())?;
    let wanted: Value = serde_json::from_str(&text)
        .map_err(|error| Mismatch::suite("a definition of a world", error.to_string()))?;
    world.make_world(name, &wanted).await
}

given!("everything happens in {string} from here on", prepares_in);
fn prepares_in(world: &mut World, name: String) -> StepResult {
    world.go_to(&name)
}

when!("everything happens in {string} from here on", acts_in);
fn acts_in(world: &mut World, name: String) -> StepResult {
    world.go_to(&name)
}

when!("the back office calls that world {string}", is_called);
fn is_called(world: &mut World, name: String) -> StepResult {
    let answer = world.told()?;
    let Some(id) = answer.json["id"].as_str().filter(|_| answer.status == 201) else {
        return Err(Mismatch::behaviour("a new world with an id", answer.summary()));
    };
    let (id, born) = (id.to_owned(), Value::clone(&answer.json));
    world.take_world(&name, id, born)
}

when!("{int} milliseconds of real time pass", real_time_passes);
async fn real_time_passes(_: &mut World, millis: u64) -> StepResult {
    tokio::time::sleep(Duration::from_millis(millis)).await;
    Ok(())
}

then!(
    "{string} is gone in {int} seconds, while {string} is read every {int} milliseconds",
    is_gone
);
/// Whoever asks for a world uses it; a list of worlds does not. The reads have a task of their own: a
/// machine that is busy with other scenarios must not keep them waiting.
async fn is_gone(
    world: &mut World,
    name: String,
    seconds: u64,
    busy: String,
    pause: u64,
) -> StepResult {
    let [id, busy] = [name, busy].map(|name| world.named_in(&format!("{{{name}}}")));
    let (id, busy) = (id?, format!("/_sandbox/worlds/{}", busy?));
    let reader = world.control()?.clone();
    let reads = tokio::spawn(async move {
        loop {
            let read = reader.exchange("GET", &busy, "").await?;
            if read.status != 200 {
                return Err::<(), _>(Mismatch::behaviour("a world that is used", read.summary()));
            }
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
    });
    let is_gone = is_unlisted(world, &id, Duration::from_secs(seconds)).await;
    if is_gone.is_ok() {
        // Both have had the same time: a read that is no use shows only now.
        tokio::time::sleep(BEYOND).await;
    }
    if reads.is_finished() {
        return reads.await.map_err(|error| Mismatch::suite("reads", error.to_string()))?;
    }
    // Not looked at in a later step, which may come after its time.
    reads.abort();
    is_gone
}

/// Time for which a world that is used is read on when one that nobody uses is gone.
const BEYOND: Duration = Duration::from_millis(500);

/// Waits until a world is in no list any more.
async fn is_unlisted(world: &World, id: &str, most: Duration) -> StepResult {
    let begun = tokio::time::Instant::now();
    loop {
        let listed = world.control()?.exchange("GET", "/_sandbox/worlds?limit=1000", "").await?;
        let items = listed.json["items"].as_array().cloned().unwrap_or_default();
        if listed.status == 200 && items.iter().all(|one| one["id"] != *id) {
            return Ok(());
        }
        if begun.elapsed() > most {
            return Err(Mismatch::behaviour(format!("no world {id}"), "it is still listed"));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

given!("the deviation {word} is switched on as well", also_broken);
async fn also_broken(world: &mut World, id: String) -> StepResult {
    world.break_too(&id).await.map_err(Mismatch::while_preparing)
}
