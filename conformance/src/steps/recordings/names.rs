//! Names of a recorded session that no answer has told: ids of the fixture, credentials, and PINs
//! that are encrypted under a session.

use serde_json::Value;

use crate::{
    Mismatch, StepResult, World,
    checks::pattern,
    drivers::graphql::session_key::{PinCodec, Session},
};

/// A text with values in the place of its names.
pub(super) async fn named(world: &mut World, text: &str) -> StepResult<String> {
    let unknown: Vec<String> = pattern::names_in(text)
        .filter(|name| !world.values.contains_key(*name))
        .map(str::to_owned)
        .collect();
    for name in unknown {
        if let Some(value) = found(world, &name).await? {
            world.values.insert(name, value);
        }
    }
    Ok(pattern::filled(text, &world.values))
}

/// The value of a name; none when it is none of these.
async fn found(world: &World, name: &str) -> StepResult<Option<Value>> {
    if let Some(rest) = name.strip_prefix("PIN ") {
        return pin(world, rest);
    }
    let Some((member, whose)) = name.split_once(" of ") else { return Ok(None) };
    if let "password" | "username" = member {
        let users = world.control()?.read("/credentials").await?["MC"]["users"].take();
        let users = users.as_array().cloned().unwrap_or_default();
        let user = users.into_iter().find(|user| user["label"] == whose);
        return Ok(user.map(|user| user[member].clone()));
    }
    let Some((kind, label)) = whose.split_once(' ') else { return Ok(None) };
    if !["card", "user", "project"].contains(&kind) {
        return Ok(None);
    }
    let place = format!("/entities/{kind}/{}", label.replace('/', "%2F"));
    let view = world.control()?.read(&place).await?;
    let surfaces = view["ids"].as_object().into_iter().flat_map(|ids| ids.values());
    let mut ids = surfaces.filter_map(|ids| ids.get(member)).filter(|id| !id.is_null());
    Ok(ids.next().cloned())
}

/// `4821 under key A and iv A`.
fn pin(world: &World, text: &str) -> StepResult<Option<Value>> {
    let parts = text.split_once(" under ").and_then(|(pin, rest)| {
        let (key, iv) = rest.split_once(" and ")?;
        Some((pin, world.values.get(key)?.as_str()?, world.values.get(iv)?.as_str()?))
    });
    let Some((pin, key, iv)) = parts else {
        return Err(Mismatch::suite("a PIN under a key and an iv that are known", text));
    };
    let session = Session { id: String::new(), key: key.to_owned(), iv: iv.to_owned() };
    session.encrypt_pin(&PinCodec::default(), pin).map(|value| Some(Value::from(value)))
}
