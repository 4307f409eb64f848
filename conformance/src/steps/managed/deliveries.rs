//! Deliveries of webhooks: their form, their order, and what they say.

use std::time::Duration;

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{
    names::rows,
    receivers::{deliveries, event, receiver},
};
use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    drivers::webhook_sink::{Acknowledgement, Delivery},
    steps::receivers::{flush, sink},
    surfaces::managed::target::Pointer,
};

/// The longest time for a delivery.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);

given!(regex r#"^a receiver "([^"]+)", which answers (\d+)$"#, answering);
async fn answering(world: &mut World, name: String, status: u16) -> StepResult {
    receiver(world, name.clone()).await?;
    answers(world, name, status)
}

when!(regex r#"^"([^"]+)" answers (\d+) from now on$"#, answers);
fn answers(world: &mut World, name: String, status: u16) -> StepResult {
    let path = world.managed.receivers.get(&name)?.path;
    sink(world)?.answers(&path, Acknowledgement::status(status));
    Ok(())
}

given!("a receiver {string}, which drops the connection", dropping);
async fn dropping(world: &mut World, name: String) -> StepResult {
    receiver(world, name.clone()).await?;
    let path = world.managed.receivers.get(&name)?.path;
    sink(world)?.answers(&path, Acknowledgement::Dropped);
    Ok(())
}

/// Everything that has arrived at a receiver.
pub(super) fn arrived(world: &World, name: &str) -> StepResult<Vec<Delivery>> {
    let path = world.managed.receivers.get(name)?.path;
    Ok(sink(world)?.arrived(&path))
}

/// The first delivery at a receiver.
pub(super) fn first(world: &World, name: &str) -> StepResult<Delivery> {
    let all = arrived(world, name)?;
    all.into_iter().next().ok_or_else(|| Mismatch::behaviour("a delivery", "nothing arrived"))
}

/// The id of a delivery.
pub(super) fn id_of(world: &World, delivery: &Delivery) -> StepResult<String> {
    let header = world.managed_dialect().delivery_id_header();
    let id = delivery.header(&header).filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| Mismatch::behaviour(format!("a header {header}"), "none"))?;
    Ok(id.to_owned())
}

then!("these events arrive at {string} in this order", these);
async fn these(world: &mut World, step: &Step, name: String) -> StepResult {
    let wanted: Vec<_> = rows(world, step).into_iter().flatten().collect();
    exactly(world, &name, &wanted).await
}

/// Waits for these events, and lets no other come.
async fn exactly(world: &World, name: &str, wanted: &[String]) -> StepResult {
    let path = world.managed.receivers.get(name)?.path;
    sink(world)?.wait(&path, wanted.len(), PATIENCE).await;
    flush(world).await?;
    let mut kinds = Vec::new();
    for delivery in arrived(world, name)? {
        kinds.push(world.shown_text(&event(&delivery)?, Pointer::EventType)?);
    }
    if kinds == wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(wanted.join(", "), kinds.join(", ")))
}

then!(regex r#"^the dispute's events arrive at "([^"]+)", the last of them ([a-z_.]+)$"#, of_dispute);
async fn of_dispute(world: &mut World, name: String, last: String) -> StepResult {
    let mut wanted =
        vec!["card.dispute.created", "card.provisional_credit.granted", "card.dispute.updated"];
    if last == "card.provisional_credit.reversed" {
        wanted.push("card.dispute.lost");
    }
    wanted.push(&last);
    let wanted: Vec<_> = wanted.into_iter().map(str::to_owned).collect();
    exactly(world, &name, &wanted).await
}

then!("nothing at all arrives at {string}", nothing);
async fn nothing(world: &mut World, name: String) -> StepResult {
    exactly(world, &name, &[]).await
}

then!("each delivery at {string} has the shape of an event about the status of {string}", shape);
async fn shape(world: &mut World, name: String, card: String) -> StepResult {
    let reference = world.managed.cards.get(&card)?.reference;
    let now = world.clock.now().as_millisecond();
    let mut before: Option<i64> = None;
    for delivery in arrived(world, &name)? {
        let event = event(&delivery)?;
        let members: Vec<_> =
            event.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let in_order = ["id", "type", "timestamp", "sequence", "data"];
        if members != in_order || event.to_string().as_bytes() != delivery.body {
            let text = String::from_utf8_lossy(&delivery.body).into_owned();
            return Err(Mismatch::behaviour("compact JSON with the five members in order", text));
        }
        let typed = delivery.header("content-type") == Some("application/json");
        if delivery.method != "POST" || !typed {
            return Err(Mismatch::behaviour("a POST of application/json", delivery.method));
        }
        if !at::text(&event, "/id")?.starts_with("evt_") {
            return Err(Mismatch::behaviour("an id evt_…", event["id"].to_string()));
        }
        let stamp: Option<jiff::Timestamp> = at::text(&event, "/timestamp")?.parse().ok();
        // The clock stands still: the event is of this second at the most.
        if stamp.is_none_or(|stamp| (now - stamp.as_millisecond()).abs() > 1000) {
            return Err(Mismatch::behaviour("the world time", event["timestamp"].to_string()));
        }
        at::equals(&event, "/data/card/reference", &json!(reference))?;
        at::text(&event, "/data/previous_status")?;
        let sequence = event["sequence"].as_i64();
        if sequence.is_none() || before.is_some_and(|before| sequence != Some(before + 1)) {
            return Err(Mismatch::behaviour("the next sequence", event["sequence"].to_string()));
        }
        before = sequence;
    }
    Ok(())
}

then!("no redirect leads anywhere", not_followed);
fn not_followed(world: &mut World) -> StepResult {
    match sink(world)?.was_followed() {
        false => Ok(()),
        true => Err(Mismatch::behaviour("a redirect that is not followed", "it was")),
    }
}

then!("{string} and {string} have the same event under ids of their own", apart);
fn apart(world: &mut World, one: String, other: String) -> StepResult {
    let (first, second) = (first(world, &one)?, first(world, &other)?);
    let ids = (id_of(world, &first)?, id_of(world, &second)?);
    if first.body != second.body || ids.0 == ids.1 {
        let wanted = "the same body under two ids";
        return Err(Mismatch::behaviour(wanted, format!("ids {} and {}", ids.0, ids.1)));
    }
    Ok(())
}

/// The only event of a kind at a receiver.
fn only(world: &World, name: &str, kind: &str) -> StepResult<Value> {
    let all = deliveries(world, name, kind)?;
    match all.as_slice() {
        [one] => event(one),
        all => Err(Mismatch::behaviour(format!("one {kind}"), all.len().to_string())),
    }
}

then!("wallet.debited and card.funded at {string} say what the answer says", funding_told);
fn funding_told(world: &mut World, name: String) -> StepResult {
    let answer = world.heard()?.json.clone();
    let debited = only(world, &name, "wallet.debited")?;
    for (place, value) in [
        ("/data/amount", &answer["operation"]["amount"]),
        ("/data/currency", &answer["operation"]["currency"]),
        ("/data/reason", &json!("card_funding")),
        ("/data/operation", &answer["operation"]["reference"]),
        ("/data/card", &answer["card"]["reference"]),
        ("/data/wallet/reference", &answer["wallet"]["reference"]),
        ("/data/wallet/available", &answer["wallet"]["available"]),
    ] {
        at::equals(&debited, place, value)?;
    }
    let funded = only(world, &name, "card.funded")?;
    at::equals(&funded, "/data/card", &answer["card"])?;
    at::equals(&funded, "/data/operation", &answer["operation"])
}

then!("card.authorization.created at {string} says what the answer says", authorization_told);
fn authorization_told(world: &mut World, name: String) -> StepResult {
    let answer = world.heard()?.json.clone();
    let created = only(world, &name, "card.authorization.created")?;
    at::equals(&created, "/data/authorization", &answer)?;
    at::equals(&created, "/data/card_balance", &answer["card_balance"])
}
