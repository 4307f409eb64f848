//! Money: the master balance of a project and the balances of cards.

use serde_json::{Value, json};

use super::ProjectName;
use crate::{
    Mismatch, StepResult, World,
    checks::{
        money::{self, shown},
        tron,
    },
};

const BEFORE: &str = "the master balance";

/// The balance of a project.
pub(super) async fn balance(world: &World, actor: &str) -> StepResult<i64> {
    let reply = world.look(actor, "/project/balance", &Value::Null).await?;
    money::amount(&reply.payload, "available")
}

async fn card_balance(world: &World, name: &str) -> StepResult<i64> {
    money::amount(&world.look_at_card(name).await?.payload, "balance")
}

impl World {
    /// An amount that the scenario noted.
    pub(super) fn noted(&self, name: &str) -> StepResult<i64> {
        let noted = self.envelope.noted.get(name).copied();
        noted.ok_or_else(|| Mismatch::suite(format!("{name}, noted"), "it was not"))
    }

    async fn master_change(&self, actor: &str) -> StepResult<i64> {
        Ok(balance(self, actor).await? - self.noted(BEFORE)?)
    }
}

given!("{project} notes its balance", notes);
when!("{project} notes its balance", notes);
then!("{project} notes its balance", notes);
async fn notes(world: &mut World, actor: ProjectName) -> StepResult {
    let amount = balance(world, &actor.0).await.map_err(Mismatch::while_preparing)?;
    world.envelope.noted.insert(BEFORE.to_owned(), amount);
    Ok(())
}

given!("{project} notes the balance of {string}", notes_card);
when!("{project} notes the balance of {string}", notes_card);
async fn notes_card(world: &mut World, _actor: ProjectName, name: String) -> StepResult {
    let amount = card_balance(world, &name).await.map_err(Mismatch::while_preparing)?;
    world.envelope.noted.insert(name, amount);
    Ok(())
}

when!("{project} asks for its balance", asks);
async fn asks(world: &mut World, actor: ProjectName) -> StepResult {
    world.call(&actor.0, "/project/balance", &Value::Null).await.map(drop)
}

when!("{project} asks for its deposit address", asks_address);
async fn asks_address(world: &mut World, actor: ProjectName) -> StepResult {
    world.call(&actor.0, "/project/wallet/trc20", &Value::Null).await.map(drop)
}

when!(regex r"^(\d+\.\d+) USDT are sent to the deposit address of (the(?: second)? project)$", deposit);
async fn deposit(world: &mut World, amount: String, actor: String) -> StepResult {
    send(world, &actor, &amount).await
}

/// Sends USDT to the deposit address of a project.
pub(super) async fn send(world: &World, actor: &str, amount: &str) -> StepResult {
    let reply = world.look(actor, "/project/wallet/trc20", &Value::Null).await?;
    let address = reply.text("usdt_trc20");
    let address = address.ok_or_else(|| Mismatch::behaviour("an address", reply.summary()))?;
    let input = json!({ "address": address, "asset": "USDT", "amount": amount });
    world.op("deposit", &input).await.map(drop)
}

then!("the balance of {project} is unchanged", unchanged);
async fn unchanged(world: &mut World, actor: ProjectName) -> StepResult {
    match world.master_change(&actor.0).await? {
        0 => Ok(()),
        change => Err(Mismatch::behaviour("no change of the balance", shown(change))),
    }
}

then!("the balance of {project} has fallen", fallen);
when!("the balance of {project} has fallen", fallen);
async fn fallen(world: &mut World, actor: ProjectName) -> StepResult {
    world
        .until_settled(async |world| match world.master_change(&actor.0).await? {
            change if change < 0 => Ok(()),
            change => Err(Mismatch::behaviour("a lower balance", shown(change))),
        })
        .await
}

then!(regex r"^the balance of (the(?: second)? project) has fallen by (\d+\.\d\d)$", fallen_by);
async fn fallen_by(world: &mut World, actor: String, amount: String) -> StepResult {
    let wanted = money::millionths(&amount).unwrap_or_default();
    match -world.master_change(&actor).await? {
        fall if fall == wanted => Ok(()),
        fall => Err(Mismatch::behaviour(format!("{amount} less"), shown(fall))),
    }
}

then!("the balance of {project} has fallen by at least the amount of the top-up", fallen_enough);
async fn fallen_enough(world: &mut World, actor: ProjectName) -> StepResult {
    let wanted = world.noted("the amount of the top-up")?;
    match -world.master_change(&actor.0).await? {
        fall if fall >= wanted => Ok(()),
        fall => Err(Mismatch::behaviour(format!("{} less, or more", shown(wanted)), shown(fall))),
    }
}

then!("the balance of {project} has risen", risen);
async fn risen(world: &mut World, actor: ProjectName) -> StepResult {
    world
        .until_settled(async |world| match world.master_change(&actor.0).await? {
            change if change > 0 => Ok(()),
            change => Err(Mismatch::behaviour("a higher balance", shown(change))),
        })
        .await
}

then!(regex r"^the balance of (the(?: second)? project) has risen by (\d+\.\d\d)$", risen_by);
async fn risen_by(world: &mut World, actor: String, amount: String) -> StepResult {
    match world.master_change(&actor).await? {
        rise if Some(rise) == money::millionths(&amount) => Ok(()),
        rise => Err(Mismatch::behaviour(format!("{amount} more"), shown(rise))),
    }
}

then!(regex r#"^the balance of "([^"]+)" has risen by (\d+\.\d\d)$"#, card_risen);
async fn card_risen(world: &mut World, name: String, amount: String) -> StepResult {
    let before = world.noted(&name)?;
    match card_balance(world, &name).await? - before {
        rise if Some(rise) == money::millionths(&amount) => Ok(()),
        rise => Err(Mismatch::behaviour(format!("{amount} more on {name}"), shown(rise))),
    }
}

then!("the balance of {string} has risen once by the amount of the top-up", card_risen_once);
async fn card_risen_once(world: &mut World, name: String) -> StepResult {
    let wanted = world.noted("the amount of the top-up")?;
    let rise = card_balance(world, &name).await? - world.noted(&name)?;
    // What the card gets of the amount is another requirement; twice it is in any case too much.
    if rise > 0 && rise <= wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("at most {} more, and some", shown(wanted)), shown(rise)))
}

then!(regex r#"^both balances of "([^"]+)" have changed by (-?\d+\.\d\d)$"#, both_changed);
async fn both_changed(world: &mut World, name: String, amount: String) -> StepResult {
    let card = world.envelope.cards.get(&name)?;
    let before = world.noted(&name)?;
    let fields = json!({ "card_id": card.id });
    let alone = world.look(&card.owner, "/cards/balance", &fields).await?;
    let alone = money::amount(&alone.payload, "balance")?;
    let in_card = card_balance(world, &name).await?;
    let wanted = before + money::millionths(&amount).unwrap_or_default();
    if alone == wanted && in_card == wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("{} in both", shown(wanted)),
        format!("/cards/balance {}, /cards/get {}", shown(alone), shown(in_card)),
    ))
}

then!("it is a decimal text in {string}", decimal_in);
fn decimal_in(world: &mut World, currency: String) -> StepResult {
    let reply = world.reply()?;
    money::amount(&reply.payload, "available")?;
    if reply.payload["currency"] == *currency {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the currency {currency}"), reply.summary()))
}

then!("both show the same address of {int} characters beginning with {word}", same_address);
fn same_address(world: &mut World, length: usize, start: String) -> StepResult {
    let [first, second] = world.two_replies()?;
    let [one, two] = [first.text("usdt_trc20"), second.text("usdt_trc20")];
    let formed = one.is_some_and(|text| {
        text.chars().count() == length && text.starts_with(&start) && tron::is_address(text)
    });
    if formed && one == two {
        return Ok(());
    }
    Err(Mismatch::behaviour("one and the same valid TRC20 address as usdt_trc20", second.summary()))
}
