//! Time that passes on the target.

use cucumber::{given, when};

use crate::{Mismatch, StepResult, World};

#[given("the clock stands still")]
async fn stands_still(world: &mut World) -> StepResult {
    world.control()?.freeze_clock().await.map_err(Mismatch::while_preparing)
}

#[when(regex = r"^(\d+) (second|minute|hour|day)s? pass(?:es)?$")]
async fn pass(world: &mut World, count: u64, unit: String) -> StepResult {
    let letter = unit.chars().next().unwrap_or('s');
    world.control()?.advance(&format!("{count}{letter}")).await.map(drop)
}
