//! Receivers of webhooks, whatever surface tells them: paths on one listener of the scenario.

use std::time::Duration;

use uuid::Uuid;

use crate::{Mismatch, StepResult, World, drivers::webhook_sink::WebhookSink};

/// The time in which nothing has to happen, on a target whose clock we cannot move.
const QUIET: Duration = Duration::from_secs(3);

/// The listener of the scenario, which has one already.
pub(super) fn sink(world: &World) -> StepResult<&WebhookSink> {
    world.sink.as_ref().ok_or_else(|| Mismatch::suite("a receiver", "none was made"))
}

/// The path of a new receiver. Those of earlier scenarios stay subscribed on a target that has no
/// worlds: no path is there twice.
pub(super) async fn new_path(world: &mut World, name: &str) -> StepResult<String> {
    if world.sink.is_none() {
        let sink = match &world.target()?.webhook_sink {
            Some(place) => WebhookSink::listen(place.listen, place.public_url.as_deref()).await?,
            None => WebhookSink::start().await?,
        };
        world.sink = Some(sink);
    }
    Ok(format!("/{}/{}", Uuid::new_v4().simple(), name.replace(' ', "-")))
}

/// Lets everything arrive that is due: a sandbox has sent it when an advance is answered.
pub(super) async fn flush(world: &World) -> StepResult {
    if world.on_sandbox() {
        return world.control()?.advance("1ms").await.map(drop);
    }
    tokio::time::sleep(world.target()?.settle().min(QUIET)).await;
    Ok(())
}
