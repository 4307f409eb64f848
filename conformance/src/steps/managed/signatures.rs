//! Signatures of deliveries (MC 14.4), computed anew.

use super::deliveries::arrived;
use crate::{
    Mismatch, StepResult, World,
    drivers::{managed::signature, webhook_sink::Delivery},
};

/// The secret of a receiver.
fn secret(world: &World, name: &str) -> StepResult<String> {
    let secret = world.managed.receivers.get(name)?.secret;
    secret.ok_or_else(|| Mismatch::missing("the secret of a receiver", "the target tells none"))
}

/// Refuses a delivery at a receiver that is not signed with its secret.
pub(super) fn all_signed(world: &World, name: &str) -> StepResult {
    let secret = secret(world, name)?;
    for delivery in arrived(world, name)? {
        if !signature::fits(&delivery, &secret)? {
            let listed = signature::listed(&delivery).join(" ");
            return Err(Mismatch::behaviour("a signature that fits", listed));
        }
    }
    Ok(())
}

/// The delivery with one byte of an id, a timestamp or the body changed.
fn tampered(delivery: &Delivery) -> Vec<Delivery> {
    let mut all = Vec::new();
    for name in ["webhook-id", "webhook-timestamp"] {
        let mut one = delivery.clone();
        for (known, value) in &mut one.headers {
            if known == name {
                let end = if value.ends_with('1') { '2' } else { '1' };
                value.pop();
                value.push(end);
            }
        }
        all.push(one);
    }
    let mut one = delivery.clone();
    if let Some(byte) = one.body.last_mut() {
        *byte ^= 1;
    }
    all.push(one);
    all
}

then!("each delivery at {string} is signed, and nothing else fits its signature", signed);
fn signed(world: &mut World, name: String) -> StepResult {
    all_signed(world, &name)?;
    let secret = secret(world, &name)?;
    for delivery in arrived(world, &name)? {
        for changed in tampered(&delivery) {
            if signature::fits(&changed, &secret)? {
                return Err(Mismatch::behaviour("a signature that notices a change", "it fits"));
            }
        }
    }
    Ok(())
}

given!("the webhook secret is changed", changed);
async fn changed(world: &mut World) -> StepResult {
    let turned = world.op("rotate-secret", &serde_json::json!({ "surface": "MC" })).await;
    let turned = turned.map_err(Mismatch::while_preparing)?;
    let secret = turned["secret"].as_str().unwrap_or_default().to_owned();
    world.managed.texts.insert("the new secret".to_owned(), secret);
    Ok(())
}

then!(regex r#"^the last delivery at "([^"]+)" is signed with the new (and the old )?secret$"#, signed_with);
fn signed_with(world: &mut World, name: String, old: String) -> StepResult {
    let all = arrived(world, &name)?;
    let last = all.last().ok_or_else(|| Mismatch::behaviour("a delivery", "none"))?;
    let new = world.managed.texts.get("the new secret").cloned();
    let new = new.ok_or_else(|| Mismatch::suite("a new secret", "none"))?;
    let mut secrets = vec![new];
    if !old.is_empty() {
        secrets.push(secret(world, &name)?);
    }
    let header = |name: &str| last.header(name).unwrap_or_default();
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp"));
    let wanted = secrets.iter().map(|one| signature::of(one, id, timestamp, &last.body));
    let wanted = wanted.collect::<StepResult<Vec<_>>>()?;
    let listed = signature::listed(last);
    if listed == wanted.iter().map(String::as_str).collect::<Vec<_>>() {
        return Ok(());
    }
    let wanted = format!("{} signatures, the new secret's first", wanted.len());
    Err(Mismatch::behaviour(wanted, format!("{} others", listed.len())))
}
