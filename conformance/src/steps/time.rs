//! Time that passes on the target.

use jiff::Timestamp;
use serde_json::json;

use crate::{Mismatch, StepResult, World};

given!("the clock stands still", stands_still);
async fn stands_still(world: &mut World) -> StepResult {
    world.control()?.freeze_clock().await.map_err(Mismatch::while_preparing)
}

given!("the clock stands still at noon", stands_at_noon);
async fn stands_at_noon(world: &mut World) -> StepResult {
    const HOUR_MS: i64 = 3_600_000;
    let today = world.clock.now().as_millisecond().div_euclid(24 * HOUR_MS);
    let noon = Timestamp::from_millisecond((today + 1) * 24 * HOUR_MS + 12 * HOUR_MS)
        .map_err(|error| Mismatch::precondition("a time that can be set", error.to_string()))?;
    let setting = json!({ "mode": "frozen", "at": noon.to_string() });
    world.control()?.set_clock(&setting).await.map_err(Mismatch::while_preparing)?;
    world.renew_tokens().await.map_err(Mismatch::while_preparing)
}

when!(regex r"^(\d+) (millisecond|second|minute|hour|day)s? pass(?:es)?$", pass);
async fn pass(world: &mut World, count: u64, unit: String) -> StepResult {
    let unit = match unit.as_str() {
        "millisecond" => "ms",
        longer => &longer[..1],
    };
    world.control()?.advance(&format!("{count}{unit}")).await?;
    world.renew_tokens().await
}
