//! Control requests, sent again.

use serde_json::Value;

use super::{ControlCall, Item, Material};
use crate::{
    control::again,
    gate::recorded_body,
    world::{
        World,
        replay::{Recorded, Replay, ReplayError},
    },
    worlds::Handle,
};

/// Sends a control request again; nothing for one that only the original needs. `display` is the
/// request with samples for its secrets; `status` that of its answer, none for a request that waited
/// for receivers: those are told nothing again, and only what it did is done.
pub(super) async fn sent_again(
    replay: &mut Replay,
    recorded: &Recorded,
    (display, status): (Option<Value>, Option<u16>),
    material: &Material<'_>,
) -> Result<Option<Item>, ReplayError> {
    let request = recorded.request.as_ref().unwrap_or(&Value::Null);
    let path = request["path"].as_str().unwrap_or_default().to_owned();
    if path.starts_with("/deviations") {
        return Ok(None);
    }
    let method = request["method"].as_str().unwrap_or_default().to_owned();
    let handle = Handle::repeating(replay.world.clone(), recorded.n, recorded.at, recorded.real());
    let answer = match status {
        Some(_) => {
            let sent = recorded_body(request).unwrap_or_default();
            again::sent_again(&handle, (&method, &path), sent, material.apis).await
        }
        None => None,
    };
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
    let shown = display.as_ref().and_then(recorded_body);
    let Some((body, status)) = shown.zip(Some(status.unwrap_or(200))) else {
        return Ok(Some(Item::Left { n: None, why: "it is secret as a whole" }));
    };
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    Ok(Some(Item::Control(ControlCall { at: recorded.at, method, path, body, status })))
}
