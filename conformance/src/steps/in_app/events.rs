//! Events of the app at receivers of our own. How a target words an event is its own; the names of
//! events are those of the guides.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    Mismatch, StepResult, World,
    drivers::{partner::sign, webhook_sink::Delivery},
    steps::{
        graphql::Actor,
        receivers::{flush, new_path, sink},
    },
    surfaces::in_app::things::Receiver,
};

/// The longest time for a delivery, where the target needs no longer for a write to show.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest time that a sandbox needs once everything that is due was sent.
const ON_SANDBOX: Duration = Duration::from_secs(2);

/// The largest difference between a timestamp and our clock, in milliseconds.
const SKEW_MS: i64 = 5 * 60 * 1000;

given!("the receiver {string} of events of the app", receiver);
async fn receiver(world: &mut World, name: String) -> StepResult {
    let path = new_path(world, &name).await?;
    let input = json!({ "surface": "AG", "url": sink(world)?.url(&path) });
    let made = match &world.control {
        Some(control) => control.receiver(&input).await,
        None => world.op("add-receiver", &input).await,
    };
    let secret = made.map_err(Mismatch::while_preparing)?["secret"].as_str().map(str::to_owned);
    world.in_app.receivers.name(name, Receiver { path, secret });
    Ok(())
}

/// True when something in a payload is one of these, as a text or a number.
fn mentions(payload: &Value, wanted: &[String]) -> bool {
    match payload {
        Value::Object(members) => members.values().any(|member| mentions(member, wanted)),
        Value::Array(items) => items.iter().any(|item| mentions(item, wanted)),
        Value::String(text) => wanted.contains(text),
        Value::Number(number) => wanted.contains(&number.to_string()),
        Value::Null | Value::Bool(_) => false,
    }
}

fn payload(delivery: &Delivery) -> Value {
    crate::drivers::body::json(&delivery.body)
}

/// Deliveries of an event that have arrived, in order.
fn arrived(world: &World, receiver: &str, event: &str) -> StepResult<Vec<Value>> {
    let path = world.in_app.receivers.get(receiver)?.path;
    let all = sink(world)?.arrived(&path);
    let name = [event.to_owned()];
    Ok(all.iter().map(payload).filter(|payload| mentions(payload, &name)).collect())
}

/// Waits until what has arrived of an event is enough, or the time is over; answers it either way.
async fn awaited(
    world: &World,
    receiver: &str,
    event: &str,
    is_enough: impl Fn(&[Value]) -> bool,
) -> StepResult<Vec<Value>> {
    let pause = Duration::from_millis(50);
    let mut left = if world.on_sandbox() { ON_SANDBOX } else { PATIENCE };
    left = left.max(world.target()?.settle());
    flush(world).await?;
    loop {
        let seen = arrived(world, receiver, event)?;
        if is_enough(&seen) || left.is_zero() {
            return Ok(seen);
        }
        tokio::time::sleep(pause.min(left)).await;
        left = left.saturating_sub(pause);
    }
}

/// Everything that has arrived, for a failure.
fn said(world: &World, receiver: &str) -> StepResult<String> {
    let path = world.in_app.receivers.get(receiver)?.path;
    let all = sink(world)?.arrived(&path);
    let all: Vec<_> = all.iter().map(payload).collect();
    Ok(crate::outlet::excerpt(&json!(all).to_string(), 400))
}

then!("the event {word} arrives at {string}", arrives);
async fn arrives(world: &mut World, event: String, receiver: String) -> StepResult {
    if awaited(world, &receiver, &event, |seen| !seen.is_empty()).await?.is_empty() {
        return Err(Mismatch::behaviour(event, said(world, &receiver)?));
    }
    Ok(())
}

then!("the event {word} has not arrived at {string}", not_arrived);
async fn not_arrived(world: &mut World, event: String, receiver: String) -> StepResult {
    flush(world).await?;
    match arrived(world, &receiver, &event)?.first() {
        None => Ok(()),
        Some(payload) => Err(Mismatch::behaviour(format!("no {event}"), payload.to_string())),
    }
}

then!("the event {word} arrives at {string} for {actor}, and not for {actor}", arrives_for);
/// Where an event says whose it is, it says the right one.
async fn arrives_for(
    world: &mut World,
    event: String,
    receiver: String,
    owner: Actor,
    other: Actor,
) -> StepResult {
    arrives(world, event.clone(), receiver.clone()).await?;
    let of = |actor: &Actor| -> StepResult<Vec<String>> {
        let name = format!("the application of {}", actor.0);
        let application = world.graphql.applications.get(&name)?.id.to_string();
        Ok(world.user(&actor.0)?.id().into_iter().chain([application]).collect())
    };
    let (own, others) = (of(&owner)?, of(&other)?);
    let seen = arrived(world, &receiver, &event)?;
    let is_wrong = |payload: &&Value| mentions(payload, &others) && !mentions(payload, &own);
    match seen.iter().find(is_wrong) {
        None => Ok(()),
        Some(payload) => {
            Err(Mismatch::behaviour(format!("{event} of {}", owner.0), payload.to_string()))
        }
    }
}

then!("the event {word} arrives at {string} at least {int} times for {string}", arrives_for_card);
async fn arrives_for_card(
    world: &mut World,
    event: String,
    receiver: String,
    count: usize,
    card: String,
) -> StepResult {
    let card = world.graphql.cards.get(&card)?;
    let ids: Vec<_> = card.external_id.into_iter().chain([card.id.to_string()]).collect();
    let of_card = |seen: &[Value]| seen.iter().filter(|one| mentions(one, &ids)).count();
    let seen = awaited(world, &receiver, &event, |seen| of_card(seen) >= count).await?;
    if of_card(&seen) >= count {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{count} times {event} of {ids:?}"), said(world, &receiver)?))
}

then!("the events of the swap at {string} are one {word} and after it one {word}", once_each);
async fn once_each(
    world: &mut World,
    receiver: String,
    first: String,
    second: String,
) -> StepResult {
    arrives(world, first.clone(), receiver.clone()).await?;
    arrives(world, second.clone(), receiver.clone()).await?;
    flush(world).await?;
    let swap = world.result("smartWalletExecuteSwapQuote")?["transactionHash"].clone();
    let path = world.in_app.receivers.get(&receiver)?.path;
    let events: Vec<_> = sink(world)?.arrived(&path).iter().map(payload).collect();
    let of_swap = events.iter().filter(|event| event["data"]["transactionHash"] == swap);
    // Each delivery has a connection of its own, so the order of arrival says nothing.
    let mut seen: Vec<_> =
        of_swap.map(|event| (event["seq"].as_u64(), event["type"].as_str())).collect();
    seen.sort_unstable();
    match seen[..] {
        [(Some(earlier), Some(one)), (Some(later), Some(other))]
            if one == first && other == second && earlier < later =>
        {
            Ok(())
        }
        _ => {
            let wanted = format!("{first}, then {second} with a higher seq, for {swap}");
            Err(Mismatch::behaviour(wanted, json!(events).to_string()))
        }
    }
}

then!("each delivery at {string} is signed over its timestamp and its body", signed);
async fn signed(world: &mut World, name: String) -> StepResult {
    flush(world).await?;
    let Receiver { path, secret } = world.in_app.receivers.get(&name)?;
    let secret = secret.ok_or_else(|| {
        Mismatch::missing("the secret of a receiver", "add-receiver answers no \"secret\"")
    })?;
    let deliveries = sink(world)?.wait(&path, 1, PATIENCE).await;
    if deliveries.is_empty() {
        return Err(Mismatch::behaviour("a delivery", "nothing arrived"));
    }
    let now = world.clock.now().as_millisecond();
    for delivery in deliveries {
        let header = |name: &str| delivery.header(name).unwrap_or_default().to_owned();
        let timestamp = header("x-agio-timestamp");
        let at = timestamp.parse::<i64>().ok();
        if at.is_none_or(|at| (now - at).abs() > SKEW_MS) {
            let wanted = format!("x-agio-timestamp in milliseconds, about {now}");
            return Err(Mismatch::behaviour(wanted, timestamp));
        }
        if header("x-agio-signature") != sign::hex(&secret, &timestamp, &delivery.body) {
            return Err(Mismatch::behaviour(
                "x-agio-signature: the hex HMAC-SHA256 of timestamp, dot and body",
                "another value",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_mentions_whole_values_only() {
        let payload = json!({"data": [{"id": 12, "cardId": "a-b", "ok": true}], "type": "X"});
        let is = |text: &str| mentions(&payload, &[text.to_owned()]);
        assert!(is("12") && is("a-b") && is("X"));
        assert!(!is("1") && !is("a") && !is("id") && !is("true"));
    }
}
