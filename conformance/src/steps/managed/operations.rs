//! Filters of operations, with the target's own words for kinds and states.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    CallerName,
    answers::served,
    starting_cards::{StartingCard, make_card},
};
use crate::{Mismatch, StepResult, World, surfaces::managed::target::Pointer};

/// The published filters, and the place at which an operation shows what they ask for.
const FILTERS: [(&str, Pointer); 3] = [
    ("status", Pointer::OperationStatus),
    ("type", Pointer::OperationType),
    ("currency", Pointer::OperationCurrency),
];

given!(
    "an active card {string} of {caller}, in another currency where the target has one",
    other_card
);
async fn other_card(world: &mut World, name: String, owner: CallerName) -> StepResult {
    let program = world.on_sandbox().then(|| "prg_ke_kes_instant".to_owned());
    let wanted = StartingCard { status: "active".to_owned(), available: None, program };
    let made = make_card(world, &name, &owner.0, &wanted).await;
    made.map(drop).map_err(Mismatch::while_preparing)
}

given!(
    regex r#"^a funding of "([^"]+)" with ([\d.]+) that waits, where the target can let one wait$"#,
    waiting
);
/// The provider of a sandbox is told to take an hour; nobody says how another one is slowed down.
async fn waiting(world: &mut World, card: String, amount: String) -> StepResult {
    if !world.on_sandbox() {
        return Ok(());
    }
    let card = world.managed.cards.get(&card)?;
    let caller = world.caller(&card.owner)?;
    let values = [("reference", card.reference.as_str()), ("amount", amount.as_str())];
    let request = caller.request("cards.fund", &values)?;
    let mut body: Value = serde_json::from_slice(&request.body)
        .map_err(|why| Mismatch::suite("a body of JSON", why.to_string()))?;
    body["sandbox"] = json!({ "adapter": "delayed", "delay_seconds": 3600 });
    let answer = caller.send(&request.saying(body.to_string())).await?;
    served(&answer).map_err(Mismatch::while_preparing)
}

/// The operations that a query finds, by reference.
async fn found(world: &World, actor: &str, query: &str) -> StepResult<BTreeMap<String, Value>> {
    let request = world.caller(actor)?.request("operations.list", &[])?.asking(query);
    let answer = world.peek_exactly(actor, &request).await?;
    let list = world.managed_dialect().list(&answer, Pointer::Operations).cloned();
    let list =
        list.ok_or_else(|| Mismatch::behaviour("a list of operations", answer.to_string()))?;
    let entry = |one: Value| Ok((world.shown_text(&one, Pointer::OperationReference)?, one));
    list.into_iter().map(entry).collect()
}

then!("each filter of the operations of {caller} shows what fits it and nothing else", filters);
async fn filters(world: &mut World, actor: CallerName) -> StepResult {
    world.until_settled(async |world| all_filters(world, &actor.0).await).await
}

async fn all_filters(world: &World, actor: &str) -> StepResult {
    let all = found(world, actor, "").await?;
    for (filter, place) in FILTERS {
        let mut by_value: BTreeMap<String, BTreeSet<&String>> = BTreeMap::new();
        for (reference, one) in &all {
            by_value.entry(world.shown_text(one, place)?).or_default().insert(reference);
        }
        if filter == "type" && by_value.len() < 2 {
            return Err(Mismatch::behaviour("operations of two kinds", format!("{by_value:?}")));
        }
        if filter == "status" && world.on_sandbox() {
            by_value.entry("failed".to_owned()).or_default();
        }
        for (value, wanted) in by_value {
            let query = format!("{filter}={value}");
            let shown = found(world, actor, &query).await?;
            // A list may end at a page: what fits and is not among all may be older than they are.
            let complete = wanted.iter().all(|reference| shown.contains_key(*reference));
            let fits = |one: &Value| world.shown_text(one, place).is_ok_and(|shown| shown == value);
            if !complete || !shown.values().all(fits) {
                let wanted = format!("{wanted:?} for {query}, and what fits");
                let shown: Vec<_> = shown.into_values().collect();
                return Err(Mismatch::behaviour(wanted, Value::from(shown).to_string()));
            }
        }
    }
    Ok(())
}
