//! The three amounts of a card or a wallet, to the cent, and the ledger of a card: what the sandbox
//! decided.

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
    let wanted = three_amounts(&available, &held)?;
    at::equals(&world.peek_at_card(&card).await?, "/balance", &wanted)
}

/// The available amount, the held one, and the total of both.
fn three_amounts(available: &str, held: &str) -> StepResult<Value> {
    let read = |text: &str| {
        millionths(text).ok_or_else(|| Mismatch::suite("a decimal amount", text.to_owned()))
    };
    let total = read(available)? + read(held)?;
    let total = format!("{:.2}", total as f64 / 1_000_000.0);
    Ok(json!({ "available": available, "held": held, "total": total }))
}

then!(regex r"^the (\w+) wallet of (the(?: [A-Za-z]+)? caller) has ([\d.]+) available and ([\d.]+) held$", wallet_has);
async fn wallet_has(
    world: &mut World,
    currency: String,
    actor: String,
    available: String,
    held: String,
) -> StepResult {
    let wanted = three_amounts(&available, &held)?;
    let listed = all_items(world, &actor, "/accounting/api/v1/wallets/").await?;
    let wallet = listed.into_iter().find(|one| one["currency"] == *currency);
    let wallet = wallet.unwrap_or_default();
    let members = ["available", "held", "total"];
    let shown: serde_json::Map<_, _> =
        members.into_iter().map(|name| (name.to_owned(), wallet[name].clone())).collect();
    at::equals_whole(&shown.into(), &wanted)
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
