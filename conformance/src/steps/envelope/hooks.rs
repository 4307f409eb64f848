//! Subscriptions of webhooks, at receivers of our own.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{ProjectName, outcomes::served};
use crate::{
    Mismatch, StepResult, World,
    drivers::webhook_sink::Acknowledgement,
    steps::receivers::{new_path, sink},
    surfaces::envelope::things::Hook,
};

/// A receiver called `name`, which is not subscribed yet.
async fn open(world: &mut World, name: &str, actor: &str) -> StepResult<Hook> {
    let path = new_path(world, name).await?;
    let hook = Hook { path, subscription: None, owner: actor.to_owned() };
    world.envelope.hooks.name(name, hook.clone());
    Ok(hook)
}

async fn subscribe(world: &mut World, actor: &str, name: &str) -> StepResult {
    let hook = open(world, name, actor).await?;
    let url = sink(world)?.url(&hook.path);
    let reply = world.call(actor, "/wh/subscribe", &json!({ "url": url })).await?;
    let subscription = reply.text("subscription_id").map(str::to_owned);
    world.envelope.hooks.name(name, Hook { subscription, ..hook });
    Ok(())
}

when!("{project} subscribes {string}", subscribes);
async fn subscribes(world: &mut World, actor: ProjectName, name: String) -> StepResult {
    subscribe(world, &actor.0, &name).await
}

given!("{string} of {project}", subscribed);
async fn subscribed(world: &mut World, name: String, actor: ProjectName) -> StepResult {
    subscribe(world, &actor.0, &name).await?;
    served(world.reply()?).map_err(Mismatch::while_preparing)
}

given!(regex r#"^"([^"]+)" of (the(?: second)? project), which answers (\d+) with (.+)$"#, answering);
async fn answering(
    world: &mut World,
    name: String,
    actor: String,
    status: u16,
    body: String,
) -> StepResult {
    subscribe(world, &actor, &name).await?;
    served(world.reply()?).map_err(Mismatch::while_preparing)?;
    let body = if body == "an empty body" { String::new() } else { body };
    let path = world.envelope.hooks.get(&name)?.path;
    sink(world)?.answers(&path, Acknowledgement::Answer { status, body });
    Ok(())
}

when!("{project} unsubscribes {string}", unsubscribes);
async fn unsubscribes(world: &mut World, actor: ProjectName, name: String) -> StepResult {
    let id = world.envelope.hooks.get(&name)?.subscription;
    let id = id.ok_or_else(|| Mismatch::behaviour("a subscription_id", "none"))?;
    world.call(&actor.0, "/wh/unsubscribe", &json!({ "subscription_id": id })).await.map(drop)
}

when!("{project} unsubscribes from what never existed", unsubscribes_unknown);
async fn unsubscribes_unknown(world: &mut World, actor: ProjectName) -> StepResult {
    let id = format!("00000001{}", &Uuid::new_v4().simple().to_string()[..16]);
    world.call(&actor.0, "/wh/unsubscribe", &json!({ "subscription_id": id })).await.map(drop)
}

when!(regex r"^(the(?: second)? project) subscribes the url (.+)$", subscribes_url);
async fn subscribes_url(world: &mut World, actor: String, json: String) -> StepResult {
    let url: Value = serde_json::from_str(&json)
        .map_err(|error| Mismatch::suite("a url as JSON", error.to_string()))?;
    world.call(&actor, "/wh/subscribe", &json!({ "url": url })).await.map(drop)
}

when!("{project} lists its subscriptions", lists);
async fn lists(world: &mut World, actor: ProjectName) -> StepResult {
    world.call(&actor.0, "/wh/subscriptions", &Value::Null).await.map(drop)
}

/// The number of times that a receiver is in the list.
fn listings(world: &World, name: &str) -> StepResult<usize> {
    let hook = world.envelope.hooks.get(name)?;
    let url = sink(world)?.url(&hook.path);
    let reply = world.reply()?;
    served(reply)?;
    let entries = reply.payload["subscriptions"].as_array();
    let entries = entries.ok_or_else(|| Mismatch::behaviour("subscriptions", reply.summary()))?;
    Ok(entries.iter().filter(|entry| entry["url"] == *url).count())
}

then!("{string} is listed", listed);
fn listed(world: &mut World, name: String) -> StepResult {
    if listings(world, &name)? == 1 {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{name} in the list, once"), world.reply()?.summary()))
}

then!("{string} is not listed", not_listed);
fn not_listed(world: &mut World, name: String) -> StepResult {
    if listings(world, &name)? > 0 {
        return Err(Mismatch::behaviour(
            format!("no {name} in the list"),
            world.reply()?.summary(),
        ));
    }
    Ok(())
}
