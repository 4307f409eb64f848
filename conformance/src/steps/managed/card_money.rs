//! The three amounts of a card, to the cent, and its ledger: what the sandbox decided.

use serde_json::{Value, json};

use super::lists::all_items;
use crate::{
    Mismatch, StepResult, World,
    checks::{
        json as at,
        money::{amount, millionths, shown},
    },
};

then!(regex r#"^"([^"]+)" has (-?[\d.]+) available and ([\d.]+) held$"#, has);
async fn has(world: &mut World, card: String, available: String, held: String) -> StepResult {
    let read = |text: &str| {
        millionths(text).ok_or_else(|| Mismatch::suite("a decimal amount", text.to_owned()))
    };
    let total = read(&available)? + read(&held)?;
    let total = format!("{:.2}", total as f64 / 1_000_000.0);
    let wanted = json!({ "available": available, "held": held, "total": total });
    at::equals(&world.peek_at_card(&card).await?, "/balance", &wanted)
}

then!("the ledger of {string} adds up to its balance, entry by entry", adds_up);
async fn adds_up(world: &mut World, name: String) -> StepResult {
    let card = world.managed.cards.get(&name)?;
    let path = format!("/cards/api/v1/managed-cards/{}/ledger/", card.reference);
    let mut entries = all_items(world, &card.owner, &path).await?;
    entries.reverse();
    let mut sums = [0, 0];
    for entry in &entries {
        for (sum, name) in sums.iter_mut().zip(["available", "held"]) {
            *sum += amount(entry, &format!("{name}_delta"))?;
            same(*sum, amount(entry, &format!("{name}_after"))?, &format!("{name} after {entry}"))?;
        }
    }
    let balance = &world.peek_at_card(&name).await?["balance"];
    is_worth(&entries)?;
    for (sum, member) in sums.into_iter().zip(["available", "held"]) {
        same(sum, amount(balance, member)?, &format!("{member} of {name}"))?;
    }
    Ok(())
}

/// A ledger without entries adds up to nothing, and says nothing.
fn is_worth(entries: &[Value]) -> StepResult {
    match entries.is_empty() {
        true => Err(Mismatch::behaviour("entries in the ledger", "none")),
        false => Ok(()),
    }
}

fn same(sum: i64, said: i64, place: &str) -> StepResult {
    match sum == said {
        true => Ok(()),
        false => Err(Mismatch::behaviour(format!("{} as {place}", shown(sum)), shown(said))),
    }
}
