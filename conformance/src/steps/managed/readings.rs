//! Answers that the sources leave open: which reading a target has.

use crate::{
    Mismatch, StepResult, World,
    checks::{
        json::equals,
        money::{millionths, shown},
    },
    surfaces::managed::target::Pointer,
};

then!(regex r#"^the balance of "([^"]+)" is lower by ([\d.]+) \(reading "(\w+)"\), or the same with that held beside it \(reading "(\w+)"\)$"#, hold_shows);
/// A hold in the balance of a card (AMB-MC-03).
async fn hold_shows(
    world: &mut World,
    card: String,
    amount: String,
    drops: String,
    separate: String,
) -> StepResult {
    let thing = world.managed.cards.get(&card)?;
    let held = world.amount_on(&thing, &amount)?;
    let held =
        millionths(&held).ok_or_else(|| Mismatch::suite("a decimal amount", amount.clone()))?;
    let before = world.noted_balance(&card)?;
    let mut reading = None;
    world
        .until_settled(async |world| {
            let shows = world.peek_at_card(&card).await?;
            let now = world.shown_amount(&shows, Pointer::CardAvailable)?;
            let dialect = world.managed_dialect();
            if world.on_sandbox() || dialect.pointers.contains_key(&Pointer::CardHeld) {
                let beside = world.shown_amount(&shows, Pointer::CardHeld)?;
                if beside != held {
                    let wanted = format!("{} held on {card}", shown(held));
                    return Err(Mismatch::behaviour(wanted, shown(beside)));
                }
            }
            reading = Some(now == before);
            if now == before || now == before - held {
                return Ok(());
            }
            let wanted = format!("{} or {}", shown(before - held), shown(before));
            Err(Mismatch::behaviour(wanted, shown(now)))
        })
        .await?;
    let is_separate = reading.unwrap_or_default();
    if !is_separate && world.on_sandbox() {
        let total = format!("{:.2}", before as f64 / 1_000_000.0);
        equals(&world.peek_at_card(&card).await?, "/balance/total", &total.into())?;
    }
    world.found_reading(if is_separate { &separate } else { &drops });
    Ok(())
}
