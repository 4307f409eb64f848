//! Receivers of webhooks, and what arrives at them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    drivers::webhook_sink::Delivery,
    steps::receivers::{flush, new_path, sink},
    surfaces::managed::{target::Pointer, things::Receiver},
};

/// The longest time for a delivery.
const PATIENCE: Duration = Duration::from_secs(8);

given!("a receiver {string}", receiver);
/// On a sandbox a receiver of its own; elsewhere the address of `[webhook_sink]`, at which the
/// target has to deliver already: no source says how a receiver is registered.
pub(super) async fn receiver(world: &mut World, name: String) -> StepResult {
    let path = new_path(world, &name).await?;
    let mut receiver = Receiver { path: "/".to_owned(), id: None, secret: None };
    if world.on_sandbox() {
        let wanted = json!({ "surface": "MC", "url": sink(world)?.url(&path) });
        let made = world.control()?.receiver(&wanted).await.map_err(Mismatch::while_preparing)?;
        receiver = Receiver {
            path,
            id: made["id"].as_str().map(str::to_owned),
            secret: made["secret"].as_str().map(str::to_owned),
        };
    }
    world.managed.receivers.name(name, receiver);
    Ok(())
}

/// The event of a delivery.
pub(super) fn event(delivery: &Delivery) -> StepResult<Value> {
    serde_json::from_slice(&delivery.body)
        .map_err(|_| Mismatch::behaviour("a body of JSON", String::from_utf8_lossy(&delivery.body)))
}

/// The deliveries at a receiver so far whose event has that name, in order.
pub(super) fn deliveries(world: &World, name: &str, kind: &str) -> StepResult<Vec<Delivery>> {
    let path = world.managed.receivers.get(name)?.path;
    let dialect = world.managed_dialect();
    let arrived = sink(world)?.arrived(&path).into_iter();
    let fits = |delivery: &Delivery| {
        let event = event(delivery).unwrap_or_default();
        dialect.find(&event, Pointer::EventType).is_some_and(|shown| shown == kind)
    };
    Ok(arrived.filter(fits).collect())
}

/// Waits until more than `after` deliveries of an event have arrived, and answers all of them.
async fn waited(world: &World, name: &str, kind: &str, after: usize) -> StepResult<Vec<Delivery>> {
    let pause = Duration::from_millis(50);
    let mut left = PATIENCE.max(world.target()?.settle());
    loop {
        let arrived = deliveries(world, name, kind)?;
        if arrived.len() > after {
            return Ok(arrived);
        }
        if left.is_zero() {
            let path = world.managed.receivers.get(name)?.path;
            let seen = format!(
                "{} of {kind} among {} deliveries",
                arrived.len(),
                sink(world)?.arrived(&path).len()
            );
            return Err(Mismatch::behaviour(format!("{} of {kind} at {name}", after + 1), seen));
        }
        tokio::time::sleep(pause).await;
        left = left.saturating_sub(pause);
    }
}

then!(regex r#"^"([^"]+)" receives ([a-z_.]+)$"#, receives);
async fn receives(world: &mut World, name: String, kind: String) -> StepResult {
    let arrived = waited(world, &name, &kind, 0).await?;
    let bodies: Vec<_> = arrived.into_iter().map(|delivery| delivery.body).collect();
    world.managed.bodies.insert(format!("{kind} at {name}"), bodies);
    Ok(())
}

then!(regex r#"^"([^"]+)" receives one more ([a-z_.]+), with another body$"#, receives_more);
/// At least one delivery whose body none of those had that `receives` has seen: an event that is
/// sent again is no new one.
async fn receives_more(world: &mut World, name: String, kind: String) -> StepResult {
    let before = world.managed.bodies.get(&format!("{kind} at {name}")).cloned();
    let before = before.ok_or_else(|| Mismatch::suite("deliveries before", "none were seen"))?;
    let mut count = before.len();
    loop {
        let arrived = waited(world, &name, &kind, count).await?;
        if arrived.iter().any(|delivery| !before.contains(&delivery.body)) {
            return Ok(());
        }
        count = arrived.len();
    }
}

then!(regex r#"^"([^"]+)" receives no ([a-z_.]+)$"#, receives_no);
async fn receives_no(world: &mut World, name: String, kind: String) -> StepResult {
    flush(world).await?;
    match deliveries(world, &name, &kind)?.len() {
        0 => Ok(()),
        count => Err(Mismatch::behaviour(format!("no {kind}"), format!("{count} of them"))),
    }
}
