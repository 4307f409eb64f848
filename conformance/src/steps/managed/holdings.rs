//! Everything that a caller has: noted, and compared with what was noted.

use serde_json::{Map, Value, json};

use super::{CallerName, cards::cards_of, lists::all_items, wallets};
use crate::{
    Mismatch, StepResult, World,
    checks::{json as at, money::shown},
    surfaces::managed::target::Pointer,
};

/// Status and balance of each card, and the balance of each wallet, in the words of the target.
async fn holdings(world: &World, actor: &str) -> StepResult<Value> {
    let mut all = Map::new();
    let listed = world.peek(actor, "cards.list", &[]).await?;
    for card in cards_of(world, &listed)? {
        let reference = world.shown_text(&card, Pointer::CardReference)?;
        let status = world.shown_text(&card, Pointer::CardStatus)?;
        let available = shown(world.shown_amount(&card, Pointer::CardAvailable)?);
        all.insert(reference, json!({ "status": status, "available": available }));
    }
    for (currency, amount) in wallets::available(world, actor).await? {
        all.insert(format!("the {currency} wallet"), shown(amount).into());
    }
    Ok(all.into())
}

/// The lists in which everything of a caller stands.
const LISTS: [&str; 5] = [
    "/cards/api/v1/managed-cards/",
    "/cards/api/v1/authorizations/",
    "/cards/api/v1/disputes/",
    "/accounting/api/v1/wallets/",
    "/accounting/api/v1/operations/",
];

/// Every object of every list, and the ledger of every card, whole.
async fn everything(world: &World, actor: &str) -> StepResult<Value> {
    let mut all = Map::new();
    for list in LISTS {
        all.insert(list.to_owned(), all_items(world, actor, list).await?.into());
    }
    let cards: Vec<_> = all[LISTS[0]].as_array().into_iter().flatten().cloned().collect();
    for card in cards {
        let ledger = format!("{}{}/ledger/", LISTS[0], at::text(&card, "/reference")?);
        let entries = all_items(world, actor, &ledger).await?;
        all.insert(ledger, entries.into());
    }
    Ok(all.into())
}

given!("what {caller} has is noted", noted);
async fn noted(world: &mut World, actor: CallerName) -> StepResult {
    let holdings = holdings(world, &actor.0).await.map_err(Mismatch::while_preparing)?;
    world.managed.seen.insert(key("what", &actor), holdings);
    Ok(())
}

then!("{caller} has what was noted", is_noted);
async fn is_noted(world: &mut World, actor: CallerName) -> StepResult {
    let now = holdings(world, &actor.0).await?;
    same(world, &key("what", &actor), &now)
}

given!("everything of {caller} is noted", all_noted);
async fn all_noted(world: &mut World, actor: CallerName) -> StepResult {
    let all = everything(world, &actor.0).await.map_err(Mismatch::while_preparing)?;
    world.managed.seen.insert(key("everything", &actor), all);
    Ok(())
}

then!("everything of {caller} is as it was noted", all_as_noted);
async fn all_as_noted(world: &mut World, actor: CallerName) -> StepResult {
    let now = everything(world, &actor.0).await?;
    same(world, &key("everything", &actor), &now)
}

fn key(what: &str, actor: &CallerName) -> String {
    format!("{what} {} has", actor.0)
}

/// Compares with what was noted under a name.
fn same(world: &World, name: &str, now: &Value) -> StepResult {
    let before = world.managed.seen.get(name);
    let before = before.ok_or_else(|| Mismatch::suite(format!("{name}, noted"), "nothing"))?;
    at::equals_whole(now, before)
}
