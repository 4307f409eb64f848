//! Timestamps that were used before.

use super::outcomes::served;
use crate::{Mismatch, StepResult, World};

then!(
    "it is served again (reading {string}) or a duplicate (reading {string})",
    served_or_duplicate
);
fn served_or_duplicate(world: &mut World, again: String, duplicate: String) -> StepResult {
    let reply = world.reply()?;
    if served(reply).is_ok() {
        world.found_reading(&again);
        return Ok(());
    }
    if reply.clear().contains("Duplicate request detected") {
        world.found_reading(&duplicate);
        return Ok(());
    }
    Err(Mismatch::behaviour("served, or Duplicate request detected", reply.summary()))
}
