//! Readings of what the sources leave open about webhooks: either is fine, and is reported.

use super::{delivery_log, receivers::deliveries};
use crate::{Mismatch, StepResult, World, steps::receivers::flush};

then!(regex r#"^([a-z_.]+) tells "([^"]+)" of it \(reading "([^"]+)"\) or not \(reading "([^"]+)"\)$"#, tells);
async fn tells(
    world: &mut World,
    kind: String,
    name: String,
    told: String,
    untold: String,
) -> StepResult {
    flush(world).await?;
    let is_told = !deliveries(world, &name, &kind)?.is_empty();
    world.found_reading(if is_told { &told } else { &untold });
    Ok(())
}

then!(
    "wallet.debited comes to {string} before card.funded (reading {string}) or with it (reading {string})",
    moment
);
async fn moment(world: &mut World, name: String, early: String, late: String) -> StepResult {
    flush(world).await?;
    if !deliveries(world, &name, "card.funded")?.is_empty() {
        return Err(Mismatch::missing("a funding that is slow", "it was completed at once"));
    }
    let is_early = !deliveries(world, &name, "wallet.debited")?.is_empty();
    world.control()?.advance("1h").await?;
    for kind in ["card.funded", "wallet.debited"] {
        if deliveries(world, &name, kind)?.len() != 1 {
            return Err(Mismatch::behaviour(format!("one {kind} in the end"), "none, or several"));
        }
    }
    world.found_reading(if is_early { &early } else { &late });
    Ok(())
}

then!(
    "the log of the delivery at {string} answers under /weebhook/ (reading {string}), /webhook/ (reading {string}) or both (reading {string})",
    spelling
);
async fn spelling(
    world: &mut World,
    name: String,
    published: String,
    usual: String,
    both: String,
) -> StepResult {
    let mut served = Vec::new();
    for start in ["weebhook", "webhook"] {
        let answer = delivery_log::read_under(world, &name, start).await?;
        served.push((200..300).contains(&answer.status));
    }
    let reading = match served.as_slice() {
        [true, false] => published,
        [false, true] => usual,
        [true, true] => both,
        _ => return Err(Mismatch::behaviour("a delivery log under either path", "none")),
    };
    world.found_reading(&reading);
    Ok(())
}
