//! Control requests, sent again.

use serde_json::Value;

use super::{ControlCall, Item, Material};
use crate::{
    gate::recorded_body,
    surfaces::control::again,
    world::{
        World,
        replay::{Recorded, Replay, ReplayError},
    },
    worlds::Handle,
};

/// Sends a control request again; nothing for one that only the original needs. `display` is the
/// request with samples for its secrets, and the status of its answer.
pub(super) async fn sent_again(
    replay: &mut Replay,
    recorded: &Recorded,
    display: Option<(Value, u16)>,
    material: &Material<'_>,
) -> Result<Option<Item>, ReplayError> {
    let request = recorded.request.as_ref().unwrap_or(&Value::Null);
    let path = request["path"].as_str().unwrap_or_default().to_owned();
    if path.starts_with("/deviations") {
        return Ok(None);
    }
    let handle = Handle::repeating(replay.world.clone(), recorded.n, recorded.at, recorded.real());
    let method = request["method"].as_str().unwrap_or_default().to_owned();
    let sent = recorded_body(request).unwrap_or_default();
    let answer = again::sent_again(&handle, (&method, &path), sent, material.apis).await;
    if answer.is_some_and(|answer| answer.status().is_success()) {
        replay.world = handle.read(World::clone);
    } else {
        replay.apply(recorded)?;
    }
    if path.starts_with("/clock") {
        return Ok(None);
    }
    if path.starts_with("/receivers") || path.starts_with("/deliveries") {
        return Ok(Some(Item::Left { n: None, why: "what receivers are sent is not repeated" }));
    }
    let shown = display.and_then(|(shown, status)| Some((recorded_body(&shown)?, status)));
    let Some((body, status)) = shown else {
        return Ok(Some(Item::Left { n: None, why: "it is secret as a whole" }));
    };
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    Ok(Some(Item::Control(ControlCall { at: recorded.at, method, path, body, status })))
}
