//! Wallets of callers: noted by currency, and compared with what was noted.

use std::collections::{BTreeMap, BTreeSet};

use super::{CallerName, comparison::holds};
use crate::{
    Mismatch, StepResult, World,
    checks::money::{millionths, shown},
    surfaces::managed::target::Pointer,
};

/// The money of each wallet of a caller that can be spent, by currency, in millionths.
pub(super) async fn available(world: &World, actor: &str) -> StepResult<BTreeMap<String, i64>> {
    let listed = world.peek(actor, "wallets.list", &[]).await?;
    let list = world.managed_dialect().list(&listed, Pointer::Wallets).cloned();
    let list = list.ok_or_else(|| Mismatch::behaviour("a list of wallets", listed.to_string()))?;
    let entry = |wallet: &serde_json::Value| {
        let currency = world.shown_text(wallet, Pointer::WalletCurrency)?;
        Ok((currency, world.shown_amount(wallet, Pointer::WalletAvailable)?))
    };
    list.iter().map(entry).collect()
}

/// The name under which the amount of a wallet is noted.
pub(super) fn key(actor: &str, currency: &str) -> String {
    format!("the {currency} wallet of {actor}")
}

given!("the wallets of {caller} are noted", noted);
when!("the wallets of {caller} are noted", noted);
async fn noted(world: &mut World, actor: CallerName) -> StepResult {
    for (currency, amount) in available(world, &actor.0).await? {
        world.managed.noted.insert(key(&actor.0, &currency), amount);
    }
    Ok(())
}

/// The amounts by which wallets have changed since they were noted, in millionths without a sign.
pub(super) async fn changes(world: &World) -> StepResult<Vec<i64>> {
    let mut changes = Vec::new();
    for (actor, _) in world.managed.callers.all() {
        if !world.managed.noted.keys().any(|noted| noted.ends_with(&format!(" wallet of {actor}")))
        {
            continue;
        }
        for (currency, now) in available(world, actor).await? {
            let before = world.managed.noted.get(&key(actor, &currency));
            changes.extend(before.map(|before| (now - before).abs()).filter(|change| *change != 0));
        }
    }
    Ok(changes)
}

when!("{caller} lists its wallets", lists);
async fn lists(world: &mut World, actor: CallerName) -> StepResult {
    world.request(&actor.0, "wallets.list", &[]).await.map(drop)
}

then!(regex r"^the (\w+) wallet of (the(?: [A-Za-z]+)? caller) is (lower|higher|unchanged)$", compares);
async fn compares(world: &mut World, currency: String, actor: String, how: String) -> StepResult {
    let before = world.managed.noted.get(&key(&actor, &currency)).copied();
    let before = before.ok_or_else(|| Mismatch::suite("a noted wallet", currency.clone()))?;
    world
        .until_settled(async |world| {
            let all = available(world, &actor).await?;
            let now = all.get(&currency).copied();
            let now =
                now.ok_or_else(|| Mismatch::behaviour(format!("a wallet in {currency}"), "none"))?;
            if holds(&how, before, now) {
                return Ok(());
            }
            let wanted = format!("a {currency} wallet that is {how}, from {}", shown(before));
            Err(Mismatch::behaviour(wanted, shown(now)))
        })
        .await
}

then!(regex r"^the (\w+) wallet of (the(?: [A-Za-z]+)? caller) has (fallen|risen) by ([\d.]+)$", moved);
async fn moved(
    world: &mut World,
    currency: String,
    actor: String,
    way: String,
    amount: String,
) -> StepResult {
    let before = world.managed.noted.get(&key(&actor, &currency)).copied();
    let before = before.ok_or_else(|| Mismatch::suite("a noted wallet", currency.clone()))?;
    let by =
        millionths(&amount).ok_or_else(|| Mismatch::suite("a decimal amount", amount.clone()))?;
    let wanted = if way == "risen" { before + by } else { before - by };
    world
        .until_settled(async |world| {
            let now = available(world, &actor).await?.get(&currency).copied();
            if now == Some(wanted) {
                return Ok(());
            }
            let now = now.map_or_else(|| "no such wallet".to_owned(), shown);
            Err(Mismatch::behaviour(format!("{} in {currency}", shown(wanted)), now))
        })
        .await
}

then!("each wallet shows what is available and what is held, in a currency of its own", each_shows);
fn each_shows(world: &mut World) -> StepResult {
    let answer = world.heard()?.json.clone();
    let list = world.managed_dialect().list(&answer, Pointer::Wallets).cloned();
    let list = list.ok_or_else(|| Mismatch::behaviour("a list of wallets", answer.to_string()))?;
    let mut currencies = BTreeSet::new();
    for wallet in &list {
        for amount in [Pointer::WalletAvailable, Pointer::WalletHeld] {
            world.shown_amount(wallet, amount)?;
        }
        if !currencies.insert(world.shown_text(wallet, Pointer::WalletCurrency)?) {
            return Err(Mismatch::behaviour("one wallet per currency", answer.to_string()));
        }
    }
    if world.on_sandbox() && currencies.len() < 2 {
        return Err(Mismatch::behaviour("wallets in two currencies", answer.to_string()));
    }
    Ok(())
}

then!(regex r"^of the wallets of (the(?: [A-Za-z]+)? caller) the (\w+) one is higher, and no other has changed$", this_higher);
async fn this_higher(world: &mut World, actor: String, currency: String) -> StepResult {
    world
        .until_settled(async |world| {
            for (other, now) in available(world, &actor).await? {
                let before = world.managed.noted.get(&key(&actor, &other)).copied();
                let how = if other == currency { "higher" } else { "unchanged" };
                if !holds(how, before.unwrap_or_default(), now) {
                    let wanted = format!("a {other} wallet that is {how}");
                    return Err(Mismatch::behaviour(wanted, shown(now)));
                }
            }
            Ok(())
        })
        .await
}

when!(regex r"^([\d.]+) are deposited to the (\w+) wallet of (the(?: [A-Za-z]+)? caller)$", deposited);
async fn deposited(
    world: &mut World,
    amount: String,
    currency: String,
    actor: String,
) -> StepResult {
    let wallet = format!("{}/{currency}", world.caller(&actor)?.label);
    let input = serde_json::json!({ "wallet": wallet, "amount": amount });
    world.op("deposit", &input).await.map(drop).map_err(Mismatch::while_preparing)
}
