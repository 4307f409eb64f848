//! Balances of cards: noted, and compared with what was noted.

use super::{comparison::holds, linked_wallets::pays_in_the_currency_of};
use crate::{
    Mismatch, StepResult, World,
    checks::money::{self, shown},
    surfaces::managed::things::Worth,
};

/// The worth of the amounts of a scenario on a card that it says was funded with `said`: the
/// balance is read until it is there.
pub(super) async fn worth_found(world: &mut World, card: &str, said: &str) -> StepResult<Worth> {
    let said = money::millionths(said)
        .ok_or_else(|| Mismatch::suite("a decimal amount", said.to_owned()))?;
    let mut had = 0;
    world
        .until_settled(async |world| {
            had = world.card_balance(card).await?;
            if had > 0 || said == 0 {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{card} with a balance"), shown(had)))
        })
        .await?;
    Ok(Worth { said, had })
}

fn key(card: &str) -> String {
    format!("the balance of {card}")
}

given!("the balance of {string} is noted", noted);
when!("the balance of {string} is noted", noted);
async fn noted(world: &mut World, card: String) -> StepResult {
    let balance = world.card_balance(&card).await?;
    world.managed.noted.insert(key(&card), balance);
    Ok(())
}

/// The amounts by which cards have changed since their balances were noted, in millionths without a
/// sign.
pub(super) async fn changes(world: &World) -> StepResult<Vec<i64>> {
    let mut changes = Vec::new();
    for (card, _) in world.managed.cards.all() {
        if let Some(before) = world.managed.noted.get(&key(card)) {
            changes.push((world.card_balance(card).await? - before).abs());
        }
    }
    changes.retain(|change| *change != 0);
    Ok(changes)
}

then!(regex r#"^the balance of "([^"]+)" is (lower|higher|unchanged|lower, but not zero)$"#, compares);
async fn compares(world: &mut World, card: String, how: String) -> StepResult {
    let before = world.noted_balance(&card)?;
    world
        .until_settled(async |world| {
            let now = world.card_balance(&card).await?;
            if holds(&how, before, now) {
                return Ok(());
            }
            let wanted = format!("a balance of {card} that is {how}, from {}", shown(before));
            Err(Mismatch::behaviour(wanted, shown(now)))
        })
        .await
}

impl World {
    /// The balance of a card when it was noted, in millionths.
    pub(super) fn noted_balance(&self, card: &str) -> StepResult<i64> {
        let noted = self.managed.noted.get(&key(card)).copied();
        noted.ok_or_else(|| Mismatch::suite("a noted balance", card.to_owned()))
    }
}

then!(regex r#"^the balance of "([^"]+)" is higher, by ([\d.]+) at the most$"#, higher_by);
/// The most is known where the wallet that pays has the currency of the card.
async fn higher_by(world: &mut World, card: String, amount: String) -> StepResult {
    let before = world.noted_balance(&card)?;
    let most = money::millionths(&amount)
        .ok_or_else(|| Mismatch::suite("a decimal amount", amount.clone()))?;
    world
        .until_settled(async |world| {
            let now = world.card_balance(&card).await?;
            let is_known = pays_in_the_currency_of(world, &card).await?;
            if now > before && (now - before <= most || !is_known) {
                return Ok(());
            }
            let wanted = format!("{card} higher than {}, by {amount} at the most", shown(before));
            Err(Mismatch::behaviour(wanted, shown(now)))
        })
        .await
}

then!(regex r#"^the balance of "([^"]+)" is ([\d.]+)$"#, is);
/// A share of what the card had, where a target charges for funding.
async fn is(world: &mut World, card: String, amount: String) -> StepResult {
    let wanted = world.amount_on(&world.managed.cards.get(&card)?, &amount)?;
    let wanted = money::millionths(&wanted)
        .ok_or_else(|| Mismatch::suite("a decimal amount", amount.clone()))?;
    world
        .until_settled(async |world| {
            let now = world.card_balance(&card).await?;
            if now == wanted {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{card} with {}", shown(wanted)), shown(now)))
        })
        .await
}
