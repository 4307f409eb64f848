//! The wallet that a card is linked to. It is found by what happens to it: no source says how a card
//! names it.

use super::{CallerName, comparison::holds, wallets};
use crate::{
    Mismatch, StepResult, World,
    checks::money::{millionths, shown},
    surfaces::managed::target::Pointer,
};

/// A wallet that has changed since the wallets of its owner were noted, in millionths.
struct Change {
    currency: String,
    before: i64,
    now: i64,
}

/// The wallets of a caller that have changed since they were noted.
async fn changes(world: &World, actor: &str) -> StepResult<Vec<Change>> {
    let change = |(currency, now): (String, i64)| {
        let before = world.managed.noted.get(&wallets::key(actor, &currency)).copied();
        Change { currency, before: before.unwrap_or_default(), now }
    };
    let all = wallets::available(world, actor).await?.into_iter().map(change);
    Ok(all.filter(|one| one.before != one.now).collect())
}

/// The only wallet of a caller that has changed, as a word says.
async fn only_change(world: &World, actor: &str, how: &str) -> StepResult<Change> {
    let mut changed = changes(world, actor).await?;
    match (changed.pop(), changed.is_empty()) {
        (Some(one), true) if holds(how, one.before, one.now) => Ok(one),
        (last, _) => {
            let told = |one: Change| {
                format!("{} from {} to {}", one.currency, shown(one.before), shown(one.now))
            };
            let told: Vec<_> = changed.into_iter().chain(last).map(told).collect();
            let wanted = format!("one wallet that is {how}, and no other change");
            Err(Mismatch::behaviour(wanted, format!("changed: [{}]", told.join(", "))))
        }
    }
}

then!("one wallet of {caller} is higher, and no other has changed", one_higher);
async fn one_higher(world: &mut World, actor: CallerName) -> StepResult {
    world.until_settled(async |world| only_change(world, &actor.0, "higher").await.map(drop)).await
}

then!(regex r#"^one wallet of (the(?: [A-Za-z]+)? caller) is lower, by ([\d.]+) at least in the currency of "([^"]+)", and no other has changed$"#, one_lower);
/// A wallet of another currency pays by a rate that no source gives.
async fn one_lower(world: &mut World, actor: String, amount: String, card: String) -> StepResult {
    let least =
        millionths(&amount).ok_or_else(|| Mismatch::suite("a decimal amount", amount.clone()))?;
    world
        .until_settled(async |world| {
            let change = only_change(world, &actor, "lower").await?;
            let lost = change.before - change.now;
            if lost >= least || !is_currency_of(world, &card, &change.currency).await? {
                return Ok(());
            }
            let wanted = format!("a {} wallet lower by {amount} at least", change.currency);
            Err(Mismatch::behaviour(wanted, format!("lower by {}", shown(lost))))
        })
        .await
}

/// True when a card is known to have this currency.
async fn is_currency_of(world: &World, card: &str, currency: &str) -> StepResult<bool> {
    let shown = world.peek_at_card(card).await?;
    let dialect = world.managed_dialect();
    Ok(dialect.find(&shown, Pointer::CardCurrency).is_some_and(|own| own == currency))
}

/// True when the wallet that is lower since the wallets of the card's owner were noted has the
/// currency of the card, so that amounts on both can be compared.
pub(super) async fn pays_in_the_currency_of(world: &World, card: &str) -> StepResult<bool> {
    let owner = world.managed.cards.get(card)?.owner;
    for change in changes(world, &owner).await? {
        if change.now < change.before {
            return is_currency_of(world, card, &change.currency).await;
        }
    }
    Ok(false)
}
