//! Deliveries of webhooks, as they arrive at receivers of our own.

use std::{collections::BTreeMap, time::Duration};

use cucumber::gherkin::Step;
use serde_json::Value;

use super::{ProjectName, texts::rows};
use crate::{
    Mismatch, StepResult, World,
    drivers::webhook_sink::Delivery,
    steps::receivers::{flush, sink},
    surfaces::envelope::things::Hook,
};

/// The longest time for a delivery.
const PATIENCE: Duration = Duration::from_secs(8);

then!("a delivery arrives at {string}", arrives);
async fn arrives(world: &mut World, name: String) -> StepResult {
    let hook = world.envelope.hooks.get(&name)?;
    let arrived = sink(world)?.wait(&hook.path, 1, PATIENCE).await;
    if arrived.is_empty() {
        return Err(Mismatch::behaviour(format!("a delivery at {name}"), "nothing arrived"));
    }
    flush(world).await
}

then!("nothing arrives at {string}", nothing);
async fn nothing(world: &mut World, name: String) -> StepResult {
    flush(world).await?;
    let hook = world.envelope.hooks.get(&name)?;
    match sink(world)?.arrived(&hook.path).len() {
        0 => Ok(()),
        count => {
            Err(Mismatch::behaviour(format!("nothing at {name}"), format!("{count} deliveries")))
        }
    }
}

/// The event of a delivery, opened with the secret of the project that subscribed.
fn opened(world: &World, hook: &Hook, delivery: &Delivery) -> StepResult<Value> {
    let sealer = world.project(&hook.owner)?.sealer()?;
    let body: Value = serde_json::from_slice(&delivery.body).unwrap_or(Value::Null);
    let value = body["encrypted"]
        .as_str()
        .ok_or_else(|| Mismatch::behaviour("a body {\"encrypted\": …}", "another body"))?;
    let plain = sealer.open(&sealer.read(value)?)?;
    let event: Value = serde_json::from_slice(&plain).unwrap_or(Value::Null);
    if event.is_object() {
        return Ok(event);
    }
    Err(Mismatch::behaviour("a JSON object inside", String::from_utf8_lossy(&plain)))
}

/// Every event that has arrived at a receiver, repetitions included.
pub(super) fn events(world: &World, name: &str) -> StepResult<Vec<Value>> {
    let hook = world.envelope.hooks.get(name)?;
    let arrived = sink(world)?.arrived(&hook.path);
    arrived.iter().map(|delivery| opened(world, &hook, delivery)).collect()
}

then!("each delivery at {string} is a sealed POST with the key of {project}", formed);
fn formed(world: &mut World, name: String, actor: ProjectName) -> StepResult {
    let hook = world.envelope.hooks.get(&name)?;
    let key = world.project(&actor.0)?.key.api_key;
    for delivery in sink(world)?.arrived(&hook.path) {
        let named = delivery.header("api-key") == Some(key.as_str());
        if delivery.method != "POST" || !named {
            return Err(Mismatch::behaviour(
                "a POST with the header API-KEY of the project",
                format!("{}, right API-KEY: {named}", delivery.method),
            ));
        }
        opened(world, &hook, &delivery)?;
    }
    Ok(())
}

/// Events without the ids of their deliveries, in order: the same event has the same text.
fn same_events(world: &World, name: &str) -> StepResult<Vec<String>> {
    let mut all: Vec<_> = events(world, name)?
        .into_iter()
        .map(|mut event| {
            // A delivery has an id of its own in one of the readings.
            event.as_object_mut().and_then(|members| members.remove("delivery_id"));
            event.to_string()
        })
        .collect();
    all.sort_unstable();
    Ok(all)
}

then!("{string} and {string} get the same events", both_get);
async fn both_get(world: &mut World, first: String, second: String) -> StepResult {
    arrives(world, first.clone()).await?;
    arrives(world, second.clone()).await?;
    let (one, two) = (same_events(world, &first)?, same_events(world, &second)?);
    if one == two {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("the same events at both, {} at {first}", one.len()),
        format!("{} at {second}, or others", two.len()),
    ))
}

/// The number of arrivals of each event.
fn counts(world: &World, name: &str) -> StepResult<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    for event in events(world, name)? {
        let kind = event.get("type").or_else(|| event.get("event_type"));
        let about = event.pointer("/data/order_id").or_else(|| event.pointer("/data/status"));
        let about = about.or_else(|| event.pointer("/data/transaction_id"));
        *counts.entry(format!("{kind:?} {about:?}")).or_default() += 1;
    }
    Ok(counts)
}

then!("each event has arrived once at {string}", once);
fn once(world: &mut World, name: String) -> StepResult {
    let counts = counts(world, &name)?;
    if !counts.is_empty() && counts.values().all(|count| *count == 1) {
        return Ok(());
    }
    Err(Mismatch::behaviour("each event once", format!("{counts:?}")))
}

then!("each event has arrived again at {string}", again);
fn again(world: &mut World, name: String) -> StepResult {
    let counts = counts(world, &name)?;
    if !counts.is_empty() && counts.values().all(|count| *count > 1) {
        return Ok(());
    }
    Err(Mismatch::behaviour("each event more than once", format!("{counts:?}")))
}

then!("no redirect was followed", not_followed);
fn not_followed(world: &mut World) -> StepResult {
    if sink(world)?.was_followed() {
        return Err(Mismatch::behaviour("a redirect that is not followed", "it was"));
    }
    Ok(())
}

then!("repetitions at {string} have the type and timestamp of the first attempt", recognisable);
fn recognisable(world: &mut World, name: String) -> StepResult {
    let mut identities: BTreeMap<String, usize> = BTreeMap::new();
    for event in events(world, &name)? {
        let at = |root: &str, inner: &str| {
            event.get(root).or_else(|| event.pointer(inner)).map(Value::to_string)
        };
        let kind = at("type", "/event_type");
        let identity = format!("{kind:?} {:?}", at("timestamp", "/data/timestamp"));
        *identities.entry(identity).or_default() += 1;
    }
    if !identities.is_empty() && identities.values().all(|count| *count > 1) {
        return Ok(());
    }
    Err(Mismatch::behaviour("each type and timestamp more than once", format!("{identities:?}")))
}

then!("these events arrive at {string}", these);
async fn these(world: &mut World, step: &Step, name: String) -> StepResult {
    let rows = rows(step);
    let path = world.envelope.hooks.get(&name)?.path;
    sink(world)?.wait(&path, rows.len(), PATIENCE).await;
    flush(world).await?;
    let mut events = events(world, &name)?;
    let expected: Vec<_> = rows.iter().map(|row| row[0].as_str()).collect();
    // Each delivery has a connection of its own: the order in which they are read is not the order
    // in which things happened, which the timestamps tell. Events of one microsecond have no order.
    events.sort_by_key(|event| {
        let rank = expected.iter().position(|kind| event["type"] == **kind);
        (event["timestamp"].as_i64(), rank)
    });
    let kinds: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap_or("?")).collect();
    if kinds != expected {
        return Err(Mismatch::behaviour(expected.join(", "), kinds.join(", ")));
    }
    for event in &events {
        described(event)?;
    }
    let mut identities: Vec<_> =
        events.iter().map(|one| (&one["type"], &one["timestamp"])).collect();
    identities.sort_by_key(|(kind, stamp)| (kind.to_string(), stamp.to_string()));
    identities.dedup();
    if identities.len() == events.len() {
        return Ok(());
    }
    Err(Mismatch::behaviour("no two events with one type and timestamp", kinds.join(", ")))
}

/// The payload of an event, as far as all events share it.
fn described(event: &Value) -> StepResult {
    let text = |pointer: &str| event.pointer(pointer).is_some_and(Value::is_string);
    let kind = event["type"].as_str().unwrap_or_default();
    let data = match kind {
        "card_transaction" => text("/data/transaction_id") && text("/data/status"),
        "card_status_changed" => text("/data/previous_status") && text("/data/status"),
        _ => text("/data/order_id") && text("/data/status") && text("/data/order_type"),
    };
    let whole = text("/project_id") && text("/card_id") && text("/external_user_id");
    if data && whole && event["timestamp"].is_i64() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the payload of {kind}"), event.to_string()))
}

then!("attempts are made at {string} after these pauses and at no other time", attempts);
async fn attempts(world: &mut World, step: &Step, name: String) -> StepResult {
    let path = world.envelope.hooks.get(&name)?.path;
    let count = sink(world)?.wait(&path, 1, PATIENCE).await.len();
    let expect = |world: &World, wanted: usize, when: &str| {
        let seen = sink(world)?.arrived(&path).len();
        if seen == wanted {
            return Ok(());
        }
        Err(Mismatch::behaviour(format!("{wanted} attempts {when}"), seen.to_string()))
    };
    expect(world, 1, "at once")?;
    for (made, row) in rows(step).iter().enumerate() {
        let pause = seconds(&row[0])?;
        world.control()?.advance(&format!("{}s", pause - 1)).await?;
        expect(world, count + made, &format!("1 s before {} have passed", row[0]))?;
        world.control()?.advance("1s").await?;
        expect(world, count + made + 1, &format!("after {}", row[0]))?;
    }
    world.control()?.advance("1d").await?;
    expect(world, count + rows(step).len(), "in all")
}

fn seconds(text: &str) -> StepResult<u64> {
    let wrong = || Mismatch::suite("a pause such as 30s, 5m or 2h", text);
    let (number, unit) = text.split_at(text.len().saturating_sub(1));
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        _ => return Err(wrong()),
    };
    number.parse::<u64>().map(|number| number * unit).map_err(|_| wrong())
}
