//! Shapes of events, which two snapshots of one page tell differently.

use serde_json::Value;

use super::deliveries::events;
use crate::{Mismatch, StepResult, World};

then!("the shape of the events at {string} tells the reading", shape);
fn shape(world: &mut World, hook: String) -> StepResult {
    let events = events(world, &hook)?;
    let typed = |event: &Value| event["type"].is_string() && !event["timestamp"].is_null();
    let enveloped = |event: &Value| event["event_type"].is_string() && event.get("data").is_some();
    let reading = if events.iter().all(typed) {
        "typed"
    } else if events.iter().any(enveloped) {
        "event-envelope"
    } else {
        return Err(Mismatch::behaviour(
            "type and timestamp, or event_type and data",
            events.first().map(Value::to_string).unwrap_or_default(),
        ));
    };
    world.found_reading(reading);
    Ok(())
}
