//! The validity of a card: the instants around the end of its expiry month (MC 7.3).

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::{Mismatch, StepResult, World, checks::json as at};

/// The first instant (UTC) of the month after the expiry month of a card.
async fn end_of_validity(world: &World, card: &str) -> StepResult<Timestamp> {
    let shown = world.peek_at_card(card).await?;
    let [year, month] =
        [at::integer(&shown, "/expiry_year")?, at::integer(&shown, "/expiry_month")?];
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let text = format!("{year:04}-{month:02}-01T00:00:00Z");
    text.parse().map_err(|_| Mismatch::behaviour("an expiry month of the calendar", text.clone()))
}

/// Stops the clock of the target at an instant.
async fn stop_at(world: &mut World, instant: Timestamp) -> StepResult {
    let setting = json!({ "mode": "frozen", "at": instant.to_string() });
    world.control()?.set_clock(&setting).await?;
    world.renew_tokens().await
}

when!("the last second of the expiry month of {string} begins", last_second);
async fn last_second(world: &mut World, card: String) -> StepResult {
    let end = end_of_validity(world, &card).await?;
    stop_at(world, end - SignedDuration::from_secs(1)).await
}

when!("the expiry month of {string} is over", is_over);
async fn is_over(world: &mut World, card: String) -> StepResult {
    let end = end_of_validity(world, &card).await?;
    stop_at(world, end).await
}
